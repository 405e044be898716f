"""PERT quantiles from a table in normal-score space."""

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from scipy.special import betaincinv, betaln, ndtr

from apex_core.risk.arrays import Float, Int

REACH: Final = 6.5  # scores beyond it have a probability below 1e-10
CELLS: Final = 192
TABLE_ERROR: Final = 1e-7  # of the range; the largest found by the tests is smaller


def pert_shape(low: float, mode: float, high: float, weight: float) -> tuple[float, float]:
    """Return alpha and beta of the PERT's beta distribution (Malcolm et al. 1959)."""
    width = high - low
    return 1 + weight * (mode - low) / width, 1 + weight * (high - mode) / width


@lru_cache(maxsize=4096)
def pert_table(alpha: float, beta: float) -> Float:
    """Tabulate the quantile of Beta(*alpha*, *beta*) at the probabilities of normal scores.

    Cubic Hermite interpolation between the nodes is within `TABLE_ERROR` of the exact value.

    Returns
    -------
    Float
        Coefficients of the powers 0 to 3 of the place within a cell, shape ``(4, CELLS)``.
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
    rise, left, right = np.diff(values), slopes[:-1], slopes[1:]
    return np.stack([values[:-1], left, 3 * rise - 2 * left - right, left + right - 2 * rise])


class Place(NamedTuple):
    """Where scores fall in every table: the cell, and the part of it that lies below."""

    cell: Int
    part: Float


def place_of(scores: Float) -> Place:
    """Locate *scores* in the tables."""
    place = (np.clip(scores, -REACH, REACH) + REACH) * (CELLS / (2 * REACH))
    cell = np.minimum(place.astype(np.int64), CELLS - 1)
    return Place(cell=cell, part=place - cell)


def beta_quantile(place: Place, table: Float) -> Float:
    """Return the standard beta quantile at a place of its *table*."""
    constant, linear, square, cube = table.take(place.cell, axis=1)
    quantile: Float = ((cube * place.part + square) * place.part + linear) * place.part + constant
    return quantile
