"""Ruled tables: text filled into the grids that ruling lines draw."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from apex_core.documents.cleaning import clean_text
from apex_core.documents.geometry import Box, Character
from apex_core.documents.lattice import Grid, GridCell
from apex_core.documents.layout import Layout, PlacedText

_LINE_STEP: Final = 0.5  # of a character's height: further down is another line
_LINE_END: Final = Character("\n", Box(0, 0, 0, 0))
_LEAST_FILLED: Final = 3
_LEAST_COVERED: Final = 0.35  # of a table's squares, merged ones too; less is a drawing
_LEAST_DENSE: Final = 0.2  # texts for each square; less is a drawing


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


def fill_grid(grid: Grid, lines: Sequence[Sequence[Character]]) -> Layout | None:
    """Return the table a grid and the lines of its page make, None where it holds too little.

    A text across the whole top is a caption: it stays a line of the page.
    """
    texts = _texts(grid, lines)
    rows = _needed([(cell.top, cell.bottom) for cell in texts])
    columns = _needed([(cell.left, cell.right) for cell in texts])
    placed = sorted(
        PlacedText(
            row=bisect_left(rows, cell.top),
            column=bisect_left(columns, cell.left),
            text=text,
            box=grid.cell_box(cell),
            row_span=bisect_left(rows, cell.bottom) - bisect_left(rows, cell.top),
            column_span=bisect_left(columns, cell.right) - bisect_left(columns, cell.left),
        )
        for cell, text in texts.items()
    )
    layout = _without_captions(Layout(grid.box, len(rows), len(columns), placed))
    return layout if _is_table(layout) else None


def _texts(grid: Grid, lines: Sequence[Sequence[Character]]) -> dict[GridCell, str]:
    """Return the text of each cell that has any."""
    cell_at = {
        (row, column): cell
        for cell in grid.cells
        for row in range(cell.top, cell.bottom)
        for column in range(cell.left, cell.right)
    }
    writings: dict[GridCell, _Writing] = {}
    numbered = enumerate(character for line in lines for character in (*line, _LINE_END))
    for index, character in numbered:
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


def _needed(spans: list[tuple[int, int]]) -> list[int]:
    """Return the rows, or columns, without which some text would have no place.

    Shaded boxes and double rules draw narrow extra ones that only wide cells run across.
    """
    needed: set[int] = set()
    for start, end in sorted(spans, key=lambda span: (span[1] - span[0], span)):
        if needed.isdisjoint(range(start, end)):
            needed.add(start)
    return sorted(needed)


def _without_captions(layout: Layout) -> Layout:
    while layout.rows > 1 and layout.texts[0].column_span == layout.columns > 1:
        caption, *below = layout.texts
        if caption.row_span > 1:
            break
        layout = Layout(
            box=layout.box._replace(top=caption.box.bottom),
            rows=layout.rows - 1,
            columns=layout.columns,
            texts=[text._replace(row=text.row - 1) for text in below],
        )
    return layout


def _is_table(layout: Layout) -> bool:
    covered = sum(text.row_span * text.column_span for text in layout.texts)
    return (
        layout.rows > 1
        and layout.columns > 1
        and len(layout.texts) >= _LEAST_FILLED
        and covered >= _LEAST_COVERED * layout.rows * layout.columns
        and len(layout.texts) >= _LEAST_DENSE * layout.rows * layout.columns
    )
