"""Means of the distributions, and the value the base estimate assumes."""

import math
from typing import assert_never

from scipy.special import ndtr

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


def is_certain(distribution: Distribution) -> bool:  # noqa: PLR0911  one per distribution
    """Whether *distribution* can take one value only."""
    match distribution:
        case (
            Triangular(low=low, high=high) | Pert(low=low, high=high) | Uniform(low=low, high=high)
        ):
            return low == high
        case Normal():
            return distribution.sd == 0 or _is_pinned(distribution)
        case Lognormal():
            return distribution.log_sigma == 0 or _is_pinned(distribution)
        case Event(probability=probability, impact=impact):
            is_fixed = isinstance(impact, float) or is_certain(impact)
            return probability == 0 or (is_fixed and (probability == 1 or mean_impact(impact) == 0))
        case Constant():
            return True
        case _:
            assert_never(distribution)


def mean(distribution: Distribution) -> float:  # noqa: PLR0911  one per distribution
    """Return the exact mean, in the units of the distribution."""
    match distribution:
        case Triangular(low=low, mode=mode, high=high):
            return (low + mode + high) / 3
        case Pert(low=low, mode=mode, high=high, weight=weight):
            return (low + weight * mode + high) / (weight + 2)
        case Uniform(low=low, high=high):
            return (low + high) / 2
        case Normal() | Lognormal():
            return _mean_within_cuts(distribution)
        case Event(probability=probability, impact=impact):
            return probability * mean_impact(impact)
        case Constant(value=value):
            return value
        case _:
            assert_never(distribution)


def mean_impact(impact: float | Distribution) -> float:
    """Return the mean of what an event costs when it happens."""
    return impact if isinstance(impact, float) else mean(impact)


def base_value(distribution: Distribution) -> float:  # noqa: PLR0911  one per distribution
    """Return what a base estimate assumes: the mode, median or mean; nothing for an event."""
    match distribution:
        case Triangular(mode=mode) | Pert(mode=mode):
            return mode
        case Uniform(mode=mode):
            return mean(distribution) if mode is None else mode
        case Normal():
            return distribution.mean
        case Lognormal():
            return distribution.shift + math.exp(distribution.log_median)
        case Event():
            return 0.0
        case Constant(value=value):
            return value
        case _:
            assert_never(distribution)


def cut_scores(distribution: Normal | Lognormal) -> tuple[float, float]:
    """Return the standard normal scores at which *distribution* is cut off, or infinities."""
    ends = (distribution.minimum, distribution.maximum)
    low, high = (None if end is None else _score(distribution, end) for end in ends)
    return -math.inf if low is None else low, math.inf if high is None else high


def _score(distribution: Normal | Lognormal, value: float) -> float:
    if isinstance(distribution, Normal):
        return (value - distribution.mean) / distribution.sd
    above = value - distribution.shift
    if above <= 0:
        return -math.inf
    return (math.log(above) - distribution.log_median) / distribution.log_sigma


def _is_pinned(distribution: Normal | Lognormal) -> bool:
    return distribution.minimum is not None and distribution.minimum == distribution.maximum


def _mean_within_cuts(distribution: Normal | Lognormal) -> float:
    if is_certain(distribution):
        return base_value(distribution)
    low, high = cut_scores(distribution)
    mass = float(ndtr(high) - ndtr(low))
    if isinstance(distribution, Normal):
        densities = [math.exp(-0.5 * end * end) / math.sqrt(2 * math.pi) for end in (low, high)]
        return distribution.mean + distribution.sd * (densities[0] - densities[1]) / mass
    sigma = distribution.log_sigma
    lifted = float(ndtr(high - sigma) - ndtr(low - sigma))
    return distribution.shift + math.exp(distribution.log_median + sigma**2 / 2) * lifted / mass
