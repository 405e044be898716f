"""Replicates drawn apart must pool into exactly what one run gives."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from apex_core.errors import InvariantError
from apex_core.model.risk import Method, ReplicatePlan, RiskModel
from apex_core.risk.drawing import draw, draw_replicate, draw_sample
from apex_core.risk.engine import prepare
from apex_core.risk.planning import plan_replicates
from apex_core.risk.replicate import Replicate
from apex_core.risk.simulation import simulate
from apex_core.risk.summary import summarise
from apex_core.risk.workspace import Workspace

MODEL = RiskModel.model_validate(
    {
        "items": [
            {"name": "line", "distribution": "pert", "low": 80, "mode": 100, "high": 190},
            {"name": "land", "distribution": "lognormal", "median": 30, "sigma": 0.4},
            {"name": "storm", "distribution": "event", "probability": 0.237, "impact": 25},
            {
                "name": "rock",
                "distribution": "event",
                "probability": 0.4,
                "impact": {"distribution": "uniform", "low": 5, "high": 40},
            },
        ],
        "factors": [{"name": "market", "distribution": "normal", "mean": 0.05, "sd": 0.04}],
        "correlation": {"pairs": [["line", "land", 0.6], ["land", "storm", 0.3]]},
    }
)
METHODS: list[Method] = ["lhs", "sobol", "monte_carlo"]


def drawn(plans: tuple[ReplicatePlan, ...]) -> list[Replicate]:
    return [draw_replicate(MODEL, plan) for plan in plans]


@pytest.mark.parametrize("method", METHODS)
def test_replicates_drawn_apart_and_stored_give_the_result_of_one_run(method: Method) -> None:
    plans = plan_replicates(MODEL, trials=5_003, seed=9, method=method)

    travelled = [Replicate.from_bytes(one.to_bytes()) for one in reversed(drawn(plans))]
    result = summarise(MODEL, plans, reversed(travelled))

    assert result == simulate(MODEL, trials=5_003, seed=9, method=method)


def test_the_result_is_that_of_the_pooled_totals() -> None:
    plans = plan_replicates(MODEL, trials=4_000, seed=2)
    totals = np.concatenate([one.totals_usd for one in drawn(plans)])

    result = summarise(MODEL, plans, drawn(plans))

    percents = range(5, 100, 5)
    assert list(result.percentiles.values()) == np.percentile(totals, percents).tolist()
    assert result.mean_usd == pytest.approx(totals.mean(), rel=1e-14)
    assert result.sd_usd == pytest.approx(totals.std(ddof=1), rel=1e-12)
    assert (result.min_usd, result.max_usd) == (totals.min(), totals.max())
    assert result.s_curve_usd == tuple(np.percentile(totals, range(101)))
    assert result.convergence[-1].p80_usd == result.percentiles["p80"]


def test_rank_correlations_are_spearmans_of_the_pooled_values() -> None:
    # an input's ranks come from its own replicate: the difference is of the order of 1 / trials
    plans = plan_replicates(MODEL, trials=20_000, seed=2)
    engine = prepare(MODEL)
    totals = np.concatenate([one.totals_usd for one in drawn(plans)])
    samples = [draw_sample(engine, plan, Workspace()).values for plan in plans]
    values = np.concatenate(samples, axis=1)

    result = summarise(MODEL, plans, drawn(plans))

    reference = {
        name: stats.spearmanr(row, totals).statistic
        for name, row in zip(engine.structure.names, values, strict=True)
    }
    assert {one.name: one.spearman for one in result.sensitivities} == pytest.approx(
        reference, abs=1e-5
    )


@pytest.mark.parametrize("method", ["lhs", "sobol"])
def test_every_input_meets_every_slice_once(method: Method) -> None:
    items = [
        {"name": f"u{place}", "distribution": "uniform", "low": 0, "high": 1} for place in range(8)
    ]
    pairs = [["u0", "u1", 0.99], ["u2", "u3", -0.5]]
    model = RiskModel.model_validate({"items": items, "correlation": {"pairs": pairs}})
    plan = ReplicatePlan(index=0, trials=1000, seed=5, method=method)

    values = draw_sample(prepare(model), plan, Workspace()).values

    assert (np.sort(values, axis=1) * 1000 // 1 == np.arange(1000)).all()


def test_replicates_are_independent_of_one_another() -> None:
    first, second, *_ = drawn(plan_replicates(MODEL, trials=4_000, seed=2))

    correlation = np.corrcoef(first.totals_usd, second.totals_usd)[0, 1]

    assert abs(correlation) < 4 / np.sqrt(len(first.totals_usd))


def test_bytes_of_equal_replicates_are_equal() -> None:
    plan = plan_replicates(MODEL, trials=1_000, seed=2)[3]

    assert draw_replicate(MODEL, plan).to_bytes() == draw_replicate(MODEL, plan).to_bytes()


def test_a_used_workspace_does_not_show() -> None:
    engine = prepare(MODEL)
    first, *_, last = plan_replicates(MODEL, trials=5_003, seed=4)
    used = Workspace()
    draw(engine, first, used)

    assert draw(engine, last, used).to_bytes() == draw_replicate(MODEL, last).to_bytes()


def test_a_plan_travels_as_json() -> None:
    plan = plan_replicates(MODEL, trials=1_000, seed=2)[3]

    assert ReplicatePlan.model_validate_json(plan.model_dump_json()) == plan


def test_replicates_of_another_plan_are_refused() -> None:
    plans = plan_replicates(MODEL, trials=1_000, seed=2)

    with pytest.raises(InvariantError, match="replicate 1 came where 0 was planned"):
        summarise(MODEL, plans, reversed(drawn(plans[:2])))


@given(st.integers(24, 3_000_000), st.sampled_from(METHODS))
def test_plans_share_all_trials_almost_evenly(trials: int, method: Method) -> None:
    plans = plan_replicates(MODEL, trials=trials, seed=1, method=method)

    sizes = [plan.trials for plan in plans]
    assert sum(sizes) == trials
    assert max(sizes) - min(sizes) <= 1
    assert min(sizes) > 2 * 5
    assert len(plans) >= 2
    assert [plan.index for plan in plans] == list(range(len(plans)))


@pytest.mark.parametrize(("trials", "replicates"), [(1_000, 10), (10_000, 10), (1_000_000, 100)])
def test_round_numbers_of_trials_split_evenly(trials: int, replicates: int) -> None:
    plans = plan_replicates(MODEL, trials=trials, seed=1)

    assert {plan.trials for plan in plans} == {trials // replicates}


def test_only_the_first_replicates_of_very_many_keep_ranks() -> None:
    plans = plan_replicates(MODEL, trials=1_000_000, seed=1)

    assert sum(plan.trials for plan in plans if plan.keeps_ranks) == 200_000


def test_a_result_says_how_many_trials_its_rank_correlations_rest_on() -> None:
    model: dict[str, Any] = {
        "items": [{"name": "a", "distribution": "uniform", "low": 0, "high": 1}]
    }

    result = simulate(RiskModel.model_validate(model), trials=300_000, seed=1)

    assert result.sensitivity_trials == 200_000
    assert result.sensitivities[0].spearman == pytest.approx(1)
