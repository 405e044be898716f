"""Tables without ruling lines: rows of figures whose columns line up.

Prose is laid out in columns too, so a table is claimed only where a column of figures stands.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from apex_core.documents.cleaning import clean_text
from apex_core.documents.geometry import Box, Character, enclosing
from apex_core.documents.headers import is_figure
from apex_core.documents.layout import Layout, PlacedText

_PIECE_GAP: Final = 0.8  # of the height of a line: further apart, words are in two columns
_WORD_GAP: Final = 0.15  # of the height of a line: further apart, letters are in two words
_ROW_GAP: Final = 2.0  # of the height of a line: with more space between, a table has ended
_SAME_ROW: Final = 0.5  # of the height of a line
_FULL_ROW: Final = 0.6  # of the most pieces in a row: rows with fewer do not show the columns
_LEAST_ROWS: Final = 3
_LEAST_FIGURES: Final = 2
_FIGURE_SHARE: Final = 0.6
_SAYING_SHARE: Final = 0.8  # of the texts have a letter or digit
_PAIRED_SHARE: Final = 0.5  # of the rows reach beyond the first column
_LABELED_SHARE: Final = 0.5  # of the rows have a word
_COVERED_SHARE: Final = 0.5  # of the squares hold text


class _Piece(NamedTuple):
    """A run of words without a wide gap."""

    text: str
    box: Box


def find_aligned(lines: Iterable[Sequence[Character]]) -> list[Layout]:
    """Return the tables that lines of text form by standing in columns, from top to bottom.

    Parameters
    ----------
    lines
        Characters of each line that stands in no ruled table.
    """
    rows = _rows([piece for line in lines for piece in _pieces(line)])
    layouts = [_layout(run) for run in _runs(rows)]
    return [layout for layout in layouts if layout is not None and _is_table(layout)]


def _pieces(line: Sequence[Character]) -> Iterator[_Piece]:
    """Split a line where words are far apart."""
    start = 0
    inked = [character for character in line if not character.text.isspace()]
    for index in range(1, len(inked) + 1):
        if index == len(inked) or _is_apart(inked[index - 1], inked[index]):
            piece = inked[start:index]
            yield _Piece(
                clean_text(_spelled(piece)), enclosing([character.box for character in piece])
            )
            start = index


def _is_apart(left: Character, right: Character) -> bool:
    height = left.box.bottom - left.box.top
    gap = right.box.left - left.box.right
    return gap > _PIECE_GAP * height or gap < -height


def _spelled(characters: Sequence[Character]) -> str:
    """Return characters as text, a blank wherever there is more than a hair between them."""
    text = characters[0].text
    for left, right in pairwise(characters):
        gap = right.box.left - left.box.right
        text += " " if gap > _WORD_GAP * (left.box.bottom - left.box.top) else ""
        text += right.text
    return text


def _rows(pieces: list[_Piece]) -> list[list[_Piece]]:
    """Pieces side by side make a row."""
    rows: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.box.center[1], piece.box.left)):
        step = piece.box.center[1] - rows[-1][0].box.center[1] if rows else 0
        if rows and step < _SAME_ROW * (piece.box.bottom - piece.box.top):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.box.left) for row in rows]


def _runs(rows: list[list[_Piece]]) -> Iterator[list[list[_Piece]]]:
    """Rows close below each other, from the first to the last that has several pieces."""
    run: list[list[_Piece]] = []
    for row in rows:
        if run and _is_far_below(row, run[-1]):
            yield run
            run = []
        if run or len(row) > 1:
            run.append(row)
    yield run


def _is_far_below(row: list[_Piece], above: list[_Piece]) -> bool:
    height = above[0].box.bottom - above[0].box.top
    return row[0].box.top - above[0].box.bottom > _ROW_GAP * height


def _layout(run: list[list[_Piece]]) -> Layout | None:
    while run and len(run[-1]) == 1:
        run = run[:-1]
    if len(run) < _LEAST_ROWS:
        return None
    columns = _columns(run)
    texts = [text for number, row in enumerate(run) for text in _placed(row, number, columns)]
    return Layout(
        box=enclosing([text.box for text in texts]),
        rows=len(run),
        columns=len(columns),
        texts=texts,
    )


def _columns(run: list[list[_Piece]]) -> list[tuple[float, float]]:
    """Left and right of each column: where the pieces of full rows stand above each other."""
    most = max(len(row) for row in run)
    full = [row for row in run if len(row) >= max(2, _FULL_ROW * most)]
    columns: list[tuple[float, float]] = []
    for left, right in sorted((piece.box.left, piece.box.right) for row in full for piece in row):
        if columns and left < columns[-1][1]:
            columns[-1] = columns[-1][0], max(right, columns[-1][1])
        else:
            columns.append((left, right))
    return columns


def _placed(
    row: list[_Piece], number: int, columns: list[tuple[float, float]]
) -> Iterator[PlacedText]:
    """Put each piece into the columns it stands in; pieces of one column are one text."""
    placed: list[PlacedText] = []
    for piece in row:
        first, last = _stands_in(piece.box, columns)
        if placed and first < placed[-1].column + placed[-1].column_span:
            before = placed.pop()
            box = enclosing([before.box, piece.box])
            span = max(last, before.column + before.column_span - 1) - before.column + 1
            text = f"{before.text} {piece.text}"
            placed.append(PlacedText(number, before.column, text, box, column_span=span))
        else:
            span = last - first + 1
            placed.append(PlacedText(number, first, piece.text, piece.box, column_span=span))
    yield from placed


def _stands_in(box: Box, columns: list[tuple[float, float]]) -> tuple[int, int]:
    """First and last column under a box, or the nearest one."""
    under = [
        index
        for index, (left, right) in enumerate(columns)
        if left < box.right and box.left < right
    ]
    if under:
        return under[0], under[-1]
    middle = box.center[0]
    nearest = min(range(len(columns)), key=lambda i: abs(sum(columns[i]) / 2 - middle))
    return nearest, nearest


def _is_table(layout: Layout) -> bool:
    """Whether columns of figures stand beside words, and most squares hold one or the other.

    Formulas and the axes of diagrams are set in columns too.
    """
    saying = [text for text in layout.texts if any(map(str.isalnum, text.text))]
    paired = {text.row for text in layout.texts if text.column}
    labeled = {text.row for text in layout.texts if sum(map(str.isalpha, text.text)) > 1}
    return (
        layout.columns > 1
        and len(saying) >= _SAYING_SHARE * len(layout.texts)
        and len(saying) >= _COVERED_SHARE * layout.rows * layout.columns
        and len(labeled) >= _LABELED_SHARE * layout.rows
        and len(paired) >= _PAIRED_SHARE * layout.rows
        and _has_figures(layout)
    )


def _has_figures(layout: Layout) -> bool:
    columns: list[list[str]] = [[] for _ in range(layout.columns)]
    for text in layout.texts:
        if text.row and text.column and text.column_span == 1:  # the first column counts the rows
            columns[text.column].append(text.text)
    figures = [sum(map(is_figure, column)) for column in columns]
    return any(
        count >= max(_LEAST_FIGURES, _FIGURE_SHARE * len(column))
        for count, column in zip(figures, columns, strict=True)
    )
