"""Ruling lines to grids of cells.

Lines that touch form a table; where no line separates two squares of its grid, they are one cell.
"""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from apex_core.documents.geometry import Box, Ruling, Rulings

_SNAP_PT: Final = 2.5  # lines closer than this are one line, drawn twice or as a thin rectangle
_TOUCH_PT: Final = 3.0  # lines that miss each other by less than this touch
_SHORTEST_PT: Final = 4.0  # dashes and glyph parts are no rulings
_MOST_RULINGS: Final = 1_500  # more is a drawing or a map


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a grid: rows and columns it covers, from 0, the last ones excluded."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: the positions of its lines, and the cells between them."""

    across: list[float]
    down: list[float]
    cells: list[GridCell]

    @property
    def box(self) -> Box:
        """Its outline."""
        return Box(self.across[0], self.down[0], self.across[-1], self.down[-1])

    def cell_box(self, cell: GridCell) -> Box:
        """Return the outline of *cell*."""
        return Box(
            self.across[cell.left],
            self.down[cell.top],
            self.across[cell.right],
            self.down[cell.bottom],
        )


def find_grids(rulings: Rulings) -> list[Grid]:
    """Return the grids that *rulings* draw, from top to bottom.

    A grid has at least two cells. Pages with more lines than any table has are left alone.
    """
    horizontal = _merged(rulings.horizontal)
    vertical = _merged(rulings.vertical)
    if len(horizontal) + len(vertical) > _MOST_RULINGS:
        return []
    grids = [_grid(*group) for group in _touching(horizontal, vertical)]
    found = [grid for grid in grids if grid is not None and len(grid.cells) > 1]
    return sorted(found, key=lambda grid: (grid.down[0], grid.across[0]))


def _merged(rulings: list[Ruling]) -> list[Ruling]:
    """Lines nearly on top of each other become one; pieces that meet are joined."""
    lines: dict[float, list[Ruling]] = defaultdict(list)
    positions = _snapped(sorted(ruling.at for ruling in rulings))
    for ruling in rulings:
        lines[positions[ruling.at]].append(ruling)
    joined = [
        Ruling(at, start, end)
        for at, pieces in sorted(lines.items())
        for start, end in _joined(sorted((piece.start, piece.end) for piece in pieces))
    ]
    return [ruling for ruling in joined if ruling.end - ruling.start >= _SHORTEST_PT]


def _snapped(positions: list[float]) -> dict[float, float]:
    """Map each of the sorted *positions* to the first of its cluster."""
    snapped: dict[float, float] = {}
    anchor = float("-inf")
    for at in positions:
        if at - anchor > _SNAP_PT:
            anchor = at
        snapped[at] = anchor
    return snapped


def _joined(pieces: list[tuple[float, float]]) -> list[tuple[float, float]]:
    joined = [pieces[0]]
    for start, end in pieces[1:]:
        last_start, last_end = joined[-1]
        if start <= last_end + _TOUCH_PT:
            joined[-1] = last_start, max(end, last_end)
        else:
            joined.append((start, end))
    return joined


def _touching(
    horizontal: list[Ruling], vertical: list[Ruling]
) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Group lines that touch, directly or through others."""
    leader = list(range(len(horizontal) + len(vertical)))

    def lead(index: int) -> int:
        while leader[index] != index:
            leader[index] = leader[leader[index]]
            index = leader[index]
        return index

    for i, across in enumerate(horizontal):
        for j, down in enumerate(vertical, start=len(horizontal)):
            if _touch(across, down):
                leader[lead(j)] = lead(i)
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = defaultdict(lambda: ([], []))
    for i, across in enumerate(horizontal):
        groups[lead(i)][0].append(across)
    for j, down in enumerate(vertical, start=len(horizontal)):
        groups[lead(j)][1].append(down)
    return list(groups.values())


def _touch(across: Ruling, down: Ruling) -> bool:
    return (
        across.start - _TOUCH_PT <= down.at <= across.end + _TOUCH_PT
        and down.start - _TOUCH_PT <= across.at <= down.end + _TOUCH_PT
    )


def _grid(horizontal: list[Ruling], vertical: list[Ruling]) -> Grid | None:
    if not horizontal or not vertical:
        return None
    down = _positions(horizontal, vertical)
    across = _positions(vertical, horizontal)
    if len(down) < 2 or len(across) < 2:  # noqa: PLR2004  # two lines make one row
        return None
    walls = _walls(vertical, across, down)  # (row, column): a line on the left of that square
    floors = {(row, column) for column, row in _walls(horizontal, down, across)}  # above it
    return Grid(across, down, _cells(len(down) - 1, len(across) - 1, walls, floors))


def _positions(along: list[Ruling], crossing: list[Ruling]) -> list[float]:
    """Positions of lines, and where the lines that cross them end if nothing closes that side."""
    positions = sorted({ruling.at for ruling in along})
    first = min(ruling.start for ruling in crossing)
    last = max(ruling.end for ruling in crossing)
    if first < positions[0] - 2 * _TOUCH_PT:
        positions.insert(0, first)
    if last > positions[-1] + 2 * _TOUCH_PT:
        positions.append(last)
    return positions


def _walls(
    rulings: list[Ruling], positions: list[float], steps: list[float]
) -> set[tuple[int, int]]:
    """(step, position) for each step of the grid along which a line is drawn."""
    index = {at: number for number, at in enumerate(positions)}
    middles = [(start + end) / 2 for start, end in pairwise(steps)]
    return {
        (step, index[ruling.at])
        for ruling in rulings
        for step in range(
            bisect_right(middles, ruling.start - _TOUCH_PT),
            bisect_right(middles, ruling.end + _TOUCH_PT),
        )
        if ruling.start <= middles[step] <= ruling.end
    }


def _cells(
    rows: int, columns: int, walls: set[tuple[int, int]], floors: set[tuple[int, int]]
) -> list[GridCell]:
    """Grow each square right and down as far as no line stops it."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            right = column + 1
            while right < columns and (row, right) not in walls and (row, right) not in taken:
                right += 1
            bottom = row + 1
            while bottom < rows and _is_open(bottom, range(column, right), walls, floors):
                bottom += 1
            cell = GridCell(row, column, bottom, right)
            taken.update((r, c) for r in range(row, bottom) for c in range(column, right))
            cells.append(cell)
    return cells


def _is_open(
    row: int, columns: range, walls: set[tuple[int, int]], floors: set[tuple[int, int]]
) -> bool:
    """Whether a cell over *columns* continues into *row*: no line above it, none within."""
    return not any((row, column) in floors for column in columns) and not any(
        (row, column) in walls for column in columns[1:]
    )
