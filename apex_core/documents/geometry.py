"""Boxes, rulings and characters on a page, measured from its top left corner as it is displayed."""

from collections.abc import Sequence
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle, its sides in points."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def center(self) -> tuple[float, float]:
        """Its middle, across and down."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def holds(self, other: "Box") -> bool:
        """Whether the middle of *other* lies in this box."""
        across, down = other.center
        return self.left <= across <= self.right and self.top <= down <= self.bottom

    def rounded(self) -> tuple[float, float, float, float]:
        """Give it as a place states it."""
        left, top, right, bottom = (round(side, 1) for side in self)
        return left, top, right, bottom


class Character(NamedTuple):
    """One character and its box: as wide as its advance, as high as its font."""

    text: str
    box: Box


class Ruling(NamedTuple):
    """A straight drawn line along an axis: where it lies, starts and ends, in points."""

    at: float
    start: float
    end: float


class Rulings(NamedTuple):
    """The ruling lines of a page."""

    horizontal: list[Ruling]
    vertical: list[Ruling]


def ink(line: Sequence[Character]) -> Box:
    """Return the box around the characters of *line* that leave ink on the page."""
    return enclosing([character.box for character in line if not character.text.isspace()])


def enclosing(boxes: list[Box]) -> Box:
    """Return the smallest box around *boxes*."""
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )
