"""Word tables, with merged cells and the tables that stand in their cells."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final
from xml.etree import ElementTree as ET  # for its Element alone

from apex_core.documents.a1 import cell_name
from apex_core.documents.headers import count_header_rows, leading_rows
from apex_core.documents.markup import local_name, whole_number
from apex_core.documents.word_text import attribute, children, is_on, read_paragraph
from apex_core.model.document import Cell, Place, Table

_MOST_COLUMNS: Final = 63  # of a Word table


@dataclass(slots=True)
class _Grid:
    """Cells by row and column, and the row of the latest cell of each column."""

    place: Place
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    latest: dict[int, int] = field(default_factory=dict)
    nested: list[ET.Element] = field(default_factory=list)


def read_table(item: ET.Element, place: Place, *, number: int) -> list[Table]:
    """Return a table and, after it, those nested in its cells; the first has *number*."""
    grid = _Grid(Place(document=place.document, table=number))
    rows = [row for row in children(item) if local_name(row.tag) == "tr" and not _is_deleted(row)]
    marked = 0
    for row, element in enumerate(rows):
        marked += marked == row and _is_marked(element)
        _read_row(element, row, grid)
    tables = [_table(grid, marked)] if grid.cells else []
    for inner in grid.nested:
        tables.extend(read_table(inner, place, number=number + len(tables)))
    return tables


def _read_row(element: ET.Element, row: int, grid: _Grid) -> None:
    column = _setting_number(element, "trPr", "gridBefore", 0)
    for item in children(element):
        if local_name(item.tag) != "tc":
            continue
        width = _setting_number(item, "tcPr", "gridSpan", 1)
        if not _grows(item, row, column, grid):
            grid.latest[column] = row
            grid.cells[row, column] = Cell(
                row=row,
                column=column,
                text="\n".join(_texts(item, grid.nested)).strip("\n"),
                column_span=width,
                place=replace(grid.place, cell=cell_name(row, column)),
            )
        column += width


def _grows(item: ET.Element, row: int, column: int, grid: _Grid) -> bool:
    """Whether the cell only continues the merged one above it, which then spans this row too."""
    merge = _setting(item, "tcPr", "vMerge")
    if merge is None or attribute(merge, "val") == "restart" or column not in grid.latest:
        return False
    above = grid.cells[grid.latest[column], column]
    grid.cells[above.row, column] = replace(above, row_span=row - above.row + 1)
    return True


def _texts(item: ET.Element, nested: list[ET.Element]) -> Iterator[str]:
    """Paragraphs and text boxes of a cell; tables in it are put aside."""
    for child in children(item):
        name = local_name(child.tag)
        if name == "tbl":
            nested.append(child)
        elif name == "p":
            paragraph = read_paragraph(child)
            yield paragraph.text
            for box in paragraph.boxes:
                yield from _texts(box, nested)


def _table(grid: _Grid, marked: int) -> Table:
    columns = max(cell.column + cell.column_span for cell in grid.cells.values())
    rows = max(cell.row + cell.row_span for cell in grid.cells.values())
    filled = tuple(cell for _, cell in sorted(grid.cells.items()) if cell.text)
    leading = leading_rows(((c.row, c.column, c.text) for c in filled), columns=columns)
    return Table(
        place=grid.place,
        header_rows=marked if 0 < marked < rows else count_header_rows(leading),
        rows=rows,
        columns=columns,
        cells=filled,
    )


def _is_deleted(row: ET.Element) -> bool:
    return _setting(row, "trPr", "del") is not None


def _is_marked(row: ET.Element) -> bool:
    """Whether Word repeats the row on each page, as it does with header rows."""
    header = _setting(row, "trPr", "tblHeader")
    return header is not None and is_on(header)


def _setting(element: ET.Element, group: str, name: str) -> ET.Element | None:
    return next(
        (
            setting
            for properties in element
            if local_name(properties.tag) == group
            for setting in properties
            if local_name(setting.tag) == name
        ),
        None,
    )


def _setting_number(element: ET.Element, group: str, name: str, least: int) -> int:
    """Return a number of columns, *least* where it is missing or wrong."""
    setting = _setting(element, group, name)
    said = attribute(setting, "val") if setting is not None else ""
    return max(least, min(whole_number(said, missing=least), _MOST_COLUMNS))
