"""Draw one replicate: scores, their ranks, the values at those ranks, the totals."""

from typing import Final, NamedTuple, assert_never

import numpy as np

from apex_core.model.distribution import Event
from apex_core.model.risk import ReplicatePlan, RiskModel
from apex_core.risk.arrays import Codes, Float
from apex_core.risk.costs import CostStructure, amounts
from apex_core.risk.dependence import correlating_map, rows_in_order
from apex_core.risk.engine import Engine, prepare
from apex_core.risk.ranks import doubled_midranks
from apex_core.risk.replicate import Replicate
from apex_core.risk.scores import LEVELS, SCORE_UNIT, random_bits, score_levels, scores_of
from apex_core.risk.sobol import sobol_bits
from apex_core.risk.strata import latin_strata, random_strata

KEY_UNIT: Final = 2.0**30  # scores are ranked to a billionth, far above rounding


def draw_replicate(model: RiskModel, plan: ReplicatePlan) -> Replicate:
    """Draw the replicate that *plan* describes; the same plan gives the same bits anywhere.

    Raises
    ------
    InputError
        If the stated correlations contradict each other.
    """
    return draw(prepare(model), plan)


def draw(engine: Engine, plan: ReplicatePlan) -> Replicate:
    """Draw a replicate of a model that is ready."""
    sample = draw_sample(engine, plan)
    costs = amounts(engine.structure, sample.values)
    deviations = np.stack(costs) - engine.influence.at_means_usd[:, np.newaxis]
    return Replicate(
        index=plan.index,
        totals_usd=costs.total,
        midranks=_midranks(engine.structure, sample) if plan.keeps_ranks else sample.ranks[:0],
        moments=_moments(sample.values, deviations),
        squares=np.einsum("ij,ij->i", deviations[:3], deviations[:3]),
        correlation=_achieved(engine, sample.ranks[list(engine.correlated)]),
    )


class Sample(NamedTuple):
    """Inputs of every trial, rows in the order of the cost structure.

    Attributes
    ----------
    values
        Shape ``(inputs, trials)``.
    ranks
        Of the scores behind the values, from 0, shape ``(inputs, trials)``.
    by_rank
        The value of each rank, shape ``(inputs, trials)``.
    """

    values: Float
    ranks: Codes
    by_rank: Float


def draw_sample(engine: Engine, plan: ReplicatePlan) -> Sample:
    """Draw correlated scores and give each the value that has its rank."""
    stream = np.random.SeedSequence(plan.seed, spawn_key=(plan.index,))
    rng = np.random.Generator(np.random.SFC64(stream))
    by_rank = _values_by_rank(engine, plan, rng=rng)
    places = rows_in_order(_correlated_scores(engine, plan, rng=rng))
    places += np.arange(len(places))[:, np.newaxis] * plan.trials  # into the flattened arrays
    flat = places.reshape(-1)
    values = np.empty_like(by_rank)
    values.reshape(-1)[flat] = by_rank.reshape(-1)
    ranks = np.empty(by_rank.shape, dtype=np.uint16)
    ranks.reshape(-1)[flat] = np.tile(np.arange(plan.trials, dtype=np.uint16), len(places))
    return Sample(values=values, ranks=ranks, by_rank=by_rank)


def _values_by_rank(engine: Engine, plan: ReplicatePlan, *, rng: np.random.Generator) -> Float:
    values = np.empty((len(engine.quantiles), plan.trials))
    shared = latin_strata(plan.trials, rng=rng)
    for row, quantile in enumerate(engine.quantiles):
        is_random = plan.method == "monte_carlo"
        values[row] = quantile(random_strata(plan.trials, rng=rng) if is_random else shared)
    return values


def _correlated_scores(engine: Engine, plan: ReplicatePlan, *, rng: np.random.Generator) -> Float:
    shape = len(engine.structure.names), plan.trials
    match plan.method:
        case "lhs":
            scores = scores_of(random_bits(*shape, rng=rng))
            transform = correlating_map(scores, engine.score_root)
        case "sobol":
            scores = scores_of(sobol_bits(*shape, rng=rng))
            transform = correlating_map(scores, engine.turned_root)
        case "monte_carlo":
            scores = scores_of(random_bits(*shape, rng=rng))
            transform = engine.score_root / SCORE_UNIT
        case _:
            assert_never(plan.method)
    correlated: Float = (transform * KEY_UNIT) @ scores
    return correlated


def _midranks(structure: CostStructure, sample: Sample) -> Codes:
    midranks = sample.ranks * np.uint16(2)
    for row, distribution in enumerate(structure.distributions):
        if isinstance(distribution, Event):
            tied = doubled_midranks(sample.by_rank[row]).astype(np.uint16)
            midranks[row] = tied[sample.ranks[row]]
    return midranks


def _moments(values: Float, deviations: Float) -> Float:
    # einsum sums in one fixed order; a threaded matrix product need not
    rows = (values, deviations)
    sums = np.concatenate([row.sum(axis=1) for row in rows])
    products = np.concatenate([np.einsum("ij,j->i", row, deviations[-1]) for row in rows])
    return np.stack([sums, products], axis=1)


def _achieved(engine: Engine, ranks: Codes) -> Float:
    if engine.target is None:
        return np.empty((0, 0))
    trials = ranks.shape[1]
    if engine.target.kind == "pearson":
        middles = (np.arange(trials) * LEVELS + LEVELS // 2) // trials
        deviations = score_levels()[middles][ranks]
    else:
        deviations = 2.0 * ranks - (trials - 1)
    products = deviations @ deviations.T  # whole numbers: exact in any order
    size = np.sqrt(np.diag(products))
    correlation: Float = products / np.outer(size, size)
    return correlation
