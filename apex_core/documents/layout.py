"""A table as it lies on a page, before it is numbered: texts with their rows, columns and boxes."""

from typing import NamedTuple

from apex_core.documents.geometry import Box


class PlacedText(NamedTuple):
    """The text of one cell, its first row and column from 0, and its outline."""

    row: int
    column: int
    text: str
    box: Box
    row_span: int = 1
    column_span: int = 1


class Layout(NamedTuple):
    """A table: its outline, its size, its texts row by row."""

    box: Box
    rows: int
    columns: int
    texts: list[PlacedText]
