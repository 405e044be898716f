"""Ranks in which equal values share the mean of their places."""

import numpy as np

from apex_core.risk.arrays import Float, Int


def doubled_midranks(values: Float) -> Int:
    """Return twice the midrank, counted from 0, of each of *values*: a whole number.

    Equal values share the mean of their places, as in Spearman's coefficient with ties.

    Examples
    --------
    >>> doubled_midranks(np.array([5.0, 0.0, 0.0, 7.0]))
    array([4, 1, 1, 6])
    """
    order = np.argsort(values, kind="stable")
    ascending = values[order]
    starts = np.flatnonzero(np.r_[True, ascending[1:] != ascending[:-1]])
    ends = np.r_[starts[1:], len(values)]
    doubled = np.empty(len(values), dtype=np.int64)
    doubled[order] = np.repeat(starts + ends - 1, ends - starts)
    return doubled
