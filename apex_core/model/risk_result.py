"""What a simulation answers: the spread of the total, how sure it is, and what drives it."""

from typing import Literal

from apex_core.model.noun import Noun
from apex_core.model.risk import Method


class Sensitivity(Noun):
    """How one input moves the total.

    Attributes
    ----------
    spearman
        Rank correlation with the total; none where the input or the total is constant.
    variance_share
        Part of the total's variance that goes with this input; with correlation it can be
        negative. The shares and the result's ``variance_unexplained`` add up to 1.
    swing_usd
        Total with this input at its P10 and at its P90, the others at their means; for an event,
        without it and with its mean impact. The lower total comes first. [USD]
    """

    name: str
    spearman: float | None
    variance_share: float
    swing_usd: tuple[float, float]


class CorrelationReport(Noun):
    """The correlation asked for against what was used and what arrived.

    Attributes
    ----------
    used
        The target after repair; equal to it when there was none to make.
    achieved
        Mean over the replicates, of the ranks before ties: an event keeps its frequency, so its
        values alone cannot show the correlation of the scores behind them.
    repaired_by
        Frobenius distance between the stated matrix and the nearest correlation matrix, both of
        normal scores; 0 when the stated one is a correlation matrix.
    largest_change
        Largest change of a single coefficient by the repair.
    """

    names: tuple[str, ...]
    kind: Literal["spearman", "pearson"]
    target: tuple[tuple[float, ...], ...]
    used: tuple[tuple[float, ...], ...]
    achieved: tuple[tuple[float, ...], ...]
    repaired_by: float
    largest_change: float


class Register(Noun):
    """What one register contributes; means add up to the mean total, shares to 1."""

    name: Literal["line", "event", "systemic"]
    mean_usd: float
    sd_usd: float
    variance_share: float


class Convergence(Noun):
    """The estimate after so many of the trials, in USD."""

    trials: int
    mean_usd: float
    p50_usd: float
    p80_usd: float


class RiskResult(Noun):
    """Distribution of the total cost. Money is in USD.

    Attributes
    ----------
    percentiles
        ``p5``, ``p10``, ..., ``p95``, by linear interpolation between order statistics.
    probability_of_base
        Share of trials at or below ``base_usd``.
    contingency_usd
        Percentile less ``base_usd``.
    intervals
        95 % confidence interval of each percentile, from the spread of the replicates.
    s_curve_usd
        The 101 percentiles p0, p1, ..., p100.
    sensitivity_trials
        Trials the rank correlations rest on; all of them unless there are very many.
    assumptions
        Sentences that say how to read the figures.
    """

    base_usd: float
    mean_usd: float
    sd_usd: float
    min_usd: float
    max_usd: float
    percentiles: dict[str, float]
    probability_of_base: float
    contingency_usd: dict[str, float]
    intervals: dict[str, tuple[float, float]]
    sensitivities: tuple[Sensitivity, ...]
    variance_unexplained: float
    registers: tuple[Register, ...]
    correlation: CorrelationReport | None
    s_curve_usd: tuple[float, ...]
    convergence: tuple[Convergence, ...]
    trials: int
    replicates: int
    sensitivity_trials: int
    seed: int
    method: Method
    assumptions: tuple[str, ...]
