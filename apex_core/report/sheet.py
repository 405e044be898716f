"""One worksheet: a title, a header that stays in sight, rows of text, numbers and formulas."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import zip_longest
from typing import Any, Final, NamedTuple

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from apex_core.report.table import runs_as_formula

MONEY: Final = '#,##0.00;[Red]-#,##0.00;"-"'
DOLLARS: Final = '$#,##0;[Red]-$#,##0;"-"'
COUNT: Final = "#,##0.###"
PERCENT: Final = "0.0%"
TEXT: Final = "@"

TITLE_ROW: Final = 1
HEADER_ROW: Final = 3
LONGEST_TEXT: Final = 32_767  # characters a cell can hold

INK: Final = "FF17202B"
SOFT: Final = "FF55616F"
ACCENT: Final = "FF0D5C91"
HEADER_FILL: Final = PatternFill("solid", fgColor=ACCENT)
GROUP_FILL: Final = PatternFill("solid", fgColor="FFE6EFF6")
TITLE_FONT: Final = Font(bold=True, size=14, color=INK)
NOTE_FONT: Final = Font(italic=True, color=SOFT)
RULE: Final = Border(top=Side(style="thin", color=INK))


class Formula(NamedTuple):
    """What a cell computes, without the leading ``=``, and what it comes to."""

    text: str
    comes_to: Decimal | float


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: what its header says, its width in characters, and how its numbers look."""

    title: str
    width: int
    number_format: str = TEXT

    @property
    def is_text(self) -> bool:
        """Whether the column holds words."""
        return self.number_format == TEXT


Value = Formula | str | Decimal | float | int | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet being filled from top to bottom.

    ``results`` holds what each formula comes to, by its cell, because openpyxl writes formulas
    without a result and a reader that does not compute would show nothing.
    """

    sheet: Worksheet
    columns: Sequence[Column]
    results: dict[str, Decimal | float] = field(default_factory=dict)

    @property
    def next_row(self) -> int:
        """Number of the row that `add` fills next."""
        return int(self.sheet.max_row) + 1

    def add(self, *values: Value, bold: bool = False, filled: bool = False) -> int:
        """Add a row and return its number."""
        row = self.next_row
        for number, (column, value) in enumerate(zip_longest(self.columns, values), start=1):
            cell = self.put(row, number, value, column)
            if bold or filled:
                cell.font = Font(bold=True, color=INK)
            if bold:
                cell.border = RULE
            if filled:
                cell.fill = GROUP_FILL
        return row

    def put(self, row: int, number: int, value: Value, column: Column) -> Cell:
        """Write one value and return its cell: text stays text, whatever it looks like."""
        cell = self.sheet.cell(row=row, column=number)
        if not isinstance(cell, Cell):
            raise TypeError(f"{cell.coordinate} is merged into another cell and holds no value")
        cell.number_format = column.number_format
        cell.alignment = Alignment(
            vertical="top", wrap_text=column.is_text, horizontal=None if column.is_text else "right"
        )
        if isinstance(value, Formula):
            cell.value = f"={value.text}"
            self.results[cell.coordinate] = value.comes_to
        elif isinstance(value, str):
            text = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_TEXT]
            cell.value, cell.data_type = text, "s"  # a leading = would make it a formula
            cell.quotePrefix = runs_as_formula(text)
        else:
            cell.value = value
        return cell


def open_sheet(sheet: Worksheet, title: str, columns: Sequence[Column], *, note: str = "") -> Sheet:
    """Lay out an empty sheet: title, note, frozen header, widths, print setup."""
    opened = Sheet(sheet, columns)
    line = Column(title="", width=0)
    for row, text, font in ((TITLE_ROW, title, TITLE_FONT), (TITLE_ROW + 1, note, NOTE_FONT)):
        cell = opened.put(row, 1, text, line)
        cell.font, cell.alignment = font, Alignment(wrap_text=False)
    for number, column in enumerate(columns, start=1):
        head = opened.put(HEADER_ROW, number, column.title, column)
        head.font, head.fill = Font(bold=True, color="FFFFFFFF"), HEADER_FILL
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.sheet_view.showGridLines = False
    _set_up_print(sheet)
    return opened


def _set_up_print(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    footer: Any = sheet.oddFooter  # its parts always exist; the stubs doubt it
    footer.left.text, footer.right.text = "&A", "Page &P of &N"
