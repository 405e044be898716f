"""Means against numerical integration and published values."""

import numpy as np
import pytest

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
from apex_core.risk.moments import base_value, is_certain, mean
from apex_core.risk.quantiles import quantile_of
from apex_core.risk.strata import strata_at

POINTS = 1_000_000
SLICES = strata_at((np.arange(POINTS) + 0.5) / POINTS)


@pytest.mark.parametrize(
    "distribution",
    [
        Triangular(low=80, mode=100, high=150),
        Pert(low=80, mode=100, high=150, weight=2.5),
        Uniform(low=-3, high=5),
        Normal(mean=100, sd=12, minimum=95),
        Normal(mean=100, sd=12, minimum=90, maximum=103),
        Lognormal(p10=70, p90=150),
        Lognormal(median=100, sigma=0.4, minimum=60, maximum=220),
        Lognormal(p10=-0.5, p90=1, shift=-1, maximum=2),
        Event(probability=0.3, impact=7),
        Event(probability=0.3, impact=Pert(low=1, mode=2, high=9)),
    ],
    ids=repr,
)
def test_the_mean_is_the_integral_of_the_quantile(distribution: Distribution) -> None:
    integral = quantile_of(distribution)(SLICES).mean()

    assert mean(distribution) == pytest.approx(integral, rel=2e-6)


@pytest.mark.parametrize(("weight", "expected"), [(0, 5), (2, 3.5), (4, 3), (6, 2.75)])
def test_pert_mean_depends_on_lambda(weight: float, expected: float) -> None:
    # worked example R01
    assert mean(Pert(low=0, mode=2, high=10, weight=weight)) == pytest.approx(expected)


@pytest.mark.parametrize(("weight", "expected"), [(0, 2.887), (2, 2.133), (4, 1.732), (6, 1.488)])
def test_pert_spread_depends_on_lambda(weight: float, expected: float) -> None:
    # worked example R01
    values = quantile_of(Pert(low=0, mode=2, high=10, weight=weight))(SLICES)

    assert values.std() == pytest.approx(expected, abs=0.001)


@pytest.mark.parametrize(
    ("distribution", "expected"),
    [
        (Triangular(low=80, mode=100, high=150), 100),
        (Pert(low=80, mode=100, high=150), 100),
        (Uniform(low=80, high=100), 90),
        (Uniform(low=80, mode=85, high=100), 85),
        (Normal(mean=7, sd=1), 7),
        (Lognormal(median=7, sigma=1), 7),
        (Event(probability=0.9, impact=100), 0),
        (Constant(value=3), 3),
    ],
    ids=repr,
)
def test_the_base_assumes_the_mode_median_or_mean(
    distribution: Distribution, expected: float
) -> None:
    assert base_value(distribution) == pytest.approx(expected)


def test_an_event_of_certain_but_ranged_impact_is_uncertain() -> None:
    assert not is_certain(Event(probability=1, impact=Uniform(low=1, high=2)))
    assert is_certain(Event(probability=0, impact=Uniform(low=1, high=2)))
