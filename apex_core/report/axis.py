"""A chart axis with round numbers on it."""

import math
from dataclasses import dataclass
from typing import Final

from apex_core.estimate.wording import millions

ROUND: Final = (1, 2, 5)  # times a power of ten: what a reader divides by in the head


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """A straight scale from dollars to positions.

    Attributes
    ----------
    low, high
        Values at the two ends. [USD]
    start, end
        Positions of the two ends. [px]
    step
        Distance between ticks. [USD]
    """

    low: float
    high: float
    start: float
    end: float
    step: float

    def at(self, value: float) -> float:
        """Return the position of *value* to a tenth of a pixel; what lies outside stays outside."""
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)

    @property
    def ticks(self) -> tuple[float, ...]:
        """Round values between the two ends, ascending."""
        first, last = math.ceil(self.low / self.step), math.floor(self.high / self.step)
        return tuple(number * self.step for number in range(first, last + 1))

    def label(self, tick: float) -> str:
        """Write a tick in millions with just the decimals that tell it from its neighbor."""
        return millions(tick, places=max(0, 6 - math.floor(math.log10(self.step))))


def axis(low: float, high: float, *, start: float, end: float, steps: int) -> Axis:
    """Return an axis over *low* to *high* whose ticks are round and at most *steps* steps apart.

    A range without width is widened, so that a constant can be drawn too.

    Raises
    ------
    ValueError
        If *low* is above *high*.
    """
    if low > high:
        raise ValueError(f"an axis goes from low to high, got {low} to {high}")
    if low == high:
        margin = abs(low) / 10 or 1.0
        low, high = low - margin, high + margin
    return Axis(low=low, high=high, start=start, end=end, step=_round_step((high - low) / steps))


def _round_step(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return next(factor * power for factor in (*ROUND, 10) if factor * power >= least)
