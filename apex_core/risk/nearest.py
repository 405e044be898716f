"""The nearest correlation matrix (Higham 2002)."""

from typing import Final

import numpy as np

from apex_core.risk.arrays import Float

CONVERGED: Final = 1e-10
MOST_SWEEPS: Final = 2000
SMALLEST_EIGENVALUE: Final = -1e-10  # rounding makes a singular matrix look slightly indefinite


def is_correlation(matrix: Float) -> bool:
    """Whether a symmetric *matrix* of unit diagonal is positive semi-definite."""
    try:
        np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        return bool(np.linalg.eigvalsh(matrix)[0] >= SMALLEST_EIGENVALUE)
    return True


def nearest_correlation(matrix: Float) -> Float:
    """Return the correlation matrix nearest to *matrix* in the Frobenius norm.

    Alternating projections onto the positive semi-definite and the unit-diagonal matrices, with
    Dykstra's correction [1]_.

    Parameters
    ----------
    matrix
        Symmetric, shape ``(inputs, inputs)``. [-]

    References
    ----------
    .. [1] N. J. Higham, "Computing the nearest correlation matrix: a problem from finance",
       IMA J. Numer. Anal. 22 (2002) 329-343, algorithm 3.3. doi:10.1093/imanum/22.3.329
    """
    nearest = matrix.copy()
    correction = np.zeros_like(matrix)
    for _ in range(MOST_SWEEPS):
        shifted = nearest - correction
        semidefinite = _semidefinite(shifted)
        correction = semidefinite - shifted
        before = nearest
        nearest = semidefinite.copy()
        np.fill_diagonal(nearest, 1.0)
        if np.linalg.norm(nearest - before) <= CONVERGED * np.linalg.norm(nearest):
            break
    return _unit_diagonal(_semidefinite(nearest))


def _semidefinite(matrix: Float) -> Float:
    eigenvalues, vectors = np.linalg.eigh(matrix)
    projected: Float = (vectors * np.maximum(eigenvalues, 0.0)) @ vectors.T
    return (projected + projected.T) / 2


def _unit_diagonal(matrix: Float) -> Float:
    scale = np.sqrt(np.diag(matrix))
    scaled: Float = matrix / np.outer(scale, scale)
    np.fill_diagonal(scaled, 1.0)
    return scaled
