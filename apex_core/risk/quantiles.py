"""Quantile functions of the distributions an estimator can state."""

import math
from collections.abc import Callable
from functools import partial
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

Quantile = Callable[[Strata], Float]

MIDDLE: Final = 0.5


def quantile_of(distribution: Distribution) -> Quantile:  # noqa: PLR0911  one per distribution
    """Return the quantile function of *distribution*, its parameters worked out.

    It takes ascending probabilities and returns the values there, shape ``(trials,)``, in the
    units of the distribution. Values are exact to rounding, except that those of a PERT are
    within `apex_core.risk.pert.TABLE_ERROR` of its range. They ascend, except within an event
    whose impact may have either sign.
    """
    if is_certain(distribution):
        return partial(_constant, mean(distribution))
    match distribution:
        case Triangular(low=low, mode=mode, high=high):
            return _triangular_of(low, mode, high)
        case Pert(low=low, mode=mode, high=high, weight=weight):
            return partial(_pert, low, high - low, pert_table(*pert_shape(low, mode, high, weight)))
        case Uniform(low=low, high=high):
            return partial(_uniform, low, high - low)
        case Normal() | Lognormal():
            return _normal_or_lognormal(distribution)
        case Event():
            return _event_of(distribution)
        case Constant(value=value):
            return partial(_constant, value)
        case _:
            assert_never(distribution)


def _constant(value: float, strata: Strata) -> Float:
    return np.full(strata.probabilities.shape, value)


def _uniform(low: float, width: float, strata: Strata) -> Float:
    return low + width * strata.probabilities


def _triangular_of(low: float, mode: float, high: float) -> Quantile:
    rise = math.sqrt((high - low) * (mode - low))
    fall = math.sqrt((high - low) * (high - mode))
    return partial(_triangular, low, rise, (mode - low) / (high - low), fall, high)


def _triangular(
    low: float, rise: float, below_mode: float, fall: float, high: float, strata: Strata
) -> Float:
    at_mode = strata.probabilities.searchsorted(below_mode)
    values = np.empty_like(strata.probabilities)
    values[:at_mode] = low + rise * strata.root_below[:at_mode]
    values[at_mode:] = high - fall * strata.root_above[at_mode:]
    return values


def _pert(low: float, width: float, table: Float, strata: Strata) -> Float:
    return low + width * beta_quantile(strata.pert_place, table)


def _normal_or_lognormal(distribution: Normal | Lognormal) -> Quantile:
    cut = None
    if distribution.minimum is not None or distribution.maximum is not None:
        cut = cut_scores(distribution)
    if isinstance(distribution, Normal):
        return partial(_normal, distribution.mean, distribution.sd, cut)
    log_median, log_sigma = distribution.log_median, distribution.log_sigma
    return partial(_lognormal, distribution.shift, log_median, log_sigma, cut)


def _normal(mean: float, sd: float, cut: tuple[float, float] | None, strata: Strata) -> Float:
    return mean + sd * _scores(strata, cut)


def _lognormal(
    shift: float,
    log_median: float,
    log_sigma: float,
    cut: tuple[float, float] | None,
    strata: Strata,
) -> Float:
    return shift + np.exp(log_median + log_sigma * _scores(strata, cut))


def _scores(strata: Strata, cut: tuple[float, float] | None) -> Float:
    if cut is None:
        return strata.scores
    low, high = cut
    mass = ndtr(high) - ndtr(low)
    # each half from its own end, where a probability near 1 would lose its digits
    lower = ndtri(ndtr(low) + mass * strata.probabilities)
    upper = -ndtri(ndtr(-high) + mass * (1.0 - strata.probabilities))
    scores: Float = np.clip(np.where(strata.probabilities < MIDDLE, lower, upper), low, high)
    return scores


def _event_of(event: Event) -> Quantile:
    impact = event.impact if isinstance(event.impact, float) else quantile_of(event.impact)
    # a saving happens at the low end, so that values ascend with the probability
    is_saving = mean_impact(event.impact) < 0
    return partial(_event, event.probability, impact, is_saving)


def _event(probability: float, impact: float | Quantile, is_saving: bool, strata: Strata) -> Float:  # noqa: FBT001
    start = 0.0 if is_saving else 1 - probability
    edge = strata.probabilities.searchsorted(probability if is_saving else start, side="right")
    happens = slice(None, edge) if is_saving else slice(edge, None)
    values = np.zeros_like(strata.probabilities)
    if callable(impact):
        values[happens] = impact(strata_at((strata.probabilities[happens] - start) / probability))
    else:
        values[happens] = impact
    return values
