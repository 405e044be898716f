"""Delimited text to tables: which character separates, how many columns, which rows are ragged."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import Final

from apex_core.documents.a1 import cell_name, range_name
from apex_core.documents.budget import Budget
from apex_core.documents.content import Content
from apex_core.documents.limits import Limits
from apex_core.documents.regions import Region, SheetCell, find_regions
from apex_core.documents.runs import said_runs
from apex_core.errors import UnreadableDocument
from apex_core.model.document import Cell, Place, Table, TextBlock

_DELIMITERS: Final = (",", ";", "\t", "|")
_SAMPLE_LINES: Final = 200
_TABLE_ROWS: Final = 3
_TABLE_COLUMNS: Final = 3


def read_delimited(text: str, name: str, limits: Limits) -> Content:
    """Return the tables of delimited text.

    The separator is the one by which most lines have the same number of fields. Lines with another
    number are kept as they are, and named in a warning.

    Raises
    ------
    UnreadableDocument
        If quotes never close, or it has more fields than the limit.
    """
    rows, lines = _records(text, find_delimiter(text), limits)
    content = Content(warnings=list(_ragged(rows, lines)))
    for region in find_regions(list(_cells(rows))):
        if region.is_table:
            content.tables.append(_table(region, name, lines))
        else:
            content.blocks.extend(_texts(region, name, lines))
    return content


def find_delimiter(text: str) -> str:
    """Return the character that separates the fields of *text*; a comma where none does."""
    scores = [(*_consistency(text, delimiter), delimiter) for delimiter in _DELIMITERS]
    share, columns, delimiter = max(scores, key=lambda score: score[:2])
    return delimiter if share and columns > 1 else ","


def is_delimited(text: str) -> bool:
    """Whether every line of *text* has the same fields, three or more: a table by any name."""
    share, columns = _consistency(text, find_delimiter(text))
    return share == 1 and columns >= _TABLE_COLUMNS and text.count("\n") >= _TABLE_ROWS - 1


def _consistency(text: str, delimiter: str) -> tuple[float, int]:
    """Share of lines with the most common number of fields, and that number."""
    sample = "\n".join(text.split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES])
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        counts = Counter(len(row) for row in reader if any(row))
    except csv.Error:
        return 0.0, 0
    split = Counter({count: lines for count, lines in counts.items() if count > 1})
    if not split:
        return 0.0, 0
    columns, lines = split.most_common(1)[0]
    return lines / counts.total(), columns


def _records(text: str, delimiter: str, limits: Limits) -> tuple[list[list[str]], list[int]]:
    """Fields of each record, and the line on which it starts."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    lines: list[int] = []
    budget = Budget(limits)
    start = 1
    try:
        for row in reader:
            rows.append(row)
            lines.append(start)
            start = reader.line_num + 1
            budget.spend(cells=len(row))
    except csv.Error as error:
        raise UnreadableDocument(
            f"line {start} of the file has a quoted field that does not end; close its quotes"
        ) from error
    return rows, lines


def _cells(rows: list[list[str]]) -> Iterator[SheetCell]:
    for number, row in enumerate(rows):
        for column, field in enumerate(row):
            if field.strip():
                yield SheetCell(number, column, field.strip())


def _ragged(rows: list[list[str]], lines: list[int]) -> Iterator[str]:
    counts = Counter(len(row) for row in rows if len(row) > 1)
    if len(counts) > 1:
        usual = counts.most_common(1)[0][0]
        odd = [line for row, line in zip(rows, lines, strict=True) if len(row) not in {0, 1, usual}]
        yield f"not {usual} fields as on most lines, but fewer or more, on lines {said_runs(odd)}"


def _table(region: Region, name: str, lines: list[int]) -> Table:
    corners = range_name(region.top, region.left, region.bottom, region.right)
    return Table(
        place=Place(document=name, line=lines[region.top], cell=corners),
        header_rows=region.header_rows,
        rows=region.bottom - region.top + 1,
        columns=region.right - region.left + 1,
        cells=tuple(
            Cell(
                row=cell.row - region.top,
                column=cell.column - region.left,
                text=cell.text,
                place=_place(cell, name, lines),
            )
            for cell in region.cells
        ),
    )


def _texts(region: Region, name: str, lines: list[int]) -> Iterator[TextBlock]:
    for cell in region.cells:
        yield TextBlock(text=cell.text, place=_place(cell, name, lines))


def _place(cell: SheetCell, name: str, lines: list[int]) -> Place:
    return Place(document=name, line=lines[cell.row], cell=cell_name(cell.row, cell.column))
