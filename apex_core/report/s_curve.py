"""The S-curve: the chance that the project costs no more than a given amount."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from apex_core.report.axis import Axis, axis

LANE_PX: Final = 18  # height of one row of labels above the plot
GAP_PX: Final = 8  # between two labels of one row


class Point(NamedTuple):
    """A cost and the probability of not exceeding it."""

    usd: float
    probability: float


class Mark(NamedTuple):
    """A cost worth pointing at: what it is called, in full and in short, and its kind."""

    usd: float
    label: str
    short: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedMark:
    """A mark with the positions of its line, its dot and its label, in pixels."""

    mark: Mark
    text: str
    x: float
    y: float
    label_x: float
    label_y: float


class Band(NamedTuple):
    """A stretch of cost to shade."""

    x: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SCurve:
    """Everything the drawing needs, in pixels."""

    width: int
    height: int
    across: Axis
    up: Axis
    title: str
    line: str
    marks: tuple[PlacedMark, ...]
    bands: tuple[Band, ...]


def s_curve(
    points: Sequence[Point],
    marks: Sequence[Mark],
    *,
    shaded: tuple[float, float],
    width: int,
    height: int,
    narrow: bool,
) -> SCurve:
    """Lay out the curve with its marks; labels that would collide move up a row.

    Parameters
    ----------
    points
        The curve, ascending, at least two.
    shaded
        From which cost to which the plot is shaded: the contingency. [USD]
    narrow
        Short labels and fewer ticks, for a small screen.
    """
    across = _across(points, marks, width=width, narrow=narrow)
    texts = [mark.short if narrow else mark.label for mark in marks]
    centers, lanes = _lanes([across.at(mark.usd) for mark in marks], texts, across)
    top = LANE_PX * (max(lanes, default=0) + 1) + 6
    up = axis(0, 1, start=height - 46, end=top, steps=5)
    placed = tuple(
        PlacedMark(
            mark=mark,
            text=text,
            x=across.at(mark.usd),
            y=up.at(_probability(points, mark.usd)),
            label_x=center,
            label_y=top - 8 - lane * LANE_PX,
        )
        for mark, text, center, lane in zip(marks, texts, centers, lanes, strict=True)
    )
    line = "M" + " L".join(f"{across.at(usd)} {up.at(chance)}" for usd, chance in points)
    left, right = sorted(map(across.at, shaded))
    return SCurve(
        width=width,
        height=height,
        across=across,
        up=up,
        title="Project cost before escalation and AFUDC",
        line=line,
        marks=placed,
        bands=(Band(left, round(right - left, 1)),),
    )


def _across(points: Sequence[Point], marks: Sequence[Mark], *, width: int, narrow: bool) -> Axis:
    shown = [point.usd for point in points] + [mark.usd for mark in marks]
    margin = (max(shown) - min(shown)) * 0.03
    return axis(
        min(shown) - margin,
        max(shown) + margin,
        start=42,
        end=width - 12,
        steps=4 if narrow else 10,
    )


def _lanes(
    places: Sequence[float], texts: Sequence[str], across: Axis
) -> tuple[list[float], list[int]]:
    """Give each label a center inside the plot and the lowest row where it touches no other."""
    centers, lanes = [0.0] * len(places), [0] * len(places)
    ends: list[float] = []
    for index in sorted(range(len(places)), key=lambda i: places[i]):
        half = len(texts[index]) * 3.4 + 2  # 12 px sans serif runs about 6.8 px a character
        center = min(max(places[index], across.start + half), across.end - half)
        free = (lane for lane, end in enumerate(ends) if end + GAP_PX <= center - half)
        lane = next(free, len(ends))
        ends[lane : lane + 1] = [center + half]
        centers[index], lanes[index] = round(center, 1), lane
    return centers, lanes


def _probability(points: Sequence[Point], usd: float) -> float:
    """Read the curve at a cost, along the straight line between its points."""
    if usd <= points[0].usd:
        return 0.0 if usd < points[0].usd else points[0].probability
    for left, right in pairwise(points):
        if usd <= right.usd:
            share = (usd - left.usd) / (right.usd - left.usd)
            return left.probability + share * (right.probability - left.probability)
    return 1.0
