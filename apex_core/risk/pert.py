"""PERT quantiles from a table in normal-score space."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from scipy.special import betaincinv, betaln, ndtr

from apex_core.risk.arrays import Float, Int

REACH: Final = 6.5  # scores beyond it have a probability below 1e-10
CELLS: Final = 192
TABLE_ERROR: Final = 1e-7  # of the range; the largest found by the tests is smaller


@dataclass(frozen=True, slots=True)
class PertTable:
    """Values and slopes of the standard beta quantile at equally spaced normal scores."""

    values: Float
    slopes: Float


def pert_shape(low: float, mode: float, high: float, weight: float) -> tuple[float, float]:
    """Return alpha and beta of the PERT's beta distribution (Malcolm et al. 1959)."""
    width = high - low
    return 1 + weight * (mode - low) / width, 1 + weight * (high - mode) / width


@lru_cache(maxsize=4096)
def pert_table(alpha: float, beta: float) -> PertTable:
    """Tabulate the quantile of Beta(*alpha*, *beta*) at the probabilities of normal scores.

    Cubic Hermite interpolation between the nodes is within `TABLE_ERROR` of the exact value.
    """
    scores = np.linspace(-REACH, REACH, CELLS + 1)
    # each tail by its own probability, which 1 - p would round away
    lower = betaincinv(alpha, beta, ndtr(scores[: CELLS // 2]))
    upper = 1.0 - betaincinv(beta, alpha, ndtr(-scores[CELLS // 2 :]))
    values = np.concatenate([lower, upper])
    log_density = (
        (alpha - 1) * np.log(values) + (beta - 1) * np.log1p(-values) - betaln(alpha, beta)
    )
    log_normal_density = -0.5 * (scores * scores + np.log(2 * np.pi))
    slopes = np.exp(log_normal_density - log_density) * (2 * REACH / CELLS)
    return PertTable(values=values, slopes=slopes)


@dataclass(frozen=True, slots=True)
class PertBasis:
    """Where scores fall in the table and the four Hermite weights there; shared by all shapes."""

    cell: Int
    value_left: Float
    slope_left: Float
    slope_right: Float
    value_right: Float


def pert_basis(scores: Float) -> PertBasis:
    """Locate *scores* in the table."""
    place = (np.clip(scores, -REACH, REACH) + REACH) * (CELLS / (2 * REACH))
    cell = np.minimum(place.astype(np.intp), CELLS - 1)
    s = place - cell
    rest = 1.0 - s
    return PertBasis(
        cell=cell,
        value_left=rest * rest * (1 + 2 * s),
        slope_left=s * rest * rest,
        slope_right=-s * s * rest,
        value_right=s * s * (3 - 2 * s),
    )


def beta_quantile(basis: PertBasis, table: PertTable) -> Float:
    """Return the standard beta quantile at the scores of *basis*."""
    right = basis.cell + 1
    quantile: Float = table.values[basis.cell] * basis.value_left
    quantile += table.slopes[basis.cell] * basis.slope_left
    quantile += table.slopes[right] * basis.slope_right
    quantile += table.values[right] * basis.value_right
    return quantile
