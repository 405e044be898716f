"""Pool replicates into the answer: the result equals that of the pooled totals."""

import math
from collections.abc import Iterable, Sequence
from typing import Final, Literal

import numpy as np

from apex_core.errors import InvariantError
from apex_core.model.risk import ReplicatePlan, RiskModel
from apex_core.model.risk_result import CorrelationReport, Register, RiskResult, Sensitivity
from apex_core.risk.arrays import Float
from apex_core.risk.assumptions import assumptions
from apex_core.risk.correlation import TargetCorrelation
from apex_core.risk.costs import base_estimate_usd
from apex_core.risk.engine import Engine, prepare
from apex_core.risk.percentiles import half_widths, percentiles
from apex_core.risk.pool import REPORTED, Pool
from apex_core.risk.replicate import Replicate
from apex_core.risk.sensitivity import covariances, rank_correlations

CONTINGENCIES: Final = (50, 80, 90)
CONFIDENCE: Final = 0.95
REGISTERS: Final[tuple[Literal["line", "event", "systemic"], ...]] = ("line", "event", "systemic")


def summarise(
    model: RiskModel, plans: Sequence[ReplicatePlan], replicates: Iterable[Replicate]
) -> RiskResult:
    """Return the result of *replicates*, which are drawn from *plans* and in their order.

    Replicates may come from a generator: each is let go once it is pooled; its totals stay.

    Raises
    ------
    InvariantError
        If the replicates are not those of the plans.
    """
    return summarise_prepared(model, prepare(model), plans, replicates)


def summarise_prepared(
    model: RiskModel,
    engine: Engine,
    plans: Sequence[ReplicatePlan],
    replicates: Iterable[Replicate],
) -> RiskResult:
    """Summarise replicates of a model that is ready."""
    pool = _pooled(plans, replicates)
    totals = pool.totals_usd
    base_usd = base_estimate_usd(model)
    reported = dict(zip(REPORTED, percentiles(totals, REPORTED).tolist(), strict=True))
    widths = half_widths(np.array(pool.percentiles_usd), confidence=CONFIDENCE).tolist()
    shares = _variance_shares(pool)
    sensitivities, ranked_trials = _sensitivities(model, engine, pool, shares)
    return RiskResult(
        base_usd=base_usd,
        mean_usd=float(totals.mean()),
        sd_usd=float(totals.std(ddof=1)),
        min_usd=float(totals[0]),
        max_usd=float(totals[-1]),
        percentiles={f"p{percent}": value for percent, value in reported.items()},
        probability_of_base=int(np.searchsorted(totals, base_usd, side="right")) / len(totals),
        contingency_usd={f"p{percent}": reported[percent] - base_usd for percent in CONTINGENCIES},
        intervals={
            f"p{percent}": (value - width, value + width)
            for (percent, value), width in zip(reported.items(), widths, strict=True)
        },
        sensitivities=sensitivities,
        variance_unexplained=float(shares[-1]) - _explained(sensitivities),
        registers=_registers(engine, pool, shares),
        correlation=_correlation_report(engine.target, pool, trials=ranked_trials),
        s_curve_usd=tuple(percentiles(totals, range(101)).tolist()),
        convergence=tuple(pool.convergence),
        trials=len(totals),
        replicates=len(plans),
        sensitivity_trials=ranked_trials,
        seed=plans[0].seed,
        method=plans[0].method,
        assumptions=assumptions(model, engine.target, replicates=len(plans)),
    )


def _pooled(plans: Sequence[ReplicatePlan], replicates: Iterable[Replicate]) -> Pool:
    pool = Pool(totals_usd=np.empty(sum(plan.trials for plan in plans)))
    checkpoints = {1 << power for power in range(len(plans).bit_length())} | {len(plans)}
    for drawn, (plan, replicate) in enumerate(zip(plans, replicates, strict=True), start=1):
        if (replicate.index, len(replicate.totals_usd)) != (plan.index, plan.trials):
            raise InvariantError(f"replicate {replicate.index} came where {plan.index} was planned")
        pool.add(replicate, keeps_ranks=plan.keeps_ranks)
        if drawn in checkpoints:
            pool.settle()
    return pool


def _variance_shares(pool: Pool) -> Float:
    """Return each moment row's covariance with the total in units of the total's variance.

    The last row is the total itself: 1, or 0 if it does not vary.
    """
    covariance = covariances(np.asarray(pool.moments), trials=len(pool.totals_usd))
    variance = covariance[-1]
    return covariance / variance if variance > 0 else np.zeros_like(covariance)


def _sensitivities(
    model: RiskModel, engine: Engine, pool: Pool, shares: Float
) -> tuple[tuple[Sensitivity, ...], int]:
    rows = {name: row for row, name in enumerate(engine.structure.names)}
    coefficients, trials = rank_correlations(pool.ranked)
    swings = engine.influence.swing_usd.tolist()
    at_means = float(engine.influence.at_means_usd[-1])

    def sensitivity(name: str) -> Sensitivity:
        if name not in rows:
            swing = (at_means, at_means)
            return Sensitivity(name=name, spearman=None, variance_share=0.0, swing_usd=swing)
        row = rows[name]
        coefficient = float(coefficients[row])
        return Sensitivity(
            name=name,
            spearman=None if np.isnan(coefficient) else coefficient,
            variance_share=float(engine.influence.slopes[row] * shares[row]),
            swing_usd=(min(swings[row]), max(swings[row])),
        )

    return tuple(sensitivity(one.name) for one in (*model.items, *model.factors)), trials


def _explained(sensitivities: Sequence[Sensitivity]) -> float:
    return math.fsum(one.variance_share for one in sensitivities)


def _registers(engine: Engine, pool: Pool, shares: Float) -> tuple[Register, ...]:
    trials = len(pool.totals_usd)
    own = slice(-4, -1)
    mean_deviations = np.asarray(pool.moments)[own, 0] / trials
    variances = np.asarray(pool.squares) / trials - mean_deviations**2
    means = engine.influence.at_means_usd[:3] + mean_deviations
    return tuple(
        Register(name=name, mean_usd=mean, sd_usd=sd, variance_share=share)
        for name, mean, sd, share in zip(
            REGISTERS,
            means.tolist(),
            np.sqrt(np.maximum(variances, 0.0)).tolist(),
            shares[own].tolist(),
            strict=True,
        )
    )


def _correlation_report(
    target: TargetCorrelation | None, pool: Pool, *, trials: int
) -> CorrelationReport | None:
    if target is None:
        return None
    return CorrelationReport(
        names=target.names,
        kind=target.kind,
        target=_rows(target.stated),
        used=_rows(target.used),
        achieved=_rows(np.asarray(pool.correlation) / trials),
        repaired_by=target.repaired_by,
        largest_change=target.largest_change,
    )


def _rows(matrix: Float) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(row) for row in matrix.tolist())
