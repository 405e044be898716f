"""The tables of a PDF page: text filled into the grids its ruling lines draw."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from apex_core.documents.a1 import cell_name
from apex_core.documents.cleaning import clean_text
from apex_core.documents.geometry import Character
from apex_core.documents.headers import count_header_rows, leading_rows
from apex_core.documents.lattice import Grid, GridCell
from apex_core.model.document import Cell, Place, Table

_LINE_STEP: Final = 0.5  # of a character's height: further down is another line
_LEAST_FILLED: Final = 3
_LEAST_COVERED: Final = 0.35  # of a table's squares; less is a drawing


@dataclass(slots=True)
class _Writing:
    """Characters that gather in one cell."""

    text: str
    last: Character
    index: int

    def add(self, character: Character, index: int) -> None:
        """Append a character, apart from the last one unless it follows it directly."""
        if index > self.index + 1:
            height = character.box.bottom - character.box.top
            step = abs(character.box.center[1] - self.last.box.center[1])
            self.text += "\n" if step > _LINE_STEP * height else " "
        self.text += character.text
        self.last, self.index = character, index


def fill_grids(grids: Iterable[Grid], characters: Sequence[Character], page: Place) -> list[Table]:
    """Return the tables of a page; grids that hold hardly any text are none."""
    tables: list[Table] = []
    for grid in grids:
        place = Place(
            document=page.document,
            page=page.page,
            table=len(tables) + 1,
            box=grid.box.rounded(),
        )
        table = _table(grid, _texts(grid, characters), place)
        if table is not None:
            tables.append(table)
    return tables


def _texts(grid: Grid, characters: Sequence[Character]) -> dict[GridCell, str]:
    """Return the text of each cell that has any."""
    cell_at = {
        (row, column): cell
        for cell in grid.cells
        for row in range(cell.top, cell.bottom)
        for column in range(cell.left, cell.right)
    }
    writings: dict[GridCell, _Writing] = {}
    for index, character in enumerate(characters):
        if character.text.isspace():
            continue
        across, down = character.box.center
        square = bisect_right(grid.down, down) - 1, bisect_right(grid.across, across) - 1
        cell = cell_at.get(square)
        if cell in writings:
            writings[cell].add(character, index)
        elif cell is not None:
            writings[cell] = _Writing(character.text, character, index)
    return {cell: clean_text(writing.text) for cell, writing in writings.items()}


def _table(grid: Grid, texts: dict[GridCell, str], place: Place) -> Table | None:
    rows = _needed([(cell.top, cell.bottom) for cell in texts])
    columns = _needed([(cell.left, cell.right) for cell in texts])
    cells = sorted(
        (_cell(grid, cell, text, rows, columns, place) for cell, text in texts.items()),
        key=lambda cell: (cell.row, cell.column),
    )
    if len(rows) < 2 or len(columns) < 2 or len(cells) < _LEAST_FILLED:  # noqa: PLR2004
        return None
    covered = sum(cell.row_span * cell.column_span for cell in cells)
    if covered < _LEAST_COVERED * len(rows) * len(columns):
        return None
    leading = leading_rows(((c.row, c.column, c.text) for c in cells), columns=len(columns))
    return Table(
        place=place,
        header_rows=count_header_rows(leading),
        rows=len(rows),
        columns=len(columns),
        cells=tuple(cells),
    )


def _needed(spans: list[tuple[int, int]]) -> list[int]:
    """Return the rows, or columns, without which some text would have no place.

    Shaded boxes and double rules draw narrow extra ones that only wide cells run across.
    """
    needed: set[int] = set()
    for start, end in sorted(spans, key=lambda span: (span[1] - span[0], span)):
        if needed.isdisjoint(range(start, end)):
            needed.add(start)
    return sorted(needed)


def _cell(
    grid: Grid,
    cell: GridCell,
    text: str,
    rows: list[int],
    columns: list[int],
    place: Place,
) -> Cell:
    top, bottom = bisect_left(rows, cell.top), bisect_left(rows, cell.bottom)
    left, right = bisect_left(columns, cell.left), bisect_left(columns, cell.right)
    return Cell(
        row=top,
        column=left,
        text=text,
        row_span=bottom - top,
        column_span=right - left,
        place=Place(
            document=place.document,
            page=place.page,
            table=place.table,
            cell=cell_name(top, left),
            box=grid.cell_box(cell).rounded(),
        ),
    )
