"""Excel workbooks to tables and titles, sheet by sheet.

The parts are read directly, in one pass each: formulas and stored results lie side by side there,
a sheet of any size needs no more memory than its filled cells, and nothing is ever computed, run
or followed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final
from xml.etree import ElementTree as ET  # for its Element alone

from apex_core.documents.a1 import cell_name, column_letters, range_name
from apex_core.documents.budget import Budget
from apex_core.documents.cleaning import clean_name
from apex_core.documents.content import Content
from apex_core.documents.limits import Limits
from apex_core.documents.markup import local_name
from apex_core.documents.package import Package, Relationship
from apex_core.documents.properties import read_properties
from apex_core.documents.regions import Region, find_regions
from apex_core.documents.runs import said_runs
from apex_core.documents.sheet import Book, Sheet, read_sheet, rich_text
from apex_core.documents.styles import read_formats
from apex_core.errors import UnreadableDocument
from apex_core.model.document import Cell, Place, Table, TextBlock

_ERRORS: Final = {"#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#N/A", "#NUM!", "#NULL!"}


@dataclass(frozen=True, slots=True)
class _Tab:
    """A sheet as the workbook lists it."""

    name: str
    state: str
    link: Relationship


def read_workbook(package: Package, name: str, limits: Limits) -> Content:
    """Return the tables and texts of a workbook.

    Raises
    ------
    UnreadableDocument
        If no sheet can be read, or there are more sheets, cells or characters than the limits.
    """
    main = package.main_part() or ""
    book, tabs = _read_book(package, main, limits)
    content = Content(pages=0, properties=read_properties(package))
    if len(tabs) > limits.pages:
        raise UnreadableDocument(
            f"the workbook has {len(tabs):,} sheets; the limit is {limits.pages:,}; split it"
        )
    budget = Budget(limits)
    sheets = [(tab, _try_sheet(package, tab, book, budget, content)) for tab in tabs]
    readable = [(tab, sheet) for tab, sheet in sheets if sheet is not None]
    if not readable:
        why = f" ({'; '.join(content.warnings)})" if content.warnings else ""
        raise UnreadableDocument(
            f"the workbook has no sheet that can be read{why}; open it, check that a sheet holds "
            "data, and save it as .xlsx"
        )
    for tab, sheet in readable:
        _add_sheet(content, tab, sheet, name)
    if any(part.endswith("vbaProject.bin") for part in package.names):
        content.warnings.append("the workbook holds macros; they were not run")
    return replace(content, pages=len(readable), has_text=any(s.cells for _, s in readable))


def _read_book(package: Package, main: str, limits: Limits) -> tuple[Book, list[_Tab]]:
    links = package.relationships(main)
    targets = {link.kind: link.target for link in links.values()}
    from_1904 = False
    tabs = []
    for group in package.tree(main):
        part = local_name(group.tag)
        if part == "workbookPr":
            from_1904 = group.get("date1904") in {"1", "true"}
        elif part == "sheets":
            tabs = list(_tabs(group, links))
    book = Book(
        strings=_shared_strings(package, targets.get("sharedStrings", ""), limits),
        formats=read_formats(package, targets.get("styles", "")),
        from_1904=from_1904,
    )
    return book, tabs


def _tabs(sheets: ET.Element, links: dict[str, Relationship]) -> Iterator[_Tab]:
    for sheet in sheets:
        ids = [value for key, value in sheet.items() if local_name(key) == "id" and "}" in key]
        link = links.get(ids[0]) if ids else None
        if link is not None:
            name = clean_name(sheet.get("name", ""))
            yield _Tab(name, sheet.get("state", "visible"), link)


def _shared_strings(package: Package, part: str, limits: Limits) -> list[str]:
    if part not in package.names:
        return []
    budget = Budget(limits)
    strings: list[str] = []
    for item in package.elements(part, "si"):
        strings.append(rich_text(item))
        budget.spend(characters=len(strings[-1]) + 1)
    return strings


def _try_sheet(
    package: Package, tab: _Tab, book: Book, budget: Budget, content: Content
) -> Sheet | None:
    """Return the sheet, or leave a warning why it is left out."""
    if tab.link.kind != "worksheet":
        content.warnings.append(f"the sheet {tab.name} is a {tab.link.kind}; it was left out")
        return None
    try:
        return read_sheet(package, tab.link.target, book, budget)
    except UnreadableDocument as error:
        if budget.is_spent:
            raise
        content.warnings.append(f"the sheet {tab.name} was left out: {error.message}")
        return None


def _add_sheet(content: Content, tab: _Tab, sheet: Sheet, name: str) -> None:
    content.warnings.extend(_sheet_warnings(tab, sheet))
    place = Place(document=name, sheet=tab.name)
    is_hidden = tab.state != "visible"
    for region in find_regions([sheet.cells[at] for at in sorted(sheet.cells)]):
        if region.is_table:
            content.tables.append(_table(region, place, is_hidden=is_hidden))
        else:
            content.blocks.extend(_texts(region, place))


def _table(region: Region, place: Place, *, is_hidden: bool) -> Table:
    corners = range_name(region.top, region.left, region.bottom, region.right)
    return Table(
        place=replace(place, cell=corners),
        header_rows=region.header_rows,
        rows=region.bottom - region.top + 1,
        columns=region.right - region.left + 1,
        cells=tuple(
            Cell(
                row=cell.row - region.top,
                column=cell.column - region.left,
                text=cell.text,
                place=Place(
                    document=place.document,
                    sheet=place.sheet,
                    cell=cell_name(cell.row, cell.column),
                ),
                row_span=cell.row_span,
                column_span=cell.column_span,
                formula=cell.formula,
                value=cell.value,
                hidden=cell.hidden or is_hidden,
            )
            for cell in region.cells
        ),
    )


def _texts(region: Region, place: Place) -> Iterator[TextBlock]:
    for cell in region.cells:
        if cell.text:
            where = replace(place, cell=cell_name(cell.row, cell.column))
            yield TextBlock(text=cell.text, place=where)


def _sheet_warnings(tab: _Tab, sheet: Sheet) -> Iterator[str]:
    if not sheet.cells:
        yield f"the sheet {tab.name} has no filled cells"
    if tab.state != "visible":
        yield f"the sheet {tab.name} is hidden; it was read all the same"
    rows = sorted({row for row, _ in sheet.cells} & sheet.hidden_rows)
    if rows:
        said = said_runs(rows, lambda row: str(row + 1))
        yield f"the sheet {tab.name} hides rows {said}; they were read all the same"
    columns = sorted({column for _, column in sheet.cells} & sheet.hidden_columns)
    if columns:
        said = said_runs(columns, column_letters)
        yield f"the sheet {tab.name} hides columns {said}; they were read all the same"
    if sheet.unsaved_formulas:
        yield (
            f"{sheet.unsaved_formulas} formulas of the sheet {tab.name} have no stored result; "
            "open the workbook in Excel and save it"
        )
    errors = [cell for cell in sheet.cells.values() if cell.text in _ERRORS]
    if errors:
        first = min(errors, key=lambda cell: (cell.row, cell.column))
        yield (
            f"{len(errors)} cells of the sheet {tab.name} show an error, "
            f"first {cell_name(first.row, first.column)}: {first.text}"
        )
