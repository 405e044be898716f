"""Percentiles of sorted values and their confidence intervals."""

from collections.abc import Sequence

import numpy as np
from scipy.special import stdtrit

from apex_core.risk.arrays import Float


def percentiles(ascending: Float, percents: Sequence[float]) -> Float:
    """Return percentiles by linear interpolation, as `numpy.percentile` does by default.

    The values are sorted already, which makes any number of percentiles cheap.

    Examples
    --------
    >>> percentiles(np.array([10.0, 20.0, 30.0]), (0, 25, 50, 100))
    array([10., 15., 20., 30.])
    """
    places = np.asarray(percents) / 100 * (len(ascending) - 1)
    left = np.floor(places).astype(np.intp)
    right = np.minimum(left + 1, len(ascending) - 1)
    part = places - left
    low, high = ascending[left], ascending[right]
    # from the nearer end, so that values and order are those of numpy to the bit
    return np.where(part < 0.5, low + (high - low) * part, high - (high - low) * (1 - part))  # noqa: PLR2004


def half_widths(per_replicate: Float, *, confidence: float) -> Float:
    """Return half the confidence interval of the mean over independent replicates.

    Student's t on the spread of the replicates: unlike the binomial interval it knows what
    stratification gains.

    Parameters
    ----------
    per_replicate
        Shape ``(replicates, percentiles)``.
    """
    replicates = len(per_replicate)
    standard_error = per_replicate.std(axis=0, ddof=1) / np.sqrt(replicates)
    widths: Float = stdtrit(replicates - 1, (1 + confidence) / 2) * standard_error
    return widths
