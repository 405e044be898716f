"""The simulation against closed forms, published values and its own laws."""

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from apex_core.errors import InputError
from apex_core.model.risk import Method, RiskModel
from apex_core.model.risk_result import RiskResult
from apex_core.risk.simulation import simulate

METHODS: list[Method] = ["lhs", "sobol", "monte_carlo"]
REPORTED = [f"p{percent}" for percent in range(5, 100, 5)]


def run(
    model: dict[str, Any], *, trials: int = 10_000, seed: int = 1, method: Method = "lhs"
) -> RiskResult:
    return simulate(RiskModel.model_validate(model), trials=trials, seed=seed, method=method)


def triangles(count: int, **more: Any) -> dict[str, Any]:
    return {
        "items": [
            {
                "name": f"item {place:02d}",
                "distribution": "triangular",
                "low": 80,
                "mode": 100,
                "high": 150,
            }
            for place in range(count)
        ],
        **more,
    }


def register(*risks: tuple[float, float], **more: Any) -> dict[str, Any]:
    return {
        "items": [
            {"name": f"risk {place}", "distribution": "event", "probability": p, "impact": impact}
            for place, (p, impact) in enumerate(risks)
        ],
        **more,
    }


def everywhere(coefficient: float, names: list[str]) -> dict[str, Any]:
    matrix = np.full((len(names), len(names)), float(coefficient))
    np.fill_diagonal(matrix, 1.0)
    return {"names": names, "matrix": matrix.tolist(), "kind": "pearson"}


def names_of(model: dict[str, Any]) -> list[str]:
    return [item["name"] for item in model["items"]]


@pytest.mark.parametrize("method", METHODS)
def test_ten_independent_triangles_have_the_convolved_percentiles(method: Method) -> None:
    # worked example T07, by numerical convolution; RISK accuracy: 4 standard errors of the mean
    result = run(triangles(10), method=method)

    standard_error = 46.547 / np.sqrt(10_000)
    for percent, expected in {
        "p10": 1040.72,
        "p50": 1099.05,
        "p80": 1139.19,
        "p95": 1178.23,
    }.items():
        density_factor = {"p10": 1.71, "p50": 1.25, "p80": 1.43, "p95": 2.11}[percent]
        allowed = 4 * density_factor * standard_error + 0.01
        assert result.percentiles[percent] == pytest.approx(expected, abs=allowed)
    assert result.mean_usd == pytest.approx(1100, abs=4 * standard_error)
    assert result.sd_usd == pytest.approx(46.547466812563, rel=4 / np.sqrt(2 * 10_000))


@pytest.mark.parametrize("method", METHODS)
def test_ten_wholly_dependent_triangles_add_their_percentiles(method: Method) -> None:
    # worked example T07: every item at its own percentile at once
    model = triangles(10)
    result = run({**model, "correlation": everywhere(1, names_of(model))}, method=method)

    tolerance = 0.8 if method != "monte_carlo" else 30.0
    for percent, expected in {
        "p10": 918.32,
        "p50": 1081.67,
        "p80": 1235.42,
        "p95": 1367.71,
    }.items():
        assert result.percentiles[percent] == pytest.approx(expected, abs=tolerance)


@pytest.mark.parametrize(
    ("count", "expected"),
    [(2, {"p80": 1.367544467966, "p95": 1.683772233983}), (3, {"p95": 2.330567049918})],
)
def test_sums_of_uniforms_have_their_closed_percentiles(
    count: int, expected: dict[str, float]
) -> None:
    # worked example T09
    items = [
        {"name": f"u{place}", "distribution": "uniform", "low": 0, "high": 1}
        for place in range(count)
    ]

    result = run({"items": items}, trials=100_000)

    for percent, value in expected.items():
        assert result.percentiles[percent] == pytest.approx(value, abs=0.005)


def test_a_register_of_events_has_its_closed_distribution() -> None:
    # worked example T11: mean 2.1, variance 10.09, P(0) = 0.315, P(<= 1) = 0.63
    result = run(register((0.3, 2), (0.1, 10), (0.5, 1), base_usd=0))

    assert result.mean_usd == pytest.approx(2.1, abs=1e-12)
    assert result.sd_usd**2 == pytest.approx(10.09, rel=0.05)
    assert result.probability_of_base == pytest.approx(0.315, abs=4 * np.sqrt(0.315 * 0.685 / 1e4))
    assert {result.percentiles["p35"], result.percentiles["p60"]} == {1.0}


@pytest.mark.parametrize(("count", "rho", "expected"), [(10, 0.2, 1.67332), (30, 0.2, 2.607681)])
def test_correlation_inflates_the_spread(count: int, rho: float, expected: float) -> None:
    # worked example T12: sqrt(1 + (n - 1) rho)
    items: list[dict[str, Any]] = [
        {"name": f"n{place:02d}", "distribution": "normal", "mean": 0, "sd": 1}
        for place in range(count)
    ]
    correlation = everywhere(rho, [item["name"] for item in items])

    together = run({"items": items, "correlation": correlation})

    assert together.sd_usd / np.sqrt(count) == pytest.approx(expected, rel=0.005)


@pytest.mark.parametrize("method", ["lhs", "sobol"])
def test_strongly_correlated_events_keep_their_frequencies_exactly(method: Method) -> None:
    # RISK.md, trap 1: ranking the values instead of the scores loses 15 % of this mean
    model = register((0.2, 100), (0.3, 50), (0.1, 40))
    correlation = {**everywhere(0.9, names_of(model)), "kind": "spearman"}

    result = run({**model, "correlation": correlation}, method=method)

    assert result.mean_usd == pytest.approx(39.0, abs=1e-9)
    assert result.registers[1].mean_usd == pytest.approx(39.0, abs=1e-9)


@pytest.mark.parametrize("method", METHODS)
def test_a_spearman_target_arrives(method: Method) -> None:
    model = triangles(2)
    pairs = [[*names_of(model), 0.5]]

    result = run({**model, "correlation": {"pairs": pairs}}, method=method)

    assert result.correlation is not None
    assert result.correlation.achieved[0][1] == pytest.approx(
        0.5, abs=0.01 if method != "monte_carlo" else 0.03
    )


def test_every_input_meets_every_slice_once_in_a_replicate() -> None:
    item = {"name": "only", "distribution": "uniform", "low": 0, "high": 1}

    result = run({"items": [item]}, trials=10_000)

    # each of ten replicates has one point in each thousandth
    for percent in range(101):
        assert result.s_curve_usd[percent] == pytest.approx(percent / 100, abs=1.001e-3)


@pytest.mark.parametrize("method", METHODS)
def test_the_same_seed_gives_the_same_result_and_another_seed_another(method: Method) -> None:
    model = triangles(3)

    assert run(model, method=method) == run(model, method=method)
    assert run(model, method=method).mean_usd != run(model, method=method, seed=2).mean_usd


def test_another_process_with_other_threads_gives_the_same_bytes() -> None:
    program = (
        "import sys; from apex_core.model.risk import RiskModel;"
        "from apex_core.risk.simulation import simulate;"
        "model = RiskModel.model_validate_json(sys.stdin.read());"
        "print(simulate(model, trials=20_000, seed=3).model_dump_json())"
    )
    model = triangles(40)
    coded = RiskModel.model_validate(
        {**model, "correlation": everywhere(0.3, names_of(model))}
    ).model_dump_json()

    answers = {
        subprocess.run(  # noqa: S603  our own interpreter
            [sys.executable, "-c", program],
            input=coded,
            capture_output=True,
            text=True,
            check=True,
            env={"OPENBLAS_NUM_THREADS": threads, "PYTHONPATH": "."},
        ).stdout
        for threads in ("1", "2")
    }

    assert len(answers) == 1


def test_the_engine_does_not_import_scipy_stats() -> None:
    program = (
        "import sys; import apex_core.risk.simulation;"
        "print([name for name in sys.modules if name.startswith('scipy.stats')])"
    )

    answer = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert answer.stdout.strip() == "[]"


def test_a_saving_lowers_the_total_and_its_absence_ranks_high() -> None:
    result = run(register((0.4, -100), (0.5, 10)))

    assert result.mean_usd == pytest.approx(-35)
    assert result.sensitivities[0].spearman == pytest.approx(0.85, abs=0.1)
    assert result.sensitivities[0].swing_usd == pytest.approx((-95, 5))


def test_correlated_events_happen_together() -> None:
    model = register((0.5, 1), (0.5, 1))
    names = names_of(model)

    apart = run({**model, "correlation": {"pairs": [[*names, -0.9]]}})
    together = run({**model, "correlation": {"pairs": [[*names, 0.9]]}})

    assert apart.mean_usd == together.mean_usd == pytest.approx(1)
    # tetrachoric: P(both) = 1/4 + asin(r) / 2 pi, r = 2 sin(0.9 pi / 6)
    both = 0.25 + np.arcsin(2 * np.sin(0.15 * np.pi)) / (2 * np.pi)
    # the sum is 0 or 2 with P(both) each, else 1, so its variance is 2 P(both)
    assert together.sd_usd**2 == pytest.approx(2 * both, abs=0.02)
    assert apart.sd_usd**2 == pytest.approx(2 * (0.5 - both), abs=0.02)


def test_factors_alone_give_the_classic_range_estimate() -> None:
    band = {"name": "band", "distribution": "lognormal", "p10": -0.3, "p90": 0.5, "shift": -1}

    result = run({"base_usd": 1e6, "factors": [band]})

    assert result.base_usd == 1e6
    assert result.percentiles["p10"] == pytest.approx(0.7e6, rel=1e-3)
    assert result.percentiles["p90"] == pytest.approx(1.5e6, rel=1e-3)
    assert result.contingency_usd["p80"] == pytest.approx(316_100, rel=5e-3)  # T13: 1.3161
    assert result.sensitivities[0].swing_usd == pytest.approx((0.7e6, 1.5e6))


def constant_factor(name: str, value: float, applies_to: str = "total") -> dict[str, Any]:
    return {"name": name, "distribution": "constant", "value": value, "applies_to": applies_to}


@pytest.mark.parametrize(("combine", "expected"), [("additive", 130.0), ("multiplicative", 132.0)])
def test_factors_on_one_target_add_up_or_multiply(combine: str, expected: float) -> None:
    factors = [constant_factor("f", 0.1), constant_factor("g", 0.2)]

    result = run({"base_usd": 100, "factors": factors, "combine": combine})

    assert result.percentiles["p50"] == pytest.approx(expected)


def test_factors_act_on_their_item_the_base_or_the_total() -> None:
    items = [
        {"name": "line", "distribution": "constant", "value": 100},
        {"name": "land", "distribution": "constant", "value": 50},
        {"name": "storm", "distribution": "event", "probability": 1, "impact": 10},
    ]
    factors = [
        constant_factor("steel", 0.2, "line"),
        constant_factor("scope", 0.1, "base"),
        constant_factor("market", 0.5, "total"),
    ]

    result = run({"items": items, "factors": factors})

    assert result.mean_usd == pytest.approx(((100 * 1.2 + 50) * 1.1 + 10) * 1.5)
    assert [register.mean_usd for register in result.registers] == pytest.approx(
        [170, 10, ((100 * 1.2 + 50) * 1.1 + 10) * 1.5 - 180]
    )
    assert result.base_usd == 150


def test_line_items_replace_the_stated_base_and_events_come_on_top_of_it() -> None:
    line = {"name": "line", "distribution": "constant", "value": 100}
    storm = {"name": "storm", "distribution": "event", "probability": 1, "impact": 10}

    assert run({"base_usd": 90, "items": [line, storm]}).mean_usd == 110
    assert run({"base_usd": 90, "items": [storm]}).mean_usd == 100


def test_an_item_called_base_is_what_a_factor_on_base_means() -> None:
    items = [
        {"name": "base", "distribution": "constant", "value": 100},
        {"name": "land", "distribution": "constant", "value": 50},
    ]

    result = run({"items": items, "factors": [constant_factor("f", 0.1, "base")]})

    assert result.mean_usd == pytest.approx(160)


def test_registers_add_up_to_the_total() -> None:
    model = {
        **triangles(4),
        "factors": [{"name": "f", "distribution": "pert", "low": 0, "mode": 0.1, "high": 0.4}],
    }
    model["items"] += register((0.3, 50))["items"]

    result = run(model)

    assert sum(one.mean_usd for one in result.registers) == pytest.approx(result.mean_usd)
    assert sum(one.variance_share for one in result.registers) == pytest.approx(1)


def test_variance_shares_of_independent_items_are_those_of_their_variances() -> None:
    items = [
        {"name": "big", "distribution": "normal", "mean": 100, "sd": 4},
        {"name": "small", "distribution": "normal", "mean": 100, "sd": 3},
    ]

    result = run({"items": items})

    assert [one.variance_share for one in result.sensitivities] == pytest.approx(
        [0.64, 0.36], abs=0.01
    )
    assert result.variance_unexplained == pytest.approx(0, abs=1e-9)


def test_what_inputs_do_only_together_is_left_unexplained() -> None:
    # x y of independent uniforms on (-1, 1): no input alone moves the mean
    model = {
        "items": [{"name": "x", "distribution": "uniform", "low": -1, "high": 1}],
        "factors": [
            {"name": "y", "distribution": "uniform", "low": -2, "high": 0, "applies_to": "x"}
        ],
    }

    result = run(model)

    assert [one.variance_share for one in result.sensitivities] == pytest.approx([0, 0], abs=0.01)
    assert result.variance_unexplained == pytest.approx(1, abs=0.02)


def test_the_swing_moves_one_input_and_keeps_the_others_at_their_means() -> None:
    model = {
        "items": [
            {"name": "a", "distribution": "uniform", "low": 0, "high": 100},
            {"name": "b", "distribution": "normal", "mean": 10, "sd": 1},
            {"name": "storm", "distribution": "event", "probability": 0.05, "impact": 20},
        ]
    }

    swings = {one.name: one.swing_usd for one in run(model).sensitivities}

    assert swings["a"] == pytest.approx((10 + 10 + 1, 90 + 10 + 1))
    assert swings["b"] == pytest.approx((61 - 1.2815515655, 61 + 1.2815515655))
    assert swings["storm"] == pytest.approx((60, 80))


def test_constants_have_no_sensitivity_and_leave_the_matrix() -> None:
    items: list[dict[str, Any]] = [
        {"name": "flat", "distribution": "triangular", "low": 1, "mode": 1, "high": 1},
        {"name": "a", "distribution": "normal", "mean": 10, "sd": 1},
        {"name": "b", "distribution": "normal", "mean": 10, "sd": 1},
    ]
    correlation = everywhere(0.5, [item["name"] for item in items])

    result = run({"items": items, "correlation": correlation})

    assert result.sensitivities[0].spearman is None
    assert result.sensitivities[0].variance_share == 0
    assert result.correlation is not None
    assert result.correlation.names == ("a", "b")


def test_a_certain_model_has_no_spread() -> None:
    result = run({"items": [{"name": "flat", "distribution": "constant", "value": 7}]}, trials=100)

    assert set(result.percentiles.values()) == {7.0}
    assert (result.sd_usd, result.probability_of_base) == (0, 1)
    assert result.intervals["p80"] == (7, 7)


@pytest.mark.parametrize("method", METHODS)
def test_intervals_hold_the_exact_percentile_about_as_often_as_they_say(method: Method) -> None:
    # 60 repetitions at 95 %: fewer than 50 has a probability below 1e-4
    model = RiskModel.model_validate(
        {
            "items": [
                {"name": f"n{place}", "distribution": "normal", "mean": 0, "sd": 1}
                for place in range(4)
            ]
        }
    )
    exact = 2 * stats.norm.ppf(0.8)

    held = sum(
        low <= exact <= high
        for low, high in (
            simulate(model, trials=2000, seed=seed, method=method).intervals["p80"]
            for seed in range(60)
        )
    )

    assert 50 <= held <= 60


@pytest.mark.parametrize("method", ["lhs", "sobol"])
def test_stratified_methods_are_more_accurate_than_plain_monte_carlo(method: Method) -> None:
    model = RiskModel.model_validate(triangles(5))

    def rmse(method: Method) -> float:
        p50 = [
            simulate(model, trials=1000, seed=seed, method=method).percentiles["p50"]
            for seed in range(40)
        ]
        return float(np.sqrt(np.mean((np.array(p50) - 548.9) ** 2)))

    assert rmse(method) < 0.8 * rmse("monte_carlo")


distributions = st.one_of(
    st.builds(
        lambda low, up, more: {
            "distribution": "triangular",
            "low": low,
            "mode": low + up,
            "high": low + up + more,
        },
        st.floats(-1e3, 1e3),
        st.floats(0, 1e3),
        st.floats(0, 1e3),
    ),
    st.builds(
        lambda mean, sd: {"distribution": "normal", "mean": mean, "sd": sd},
        st.floats(-1e3, 1e3),
        st.floats(0, 1e3),
    ),
    st.builds(
        lambda p, impact: {"distribution": "event", "probability": p, "impact": impact},
        st.floats(0, 1),
        st.floats(-1e3, 1e3),
    ),
)
models = st.lists(distributions, min_size=1, max_size=5).map(
    lambda rows: [{"name": f"item {place}", **row} for place, row in enumerate(rows)]
)
methods = st.sampled_from(METHODS)
few = settings(max_examples=40, deadline=None)


@few
@given(models, methods)
def test_percentiles_ascend_between_the_extremes(items: list[dict[str, Any]], how: Method) -> None:
    result = run({"items": items}, trials=300, method=how)

    ordered = [result.min_usd, *(result.percentiles[name] for name in REPORTED), result.max_usd]
    assert ordered == sorted(ordered)
    assert 0 <= result.probability_of_base <= 1
    contingency = result.contingency_usd
    assert contingency["p50"] <= contingency["p80"] <= contingency["p90"]


@few
@given(models, st.floats(-1e4, 1e4), methods)
def test_a_constant_item_shifts_every_percentile_by_itself(
    items: list[dict[str, Any]], shift: float, how: Method
) -> None:
    constant = {"name": "constant", "distribution": "constant", "value": shift}

    before = run({"items": items}, trials=300, method=how)
    after = run({"items": [*items, constant]}, trials=300, method=how)

    for name in REPORTED:
        assert after.percentiles[name] == pytest.approx(
            before.percentiles[name] + shift, abs=1e-7, rel=1e-12
        )


@few
@given(models, st.floats(0.01, 100), methods)
def test_a_certain_factor_scales_every_percentile(
    items: list[dict[str, Any]], scale: float, how: Method
) -> None:
    factor = constant_factor("scale", scale - 1)

    before = run({"items": items}, trials=300, method=how)
    after = run({"items": items, "factors": [factor]}, trials=300, method=how)

    for name in REPORTED:
        assert after.percentiles[name] == pytest.approx(
            before.percentiles[name] * scale, abs=1e-7, rel=1e-9
        )


@few
@given(models, methods, st.randoms(use_true_random=False))
def test_permuting_items_changes_only_their_order(
    items: list[dict[str, Any]], how: Method, random: Any
) -> None:
    permuted = random.sample(items, len(items))

    before = run({"items": items, "base_usd": 1}, trials=300, method=how)
    after = run({"items": permuted, "base_usd": 1}, trials=300, method=how)

    assert after.s_curve_usd == before.s_curve_usd
    assert {one.name: one for one in after.sensitivities} == {
        one.name: one for one in before.sensitivities
    }


def test_factors_beyond_any_number_are_refused() -> None:
    factors = [
        {"name": f"f{place}", "distribution": "normal", "mean": 1e15, "sd": 1}
        for place in range(30)
    ]

    with pytest.raises(InputError, match="factors: together they multiply"):
        run({"base_usd": 1e15, "factors": factors, "combine": "multiplicative"})


@pytest.mark.parametrize("method", METHODS)
def test_the_fewest_trials_are_enough_to_correlate_many_inputs(method: Method) -> None:
    result = run(triangles(70), trials=4 * 71, method=method)

    assert result.replicates == 2
    assert result.percentiles["p50"] == pytest.approx(7700, abs=200)


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ({"trials": 1_000_000_000}, "trials"),
        ({"trials": 5}, "trials"),
        ({"trials": 0}, "trials"),
        ({"trials": 1000.5}, "trials"),
        ({"seed": -1}, "seed"),
        ({"method": "guess"}, "method"),
    ],
)
def test_bounds_of_a_run_are_named(asked: dict[str, Any], path: str) -> None:
    with pytest.raises(InputError) as raised:
        run(triangles(3), **asked)

    assert raised.value.path == path
    assert str(next(iter(asked.values()))) in str(raised.value)
