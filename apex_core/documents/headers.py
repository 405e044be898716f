"""Which rows of a table name its columns."""

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Final

_MOST_HEADER_ROWS: Final = 4
_LOOKED_AT: Final = 12
_LONGEST_LABEL: Final = 160
_FIGURE: Final = re.compile(
    r"[-+(−]?\s*(?:[$€£¥]|USD|EUR)?\s*[-−]?\d[\d.,'  ]*\s*(?:%|[kKmM]|USD|EUR|€|\*)?\s*\)?"
)
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d(?:[T ].*)?|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}")
_YEAR: Final = re.compile(r"(?:FY\s?)?(?:19|20)\d\d")


def count_header_rows(rows: Sequence[Sequence[str]]) -> int:
    """Return how many leading rows stand above the first row of the body, 0 if no row is a header.

    Sparse rows at the top, such as a title, are passed by. The header is the run of labels below
    them, when a row with figures follows it, with no more between than the name of a group. In a
    table of nothing but words it is the first row, when that fills every column with different
    labels.

    Parameters
    ----------
    rows
        Texts of the cells, one sequence per row, "" where there is none; see `leading_rows`.

    Examples
    --------
    >>> count_header_rows([["Item", "Quantity"], ["Pole, steel", "12"]])
    1
    >>> count_header_rows([["Pole, steel", "12"], ["Pole, wood", "7"]])
    0
    """
    if len(rows) < 2:  # noqa: PLR2004  # a header needs a row below it
        return 0
    widest = max(_filled(row) for row in rows)
    top = next((i for i, row in enumerate(rows) if _filled(row) * 2 > widest), 0)
    end = top
    while end < min(len(rows), top + _MOST_HEADER_ROWS + 1) and _is_labels(rows[end]):
        end += 1
    while top < end < len(rows) and _is_numbering(rows[end]):
        end += 1
    body = next((row for row in rows[end:] if _filled(row) > 1), ())
    if end == top or not any(is_figure(text) for text in body):
        is_header = _fills_every_column(rows[top]) if end > top else _tops_figures(rows[top:])
        return top + 1 if is_header else 0
    return end


def leading_rows(cells: Iterable[tuple[int, int, str]], *, columns: int) -> list[list[str]]:
    """Return the texts of the first rows of a table, enough to count its header rows.

    Parameters
    ----------
    cells
        Row and column, from 0, and text of each filled cell, row by row.
    columns
        Columns of the table.
    """
    rows: list[list[str]] = []
    for row, column, text in takewhile(lambda cell: cell[0] < _LOOKED_AT, cells):
        while len(rows) <= row:
            rows.append([""] * columns)
        rows[row][column] = text
    return rows


def is_figure(text: str) -> bool:
    """Whether *text* is a number, an amount of money, a percentage or a date.

    Examples
    --------
    >>> [is_figure(text) for text in ("1,250.00", "$3.50", "(12)", "45%", "2026-05-01", "T-12")]
    [True, True, True, True, True, False]
    """
    said = text.strip()
    return bool(_FIGURE.fullmatch(said) or _DATE.fullmatch(said))


def _filled(row: Sequence[str]) -> int:
    return sum(bool(text.strip()) for text in row)


def _is_labels(row: Sequence[str]) -> bool:
    """Whether a row names columns; a lone first cell, such as ``A. Structures``, names a group."""
    filled = [text.strip() for text in row if text.strip()]
    figures = [text for text in filled if is_figure(text)]
    return (
        bool(filled)
        and (len(filled) > 1 or not row[0].strip())
        and not _is_pair(filled)
        and all(len(text) <= _LONGEST_LABEL for text in filled)
        and all(_YEAR.fullmatch(text) for text in figures)
        and len(figures) < len(filled)
    )


def _is_numbering(row: Sequence[str]) -> bool:
    """Whether a row counts the columns: ``(1) | (2) | (3)``."""
    filled = [text.strip().strip("()") for text in row if text.strip()]
    return len(filled) > 2 and filled == [str(n + 1) for n in range(len(filled))]  # noqa: PLR2004


def _is_pair(filled: list[str]) -> bool:
    """Whether a row is a key and its value: ``Voltage: | 230 kV``."""
    return len(filled) == 2 and filled[0].endswith(":")  # noqa: PLR2004


def _fills_every_column(row: Sequence[str]) -> bool:
    labels = [text.strip().casefold() for text in row]
    return all(labels) and len(set(labels)) == len(labels)


def _tops_figures(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a label stands above figures: ``kV | 69 | 115`` heads a matrix."""
    below = [row[0] for row in rows[1:] if row[0].strip()]
    label = rows[0][0].strip()
    return bool(label and below) and not is_figure(label) and all(map(is_figure, below))
