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
    order = np.argsort(values)
    ascending = values[order]
    doubled = np.empty(len(values), dtype=np.int64)
    doubled[order] = doubled_midranks_of_sorted(ascending)
    return doubled


def doubled_midranks_of_sorted(ascending: Float) -> Int:
    """Return twice the midrank of each of the *ascending* values."""
    is_new = np.empty(len(ascending) + 1, dtype=np.bool_)
    is_new[0] = is_new[-1] = True
    np.not_equal(ascending[1:], ascending[:-1], out=is_new[1:-1])
    bounds = np.flatnonzero(is_new)
    return np.repeat(bounds[:-1] + bounds[1:] - 1, np.diff(bounds))
