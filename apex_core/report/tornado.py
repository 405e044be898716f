"""The tornado: how far each driver alone moves the cost, the widest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from apex_core.report.axis import Axis, axis

ROW_PX: Final = 30
NARROW_ROW_PX: Final = 46  # the name stands above its bar
BAR_PX: Final = 18
NAME_PX: Final = 270
WIDE_NAME: Final = 42  # characters that fit beside a bar
NARROW_NAME: Final = 54  # characters that fit above one
TOP_PX: Final = 12
BOTTOM_PX: Final = 44
VALUE_PX: Final = 68  # room for the figure at either end of a bar


class Swing(NamedTuple):
    """A driver, and the cost at its low and at its high end."""

    name: str
    low_usd: float
    high_usd: float

    @property
    def ends_usd(self) -> tuple[float, float]:
        """The two costs, the lower first."""
        return min(self.low_usd, self.high_usd), max(self.low_usd, self.high_usd)


class Part(NamedTuple):
    """A stretch of a bar on one side of the pivot: ``up`` where the cost is above it."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One driver's bar, in pixels; ``name`` is shortened to what fits."""

    swing: Swing
    name: str
    x: float
    width: float
    y: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tornado:
    """Everything the drawing needs, in pixels; ``pivot`` is where every bar turns."""

    width: int
    height: int
    across: Axis
    title: str
    pivot: float
    narrow: bool
    bars: tuple[Bar, ...]
    bar_px: int = BAR_PX
    name_end: int = NAME_PX

    @property
    def floor(self) -> int:
        """Where the last row ends."""
        return self.height - BOTTOM_PX


def tornado(swings: Sequence[Swing], *, pivot_usd: float, width: int, narrow: bool) -> Tornado:
    """Lay out the bars, the widest first; *swings* holds at least one."""
    widest_first = sorted(swings, key=lambda swing: -abs(swing.high_usd - swing.low_usd))
    ends = [pivot_usd, *(end for swing in swings for end in (swing.low_usd, swing.high_usd))]
    across = axis(
        min(ends),
        max(ends),
        start=(0 if narrow else NAME_PX) + VALUE_PX,
        end=width - VALUE_PX,
        steps=4 if narrow else 5,
    )
    row = NARROW_ROW_PX if narrow else ROW_PX
    bars = tuple(
        _bar(swing, across, pivot_usd, y=TOP_PX + row * place + (row - ROW_PX), narrow=narrow)
        for place, swing in enumerate(widest_first)
    )
    return Tornado(
        width=width,
        height=TOP_PX + row * len(bars) + BOTTOM_PX,
        across=across,
        title="Project cost, all other drivers at their means",
        pivot=across.at(pivot_usd),
        narrow=narrow,
        bars=bars,
    )


def _bar(swing: Swing, across: Axis, pivot_usd: float, *, y: float, narrow: bool) -> Bar:
    left, right = sorted((across.at(swing.low_usd), across.at(swing.high_usd)))
    pivot = min(max(across.at(pivot_usd), left), right)
    parts = (
        Part("down", left, round(pivot - left, 1)),
        Part("up", pivot, round(right - pivot, 1)),
    )
    return Bar(
        swing=swing,
        name=_shortened(swing.name, NARROW_NAME if narrow else WIDE_NAME),
        x=left,
        width=round(right - left, 1),
        y=y,
        parts=tuple(part for part in parts if part.width > 0),
    )


def _shortened(name: str, longest: int) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"
