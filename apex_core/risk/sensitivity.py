"""Which inputs drive the total: rank correlation, share of variance."""

from collections.abc import Sequence

import numpy as np

from apex_core.risk.arrays import Codes, Float
from apex_core.risk.ranks import doubled_midranks


def rank_correlations(ranked: Sequence[tuple[Codes, Float]]) -> tuple[Float, int]:
    """Return Spearman's coefficient of each input with the pooled totals, and the trials used.

    An input's ranks come from its own replicate: every replicate holds the same slices of it.

    Parameters
    ----------
    ranked
        Twice the midranks of the inputs, shape ``(inputs, trials)``, and the totals, of each
        replicate.

    Returns
    -------
    tuple
        Coefficients, shape ``(inputs,)``, not a number where a side is constant; and the trials.
    """
    totals = np.concatenate([totals for _, totals in ranked])
    total_ranks = doubled_midranks(totals) - (len(totals) - 1.0)
    sums = squares = products = np.zeros(len(ranked[0][0]))
    start = 0
    for codes, own_totals in ranked:
        trials = len(own_totals)
        deviations = (codes - (trials - 1.0)) / trials
        against = total_ranks[start : start + trials]
        sums = sums + deviations.sum(axis=1)
        squares = squares + np.einsum("ij,ij->i", deviations, deviations)
        products = products + np.einsum("ij,j->i", deviations, against)
        start += trials
    scale = np.sqrt((squares - sums**2 / len(totals)) * (total_ranks @ total_ranks))
    nothing = np.full_like(products, np.nan)
    coefficients: Float = np.divide(products, scale, out=nothing, where=scale > 0)
    return coefficients, len(totals)


def covariances(moments: Float, *, trials: int) -> Float:
    """Return the covariance with the total of each row of pooled *moments*, the total's last.

    Parameters
    ----------
    moments
        Sums of a quantity and of its product with the total's deviation from a fixed amount, shape
        ``(quantities, 2)``; the last row is that deviation itself.
    """
    sums, products = moments.T
    covariance: Float = (products - sums * sums[-1] / trials) / trials
    return covariance
