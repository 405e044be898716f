"""Iman-Conover: give scores an exact sample correlation, then let ranks carry it."""

import numpy as np

from apex_core.risk.arrays import Float, Int
from apex_core.risk.products import gram


def root(matrix: Float) -> Float:
    """Return a matrix whose product with its transpose is the correlation *matrix*.

    The Cholesky factor; where the matrix is singular, a root from its eigenvectors.
    """
    try:
        return np.asarray(np.linalg.cholesky(matrix), dtype=np.float64)
    except np.linalg.LinAlgError:
        eigenvalues, vectors = np.linalg.eigh(matrix)
        from_eigenvectors: Float = vectors * np.sqrt(np.maximum(eigenvalues, 0.0))
        return from_eigenvectors


def sample_covariance(scores: Float) -> Float:
    """Return the covariance of the rows of *scores*, shape ``(inputs, trials)``."""
    trials = scores.shape[1]
    sums = scores.sum(axis=1)
    covariance: Float = (gram(scores) - np.outer(sums, sums) / trials) / trials
    return covariance


def correlating_map(scores: Float, target_root: Float) -> Float:
    """Return the matrix that turns *scores* into scores of exactly the target correlation.

    It removes the sample's own correlation and imposes the target: ``S inv(Q)``, with S the
    root of the target and Q the Cholesky factor of the sample covariance [1]_.

    References
    ----------
    .. [1] R. L. Iman, W. J. Conover, "A distribution-free approach to inducing rank correlation
       among input variables", Commun. Stat. B11 (1982) 311-334.
    """
    sample_root = np.linalg.cholesky(sample_covariance(scores))
    return np.linalg.solve(sample_root.T, target_root.T).T


def sort_rows(scores: Float, *, out: Int) -> Int:
    """Write to *out*, for each input, the trials by ascending score, and return it.

    Ties keep the order of the trials.

    Parameters
    ----------
    scores
        Shape ``(inputs, trials)``, below 2**62 / trials in magnitude; only the integer part counts.
    """
    trials = scores.shape[1]
    bits = (trials - 1).bit_length()
    # one sort of packed integers, score above and trial below, is several times an argsort
    np.copyto(out, scores, casting="unsafe")
    out <<= bits
    out |= np.arange(trials)
    out.sort(axis=1)
    out &= (1 << bits) - 1
    return out
