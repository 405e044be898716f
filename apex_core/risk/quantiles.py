"""Quantile functions of the distributions an estimator can state."""

from typing import Final, assert_never

import numpy as np
from scipy.special import ndtr, ndtri

from apex_core.model.distribution import (
    Constant,
    Distribution,
    Event,
    Lognormal,
    Normal,
    Pert,
    Triangular,
    Uniform,
)
from apex_core.risk.arrays import Float
from apex_core.risk.moments import cut_scores, is_certain, mean, mean_impact
from apex_core.risk.pert import beta_quantile, pert_shape, pert_table
from apex_core.risk.strata import Strata, strata_at

MIDDLE: Final = 0.5


def quantile(  # noqa: C901, PLR0911, PLR0912  one case per distribution
    distribution: Distribution, strata: Strata
) -> Float:
    """Return the values of *distribution* at the ascending probabilities of *strata*.

    Values are exact to rounding, except that those of a PERT are within
    `apex_core.risk.pert.TABLE_ERROR` of its range. They ascend, except within an event whose
    impact may have either sign.

    Returns
    -------
    Float
        Shape ``(trials,)``, in the units of the distribution.
    """
    if is_certain(distribution):
        return np.full(strata.probabilities.shape, mean(distribution))
    match distribution:
        case Triangular():
            return _triangular(distribution, strata)
        case Pert(low=low, mode=mode, high=high, weight=weight):
            table = pert_table(*pert_shape(low, mode, high, weight))
            return low + (high - low) * beta_quantile(strata.pert_basis, table)
        case Uniform(low=low, high=high):
            return low + (high - low) * strata.probabilities
        case Normal(mean=middle, sd=sd):
            return middle + sd * _scores(distribution, strata)
        case Lognormal(log_median=log_median, log_sigma=log_sigma, shift=shift):
            return shift + np.exp(log_median + log_sigma * _scores(distribution, strata))
        case Event():
            return _event(distribution, strata)
        case Constant(value=value):
            return np.full(strata.probabilities.shape, value)
        case _:
            assert_never(distribution)


def _triangular(triangle: Triangular, strata: Strata) -> Float:
    low, mode, high = triangle.low, triangle.mode, triangle.high
    at_mode = int(np.searchsorted(strata.probabilities, (mode - low) / (high - low)))
    rise = np.sqrt((high - low) * (mode - low))
    fall = np.sqrt((high - low) * (high - mode))
    values = np.empty_like(strata.probabilities)
    values[:at_mode] = low + rise * strata.root_below[:at_mode]
    values[at_mode:] = high - fall * strata.root_above[at_mode:]
    return values


def _scores(distribution: Normal | Lognormal, strata: Strata) -> Float:
    if distribution.minimum is None and distribution.maximum is None:
        return strata.scores
    low, high = cut_scores(distribution)
    mass = ndtr(high) - ndtr(low)
    # each half from its own end, where a probability near 1 would lose its digits
    lower = ndtri(ndtr(low) + mass * strata.probabilities)
    upper = -ndtri(ndtr(-high) + mass * (1.0 - strata.probabilities))
    scores: Float = np.clip(np.where(strata.probabilities < MIDDLE, lower, upper), low, high)
    return scores


def _event(event: Event, strata: Strata) -> Float:
    # a saving happens at the low end, so that values ascend with the probability
    is_saving = mean_impact(event.impact) < 0
    never = 0.0 if is_saving else 1 - event.probability
    ends = np.searchsorted(strata.probabilities, [never, never + event.probability], side="right")
    happens = slice(*(ends if is_saving else (ends[0], None)))
    values = np.zeros_like(strata.probabilities)
    if isinstance(event.impact, float):
        values[happens] = event.impact
    else:
        within = (strata.probabilities[happens] - never) / event.probability
        values[happens] = quantile(event.impact, strata_at(within))
    return values
