"""The correlation an estimator states, as one that normal scores can have."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from apex_core.errors import InputError
from apex_core.model.risk import Correlation
from apex_core.risk.arrays import Float
from apex_core.risk.nearest import is_correlation, nearest_correlation

MOST_CHANGE: Final = 0.45  # of one coefficient; beyond it the statement contradicts itself


@dataclass(frozen=True, kw_only=True)
class TargetCorrelation:
    """What was stated and what is used, over the uncertain inputs that were named.

    Attributes
    ----------
    stated, used
        Of the kind the estimator chose, before and after repair.
    scores
        Pearson correlation of the normal scores that is imposed.
    """

    names: tuple[str, ...]
    kind: Literal["spearman", "pearson"]
    stated: Float
    used: Float
    scores: Float
    repaired_by: float
    largest_change: float


def target_correlation(
    correlation: Correlation | None, *, uncertain: tuple[str, ...]
) -> TargetCorrelation | None:
    """Work out the correlation of normal scores; none if fewer than two inputs are named.

    Rank correlations become score correlations by ``2 sin(pi r / 6)``; a matrix that is then not
    positive semi-definite is replaced by the nearest one that is.

    Raises
    ------
    InputError
        If the repair would change a coefficient by more than `MOST_CHANGE`.
    """
    if correlation is None:
        return None
    names = tuple(name for name in correlation.mentioned if name in uncertain)
    if len(names) < 2:  # noqa: PLR2004  a correlation takes two
        return None
    stated = _matrix_over(names, correlation)
    wanted = stated if correlation.kind == "pearson" else score_correlation(stated)
    is_possible = is_correlation(wanted)
    scores = wanted if is_possible else nearest_correlation(wanted)
    largest_change = float(np.abs(scores - wanted).max())
    if largest_change > MOST_CHANGE:
        raise InputError(
            "these correlations contradict each other: the nearest possible matrix changes one "
            f"by {largest_change:.2f}, more than {MOST_CHANGE:g}; review the strongest ones",
            path="correlation",
        )
    return TargetCorrelation(
        names=names,
        kind=correlation.kind,
        stated=stated,
        used=stated if is_possible else _as_stated(scores, correlation),
        scores=scores,
        repaired_by=float(np.linalg.norm(scores - wanted)),
        largest_change=largest_change,
    )


def score_correlation(spearman: Float) -> Float:
    """Return the Pearson correlation of normal scores whose rank correlation is *spearman*."""
    scores = 2 * np.sin(np.pi / 6 * spearman)
    return np.where(np.abs(spearman) == 1, spearman, scores)  # 2 sin(pi/6) rounds below 1


def spearman_correlation(scores: Float) -> Float:
    """Return the rank correlation of normal scores whose Pearson correlation is *scores*."""
    return 6 / np.pi * np.arcsin(scores / 2)


def _as_stated(scores: Float, correlation: Correlation) -> Float:
    return scores if correlation.kind == "pearson" else spearman_correlation(scores)


def _matrix_over(names: tuple[str, ...], correlation: Correlation) -> Float:
    everywhere = correlation.mentioned
    whole = np.eye(len(everywhere))
    if correlation.matrix:
        whole = np.array(correlation.matrix, dtype=np.float64)
    for first, second, coefficient in correlation.pairs:
        i, j = everywhere.index(first), everywhere.index(second)
        whole[i, j] = whole[j, i] = coefficient
    places = [everywhere.index(name) for name in names]
    chosen: Float = whole[np.ix_(places, places)]
    return (chosen + chosen.T) / 2
