"""Draw one replicate: scores, their ranks, the values at those ranks, the totals."""

from typing import Final, NamedTuple, assert_never

import numpy as np

from apex_core.model.distribution import Event
from apex_core.model.risk import ReplicatePlan, RiskModel
from apex_core.risk.arrays import Codes, Float
from apex_core.risk.costs import CostStructure, amounts
from apex_core.risk.dependence import correlating_map, sort_rows
from apex_core.risk.engine import Engine, prepare
from apex_core.risk.products import gram, transform
from apex_core.risk.ranks import doubled_midranks, doubled_midranks_of_sorted
from apex_core.risk.replicate import Replicate
from apex_core.risk.scores import LEVELS, SCORE_UNIT, random_bits, score_levels, take_scores
from apex_core.risk.sobol import sobol_bits
from apex_core.risk.strata import latin_strata, random_strata
from apex_core.risk.workspace import Workspace

KEY_UNIT: Final = 2.0**30  # scores are ranked to a billionth, far above rounding

NOTHING: Final = np.empty((0, 0))
NO_RANKS: Final = np.empty((0, 0), dtype=np.uint16)


def draw_replicate(model: RiskModel, plan: ReplicatePlan) -> Replicate:
    """Draw the replicate that *plan* describes; the same plan gives the same bits anywhere.

    Raises
    ------
    InputError
        If the stated correlations contradict each other.
    """
    return draw(prepare(model), plan, Workspace())


def draw(engine: Engine, plan: ReplicatePlan, workspace: Workspace) -> Replicate:
    """Draw a replicate of a model that is ready, in a workspace that nothing else uses."""
    sample = draw_sample(engine, plan, workspace)
    costs = amounts(engine.structure, sample.values)
    deviations = np.stack(costs) - engine.influence.at_means_usd[:, np.newaxis]
    return Replicate(
        index=plan.index,
        totals_usd=costs.total,
        midranks=_midranks(engine.structure, sample) if plan.keeps_ranks else NO_RANKS,
        moments=_moments(sample.values, deviations),
        squares=np.einsum("ij,ij->i", deviations[:3], deviations[:3]),
        correlation=_achieved(engine, sample.ranks, workspace) if plan.keeps_ranks else NOTHING,
    )


class Sample(NamedTuple):
    """Inputs of every trial, rows in the order of the cost structure; part of a workspace.

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


def draw_sample(engine: Engine, plan: ReplicatePlan, workspace: Workspace) -> Sample:
    """Draw correlated scores and give each the value that has its rank."""
    shape = len(engine.quantiles), plan.trials
    stream = np.random.SeedSequence(plan.seed, spawn_key=(plan.index,))
    rng = np.random.Generator(np.random.SFC64(stream))
    sample = Sample(
        values=workspace.floats("values", *shape),
        ranks=workspace.codes("ranks", *shape),
        by_rank=workspace.floats("by rank", *shape),
    )
    _fill_by_rank(engine, plan, rng=rng, out=sample.by_rank)
    scores = _correlated_scores(engine, plan, workspace, rng=rng)
    places = sort_rows(scores, out=workspace.ints("places", *shape))
    places += np.arange(shape[0])[:, np.newaxis] * plan.trials  # into the flattened arrays
    flat = places.reshape(-1)
    sample.values.reshape(-1)[flat] = sample.by_rank.reshape(-1)
    sample.ranks.reshape(-1)[flat] = np.tile(np.arange(plan.trials, dtype=np.uint16), shape[0])
    return sample


def _fill_by_rank(
    engine: Engine, plan: ReplicatePlan, *, rng: np.random.Generator, out: Float
) -> None:
    shared = latin_strata(plan.trials, rng=rng)
    for row, quantile in enumerate(engine.quantiles):
        is_random = plan.method == "monte_carlo"
        out[row] = quantile(random_strata(plan.trials, rng=rng) if is_random else shared)


def _correlated_scores(
    engine: Engine, plan: ReplicatePlan, workspace: Workspace, *, rng: np.random.Generator
) -> Float:
    shape = len(engine.quantiles), plan.trials
    draw_bits = sobol_bits if plan.method == "sobol" else random_bits
    scores = take_scores(draw_bits(*shape, rng=rng), out=workspace.floats("scores", *shape))
    match plan.method:
        case "lhs":
            mapping = correlating_map(scores, engine.score_root)
        case "sobol":
            mapping = correlating_map(scores, engine.turned_root)
        case "monte_carlo":
            mapping = engine.score_root / SCORE_UNIT
        case _:
            assert_never(plan.method)
    return transform(mapping * KEY_UNIT, scores, out=workspace.floats("correlated", *shape))


def _midranks(structure: CostStructure, sample: Sample) -> Codes:
    midranks = sample.ranks * np.uint16(2)
    for row, distribution in enumerate(structure.distributions):
        if isinstance(distribution, Event):
            ascends = isinstance(distribution.impact, float)
            tie = doubled_midranks_of_sorted if ascends else doubled_midranks
            tied = tie(sample.by_rank[row]).astype(np.uint16)
            tied.take(sample.ranks[row], out=midranks[row], mode="clip")
    return midranks


def _moments(values: Float, deviations: Float) -> Float:
    # einsum sums in one fixed order; a threaded matrix product need not
    rows = (values, deviations)
    sums = np.concatenate([row.sum(axis=1) for row in rows])
    products = np.concatenate([np.einsum("ij,j->i", row, deviations[-1]) for row in rows])
    return np.stack([sums, products], axis=1)


def _achieved(engine: Engine, ranks: Codes, workspace: Workspace) -> Float:
    if engine.target is None:
        return NOTHING
    trials = ranks.shape[1]
    deviations = workspace.floats("scores", len(engine.correlated), trials)  # no longer needed
    by_rank = 2.0 * np.arange(trials) - (trials - 1)
    if engine.target.kind == "pearson":
        by_rank = score_levels()[(np.arange(trials) * LEVELS + LEVELS // 2) // trials]
    by_rank.take(ranks[list(engine.correlated)], out=deviations, mode="clip")
    products = gram(deviations)  # whole numbers: exact in any order
    size = np.sqrt(np.diag(products))
    correlation: Float = products / np.outer(size, size)
    return correlation
