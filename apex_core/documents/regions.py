"""A sheet of cells to tables: blank rows and columns separate them, titles stand above them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple

from apex_core.documents.headers import count_header_rows, leading_rows

_SIDE_GAP: Final = 2  # one blank column is a spacer inside a table; two separate tables


class SheetCell(NamedTuple):
    """A filled cell of a sheet, its row and column from 0."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    formula: str | None = None
    value: str | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of cells that belong together; of one column, it is running text."""

    top: int
    left: int
    bottom: int
    right: int
    header_rows: int
    cells: list[SheetCell]

    @property
    def is_table(self) -> bool:
        """Whether it has rows and columns."""
        return self.bottom > self.top and self.right > self.left


def find_regions(cells: Sequence[SheetCell]) -> list[Region]:
    """Return the regions of a sheet, from top to bottom.

    Two or more blank columns separate regions side by side; a blank row separates regions only
    if what follows has a header of its own or lies under other columns. Lone cells above a table,
    such as its title, are regions of their own.

    Parameters
    ----------
    cells
        Filled cells, row by row.
    """
    regions: list[Region] = []
    for band in _bands(cells):
        for block in _side_by_side(band):
            _add(regions, block)
    return sorted(regions, key=lambda region: (region.top, region.left))


def _bands(cells: Sequence[SheetCell]) -> list[list[SheetCell]]:
    """Split into runs of rows without a blank row between them."""
    bands: list[list[SheetCell]] = []
    reached = -2
    for cell in cells:
        if cell.row > reached + 1:
            bands.append([])
        bands[-1].append(cell)
        reached = max(reached, cell.row + cell.row_span - 1)
    return bands


def _side_by_side(band: list[SheetCell]) -> list[list[SheetCell]]:
    """Split into runs of columns with less than two blank columns between them."""
    starts = [0]
    reached = -1
    for left, span in sorted({(cell.column, cell.column_span) for cell in band}):
        if reached >= 0 and left > reached + _SIDE_GAP:
            starts.append(left)
        reached = max(reached, left + span - 1)
    bounds = list(zip(starts, [*starts[1:], 1 << 30], strict=True))
    return [[c for c in band if start <= c.column < end] for start, end in bounds]


def _without_titles(block: list[SheetCell]) -> tuple[list[SheetCell], list[SheetCell]]:
    """Rows of one filled cell at the top of a wider block are titles."""
    titles: list[SheetCell] = []
    for _, row in groupby(block, lambda cell: cell.row):
        filled = list(row)
        if len(filled) > 1:
            break
        titles.extend(filled)
    return titles, block[len(titles) :]


def _region(cells: list[SheetCell]) -> Region:
    top, left = min(cell.row for cell in cells), min(cell.column for cell in cells)
    bottom = max(cell.row + cell.row_span - 1 for cell in cells)
    right = max(cell.column + cell.column_span - 1 for cell in cells)
    positions = ((cell.row - top, cell.column - left, cell.text) for cell in cells)
    header_rows = count_header_rows(leading_rows(positions, columns=right - left + 1))
    return Region(top, left, bottom, right, header_rows, cells)


def _add(regions: list[Region], block: list[SheetCell]) -> None:
    """Add a block, or continue the table above with it."""
    titles, rows = _without_titles(block)
    body = _region(rows) if rows else None
    whole = _region(block)
    above = next((region for region in reversed(regions) if region.is_table), None)
    if body and above and not body.header_rows and _continues(above, whole):
        regions.remove(above)
        regions.append(
            Region(
                top=above.top,
                left=above.left,
                bottom=whole.bottom,
                right=above.right,
                header_rows=above.header_rows,
                cells=above.cells + whole.cells,
            )
        )
        return
    regions.extend(_region([cell]) for cell in titles)
    if body:
        regions.append(body)


def _continues(above: Region, block: Region) -> bool:
    """Whether a block without a header goes on below a table that has one, under its columns."""
    return (
        above.header_rows > 0
        and block.top == above.bottom + 2
        and above.left <= block.left
        and block.right <= above.right
    )
