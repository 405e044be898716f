"""One worksheet: a title, a header that stays in sight, rows of text, numbers and formulas."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import Any, Final

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
RULE: Final = Border(top=Side(style="thin", color=INK))


class Formula(str):
    """Text that is meant to be computed; any other text is shown as it is."""

    __slots__ = ()


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


Value = str | Decimal | float | int | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet being filled from top to bottom."""

    sheet: Worksheet
    columns: Sequence[Column]

    @property
    def next_row(self) -> int:
        """Number of the row that `add` fills next."""
        return int(self.sheet.max_row) + 1

    def add(self, *values: Value, bold: bool = False, filled: bool = False) -> int:
        """Add a row and return its number."""
        row = self.next_row
        for number, (column, value) in enumerate(zip_longest(self.columns, values), start=1):
            cell = write(self.sheet, row, number, value, column)
            if bold or filled:
                cell.font = Font(bold=True, color=INK)
            if bold:
                cell.border = RULE
            if filled:
                cell.fill = GROUP_FILL
        return row


def open_sheet(sheet: Worksheet, title: str, columns: Sequence[Column], *, note: str = "") -> Sheet:
    """Lay out an empty sheet: title, note, frozen header, widths, print setup."""
    _write_line(sheet, TITLE_ROW, title, Font(bold=True, size=14, color=INK))
    _write_line(sheet, TITLE_ROW + 1, note, Font(italic=True, color=SOFT))
    for number, column in enumerate(columns, start=1):
        cell = sheet.cell(row=HEADER_ROW, column=number, value=column.title)
        cell.font, cell.fill = Font(bold=True, color="FFFFFFFF"), HEADER_FILL
        cell.alignment = Alignment(
            horizontal="left" if column.is_text else "right", vertical="center", wrap_text=True
        )
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.sheet_view.showGridLines = False
    _set_up_print(sheet)
    return Sheet(sheet, columns)


def write(sheet: Worksheet, row: int, number: int, value: Value, column: Column) -> Cell:
    """Write one value and return its cell: text stays text, whatever it looks like."""
    cell = sheet.cell(row=row, column=number)
    if not isinstance(cell, Cell):
        raise TypeError(f"cell {cell.coordinate} is merged into another and holds no value")
    cell.number_format = column.number_format
    cell.alignment = Alignment(
        vertical="top", wrap_text=column.is_text, horizontal=None if column.is_text else "right"
    )
    if isinstance(value, Formula):
        cell.value = str(value)
    elif isinstance(value, str):
        text = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_TEXT]
        cell.value = text
        cell.data_type = "s"  # a leading = would make it a formula
        cell.quotePrefix = runs_as_formula(text)
    else:
        cell.value = value
    return cell


def _write_line(sheet: Worksheet, row: int, text: str, font: Font) -> None:
    cell = write(sheet, row, 1, text, Column(title="", width=0))
    cell.font, cell.alignment = font, Alignment(wrap_text=False)


def _set_up_print(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    footer: Any = sheet.oddFooter  # its parts always exist; the stubs doubt it
    footer.left.text, footer.right.text = "&A", "Page &P of &N"
