"""What one input does to the total while the others stay at their means."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from apex_core.model.distribution import Distribution, Event
from apex_core.risk.arrays import Float
from apex_core.risk.costs import CostStructure, amounts
from apex_core.risk.moments import mean, mean_impact
from apex_core.risk.quantiles import quantile_of
from apex_core.risk.strata import Strata

TENTHS: Final = Strata(np.array([0.1, 0.9]))
GRID_POINTS: Final = 256
GRID: Final = Strata((np.arange(GRID_POINTS) + 0.5) / GRID_POINTS)


@dataclass(frozen=True, kw_only=True)
class Influence:
    """First-order effect of every input, in the order of the cost structure.

    Attributes
    ----------
    swing_usd
        Total with the input low and high, shape ``(inputs, 2)``. [USD]
    slopes
        Change of the total per unit of the input, shape ``(inputs,)``; exact for independent
        inputs, because the total is linear in each.
    at_means_usd
        The line, event and systemic registers and the total with every input at its mean, shape
        ``(4,)``. [USD]
    """

    swing_usd: Float
    slopes: Float
    at_means_usd: Float


def influence(structure: CostStructure) -> Influence:
    """Move each input alone, from its P10 to its P90; an event, from absent to its mean impact."""
    means = np.array([mean(one) for one in structure.distributions])
    ends = np.array([_ends(one) for one in structure.distributions]).reshape(-1, 2)
    inputs = len(means)
    probes = np.repeat(means[:, np.newaxis], 1 + 2 * inputs, axis=1)
    each = np.arange(inputs)
    probes[each, 1 + each] = ends[:, 0]
    probes[each, 1 + inputs + each] = ends[:, 1]
    probed = amounts(structure, probes)
    totals = probed.total
    swing = np.stack([totals[1 : 1 + inputs], totals[1 + inputs :]], axis=1)
    spread = ends[:, 1] - ends[:, 0]
    slopes = np.divide(np.diff(swing)[:, 0], spread, out=np.zeros(inputs), where=spread != 0)
    return Influence(
        swing_usd=swing, slopes=slopes, at_means_usd=np.array([amount[0] for amount in probed])
    )


def responses(structure: CostStructure) -> tuple[Float, Float]:
    """Return each input's response to its own normal score, as a line and a rest.

    Returns
    -------
    tuple
        Covariance with the score, and standard deviation of what the line leaves, both shape
        ``(inputs,)`` and in the units of the inputs.
    """
    values = np.array([quantile_of(one)(GRID) for one in structure.distributions])
    values = values.reshape(-1, GRID_POINTS)  # even of no inputs
    deviations = values - values.mean(axis=1, keepdims=True)
    linear: Float = deviations @ GRID.scores / (GRID.scores @ GRID.scores)
    rest = deviations - np.outer(linear, GRID.scores)
    return linear, rest.std(axis=1)


def _ends(distribution: Distribution) -> tuple[float, float]:
    if isinstance(distribution, Event):
        return 0.0, mean_impact(distribution.impact)
    low, high = quantile_of(distribution)(TENTHS)
    return float(low), float(high)
