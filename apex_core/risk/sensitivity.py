"""Which inputs drive the total: rank correlation, share of variance."""

from collections.abc import Sequence

import numpy as np

from apex_core.risk.arrays import Codes, Float
from apex_core.risk.ranks import doubled_midranks
from apex_core.risk.workspace import Workspace


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
    of_totals = doubled_midranks(totals) - (len(totals) - 1.0)
    squares = products = np.zeros(len(ranked[0][0]))
    workspace = Workspace()
    start = 0
    for midranks, own_totals in ranked:
        trials = len(own_totals)
        # whole numbers about 0, whose sums are exact
        deviations = workspace.floats("deviations", *midranks.shape)
        np.subtract(midranks, trials - 1.0, out=deviations)
        squares = squares + np.einsum("ij,ij->i", deviations, deviations) / trials**2
        own = of_totals[start : start + trials]
        products = products + np.einsum("ij,j->i", deviations, own) / trials
        start += trials
    scale = np.sqrt(squares * (of_totals @ of_totals))
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
