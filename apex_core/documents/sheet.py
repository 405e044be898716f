"""One worksheet: its filled cells with what they show, their formulas and what hides them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.etree import ElementTree as ET  # for its Element alone

from apex_core.documents.a1 import column_letters, column_number, corners
from apex_core.documents.budget import Budget
from apex_core.documents.cleaning import clean_text
from apex_core.documents.formulas import moved
from apex_core.documents.markup import local_name, whole_number
from apex_core.documents.number_format import is_date, shown
from apex_core.documents.package import Package
from apex_core.documents.regions import SheetCell

_COLUMNS: Final = frozenset(column_letters(column) for column in range(16_384))
_BOOLEANS: Final = {"0": "FALSE", "1": "TRUE"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What all sheets of a workbook share."""

    strings: list[str]
    formats: list[str]
    from_1904: bool


@dataclass(slots=True)
class Sheet:
    """The filled cells of one worksheet, and the rows and columns it hides, from 0."""

    cells: dict[tuple[int, int], SheetCell] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    shared: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    unsaved_formulas: int = 0


def read_sheet(package: Package, part: str, book: Book, budget: Budget) -> Sheet:
    """Return the cells of a worksheet.

    Raises
    ------
    UnreadableDocument
        If it is damaged, or the budget is spent.
    """
    sheet = Sheet()
    row = -1
    for element in package.elements(part, "cols", "row", "mergeCell"):
        match local_name(element.tag):
            case "row":
                row = _row_number(element, row + 1)
                _read_row(element, row, sheet, book, budget)
            case "cols":
                sheet.hidden_columns.update(_hidden_columns(element))
            case _:
                _merge(sheet, element.get("ref", ""))
    return sheet


def _row_number(element: ET.Element, following: int) -> int:
    said = whole_number(element.get("r"), missing=0)
    return said - 1 if said else following


def _read_row(element: ET.Element, row: int, sheet: Sheet, book: Book, budget: Budget) -> None:
    row_is_hidden = _is_on(element.get("hidden"))
    if row_is_hidden:
        sheet.hidden_rows.add(row)
    column = -1
    for item in element:
        column = _column_number(item, column + 1)
        cell = _read_cell(item, row, column, sheet, book)
        if cell is not None:
            budget.spend(cells=1, characters=len(cell.text) + len(cell.formula or ""))
            if row_is_hidden or column in sheet.hidden_columns:
                cell = cell._replace(hidden=True)
            sheet.cells.setdefault((row, column), cell)


def _column_number(item: ET.Element, following: int) -> int:
    letters = item.get("r", "").rstrip("0123456789")
    return column_number(letters) if letters in _COLUMNS else following


def _read_cell(
    item: ET.Element, row: int, column: int, sheet: Sheet, book: Book
) -> SheetCell | None:
    stored, formula = "", None
    for child in item:
        name = local_name(child.tag)
        if name == "v":
            stored = child.text or ""
        elif name == "f":
            formula = _formula(child, row, column, sheet)
        elif name == "is":
            stored = rich_text(child)
    if not stored and formula is None:
        return None
    if not stored:
        sheet.unsaved_formulas += 1
    text, value = _shown(stored, item, book)
    text = text.strip()
    if not text and formula is None:
        return None
    return SheetCell(row, column, text, formula=formula, value=value)


def _formula(element: ET.Element, row: int, column: int, sheet: Sheet) -> str | None:
    """Return the formula as the cell would show it; a shared one is moved along."""
    text = clean_text(element.text or "")
    shared = element.get("si") if element.get("t") == "shared" else None
    if shared is None:
        return f"={text}" if text else None
    if text:
        sheet.shared[shared] = text, row, column
        return f"={text}"
    origin = sheet.shared.get(shared)
    if origin is None:
        return None
    text, top, left = origin
    return f"={moved(text, rows=row - top, columns=column - left)}"


def _shown(stored: str, item: ET.Element, book: Book) -> tuple[str, str | None]:
    """Return what a person sees, and the number behind it where that says more."""
    match item.get("t", "n"):
        case "s":
            return _item(book.strings, stored, ""), None
        case "b":
            return _BOOLEANS.get(stored, stored), None
        case "n":
            code = _item(book.formats, item.get("s", ""), "General")
            text = shown(stored, code, from_1904=book.from_1904)
            number = shown(stored, "General")
            return text, None if text == number or is_date(code) else number
        case _:  # text of a formula, text in place, an error, an ISO date
            return clean_text(stored), None


def _item(items: list[str], index: str, missing: str) -> str:
    at = whole_number(index, missing=len(items))
    return items[at] if at < len(items) else missing


def rich_text(element: ET.Element) -> str:
    """Return the text of a string that may be made of runs, without its reading aids."""
    pieces = []
    for child in element:
        name = local_name(child.tag)
        if name == "t":
            pieces.append(child.text or "")
        elif name == "r":
            pieces.extend(part.text or "" for part in child if local_name(part.tag) == "t")
    return clean_text("".join(pieces))


def _hidden_columns(cols: ET.Element) -> Iterator[int]:
    for col in cols:
        first, last = (whole_number(col.get(end), missing=0) for end in ("min", "max"))
        if _is_on(col.get("hidden")) and first > 0:
            yield from range(first - 1, min(last, len(_COLUMNS)))


def _is_on(flag: str | None) -> bool:
    return flag in {"1", "true"}


def _merge(sheet: Sheet, ref: str) -> None:
    try:
        top, left, bottom, right = corners(ref)
    except ValueError:
        return
    cell = sheet.cells.get((top, left))
    if cell is not None:
        sheet.cells[top, left] = cell._replace(
            row_span=bottom - top + 1, column_span=right - left + 1
        )
