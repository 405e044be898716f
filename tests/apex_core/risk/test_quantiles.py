"""Quantile functions against scipy.stats, which the engine itself never imports."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

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
from apex_core.risk.pert import TABLE_ERROR, pert_shape
from apex_core.risk.quantiles import quantile_of
from apex_core.risk.strata import strata_at

PROBABILITIES = np.concatenate(
    [[1e-9, 1e-6, 1e-4], np.linspace(0.001, 0.999, 999), 1 - np.array([1e-4, 1e-6, 1e-9])]
)
ORACLES: list[tuple[Distribution, Any]] = [
    (Triangular(low=80, mode=100, high=150), stats.triang(2 / 7, 80, 70)),
    (Triangular(low=80, mode=80, high=150), stats.triang(0, 80, 70)),
    (Triangular(low=80, mode=150, high=150), stats.triang(1, 80, 70)),
    (Normal(mean=100, sd=12), stats.norm(100, 12)),
    (Normal(mean=100, sd=12, minimum=90), stats.truncnorm(-10 / 12, np.inf, 100, 12)),
    (Normal(mean=0, sd=2, minimum=-1, maximum=3), stats.truncnorm(-0.5, 1.5, 0, 2)),
    (Lognormal(median=100, sigma=0.3), stats.lognorm(0.3, 0, 100)),
    (Lognormal(median=1, sigma=0.5, shift=-1), stats.lognorm(0.5, -1, 2)),
    (Uniform(low=-3, high=5), stats.uniform(-3, 8)),
]


def values_at(distribution: Distribution, probabilities: Float = PROBABILITIES) -> Float:
    return quantile_of(distribution)(strata_at(probabilities))


@pytest.mark.parametrize(
    ("distribution", "oracle"), ORACLES, ids=[repr(drawn) for drawn, _ in ORACLES]
)
def test_quantiles_equal_the_textbook(distribution: Distribution, oracle: Any) -> None:
    expected = oracle.ppf(PROBABILITIES)

    assert values_at(distribution) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("weight", [0, 0.5, 2, 4, 6, 20])
@pytest.mark.parametrize("mode", [0, 0.01, 0.1, 0.3, 0.5, 0.77, 0.9, 0.999, 1])
def test_pert_table_is_within_its_stated_error(mode: float, weight: float) -> None:
    pert = Pert(low=0, mode=mode, high=1, weight=weight)
    alpha, beta = pert_shape(0, mode, 1, weight)

    error = np.abs(values_at(pert) - stats.beta(alpha, beta).ppf(PROBABILITIES))

    assert error.max() < TABLE_ERROR


def test_pert_80_100_150_has_the_published_percentiles() -> None:
    # worked example T06: alpha 2.142857142857, beta 3.857142857143
    pert = Pert(low=80, mode=100, high=150)

    assert pert_shape(80, 100, 150, 4) == pytest.approx((2.142857142857, 3.857142857143))
    assert values_at(pert, np.array([0.1, 0.5, 0.8, 0.9, 0.95])) == pytest.approx(
        [89.043535, 103.825886, 116.258796, 122.727027, 127.739215], abs=5e-6
    )


def test_triangular_80_100_150_has_the_published_percentiles() -> None:
    # worked example T05
    triangle = Triangular(low=80, mode=100, high=150)

    assert values_at(triangle, np.array([0.1, 0.5, 0.8, 0.9, 0.95])) == pytest.approx(
        [91.83216, 108.166999, 123.542487, 131.291713, 136.771243], abs=1e-6
    )


@pytest.mark.parametrize(
    ("low", "high", "mu", "sigma", "p80"),
    [
        (-0.50, 1.00, 0.0, 0.540866, 1.5765),
        (-0.30, 0.50, 0.024395, 0.297351, 1.3161),
        (-0.20, 0.30, 0.01961, 0.189422, 1.1961),
        (-0.15, 0.20, 0.009901, 0.13454, 1.1310),
        (-0.10, 0.15, 0.017201, 0.095635, 1.1026),
    ],
)
def test_lognormal_fits_the_accuracy_band_of_a_class(
    low: float, high: float, mu: float, sigma: float, p80: float
) -> None:
    # worked example T13: the band's ends as P10 and P90
    band = Lognormal(p10=low, p90=high, shift=-1)

    assert band.log_median == pytest.approx(mu, abs=1e-6)
    assert band.log_sigma == pytest.approx(sigma, abs=1e-6)
    assert 1 + values_at(band, np.array([0.1, 0.8, 0.9])) == pytest.approx(
        [1 + low, p80, 1 + high], abs=1e-4
    )


def test_an_event_happens_in_exactly_its_share_of_slices() -> None:
    slices = (np.arange(1000) + 0.5) / 1000

    values = values_at(Event(probability=0.3, impact=7), slices)

    assert np.array_equal(values, np.where(np.arange(1000) < 700, 0.0, 7.0))


def test_an_event_takes_the_whole_distribution_of_its_impact() -> None:
    slices = (np.arange(1000) + 0.5) / 1000
    event = Event(probability=0.25, impact=Triangular(low=1, mode=2, high=5))

    values = values_at(event, slices)

    assert np.count_nonzero(values) == 250
    inner = (np.arange(250) + 0.5) / 250
    assert values[750:] == pytest.approx(stats.triang(0.25, 1, 4).ppf(inner))


def test_a_saving_happens_at_the_low_end() -> None:
    values = values_at(Event(probability=0.5, impact=-3), np.array([0.2, 0.4, 0.6, 0.8]))

    assert values.tolist() == [-3, -3, 0, 0]


@pytest.mark.parametrize(
    "distribution",
    [
        Triangular(low=4, mode=4, high=4),
        Pert(low=4, mode=4, high=4),
        Uniform(low=4, high=4),
        Normal(mean=4, sd=0),
        Normal(mean=4, sd=1, minimum=4, maximum=4),
        Lognormal(median=4, sigma=0),
        Lognormal(p10=4, p90=4),
        Event(probability=1, impact=4),
        Constant(value=4),
    ],
    ids=repr,
)
def test_degenerate_parameters_are_constants(distribution: Distribution) -> None:
    assert values_at(distribution) == pytest.approx(np.full(len(PROBABILITIES), 4.0))


def test_an_impossible_event_costs_nothing() -> None:
    assert not values_at(Event(probability=0, impact=4)).any()


amounts = st.floats(-1e6, 1e6)
spreads = st.floats(1e-3, 1e6)


@st.composite
def distributions(draw: st.DrawFn) -> Distribution:
    low, up, more = draw(amounts), draw(spreads), draw(spreads)
    mode, high = low + up, low + up + more
    choices: list[Distribution] = [
        Triangular(low=low, mode=mode, high=high),
        Pert(low=low, mode=mode, high=high, weight=draw(st.floats(0, 30))),
        Uniform(low=low, high=high),
        Normal(mean=low, sd=up),
        Normal(mean=low, sd=up, minimum=low - more, maximum=low + more),
        Lognormal(median=up, sigma=draw(st.floats(0.01, 2))),
        Event(probability=draw(st.floats(0.001, 0.999)), impact=low),
    ]
    return draw(st.sampled_from(choices))


@given(distributions())
def test_quantiles_never_descend(distribution: Distribution) -> None:
    values = values_at(distribution)

    slack = 1e-12 * np.abs(values).max()
    assert (np.diff(values) >= -slack).all()


@given(distributions())
def test_quantiles_stay_within_the_stated_bounds(distribution: Distribution) -> None:
    values = values_at(distribution)

    bounds = distribution.model_dump()
    low = bounds.get("low", bounds.get("minimum"))
    high = bounds.get("high", bounds.get("maximum"))
    slack = 1e-9 * np.abs(values).max()
    assert low is None or values.min() >= low - slack
    assert high is None or values.max() <= high + slack
