"""Scrambled Sobol' points of 16 bits."""

from functools import lru_cache
from typing import Final

import numpy as np

from apex_core.risk.arrays import Codes, Int
from apex_core.risk.joe_kuo import JOE_KUO
from apex_core.risk.scores import random_bits

DIGITS: Final = 16
INDEX_BITS: Final = 14  # a replicate has at most 2**14 trials


def sobol_bits(inputs: int, trials: int, *, rng: np.random.Generator) -> Codes:
    """Return the first *trials* points of a randomly scrambled Sobol' sequence.

    Each coordinate gets a random linear scramble and a digital shift [1]_. Coordinates beyond the
    tabulated dimensions are independent and random, as the least important may be.

    Returns
    -------
    Codes
        16-bit levels, shape ``(inputs, trials)``.

    References
    ----------
    .. [1] J. Matousek, "On the L2-discrepancy for anchored boxes", J. Complexity 14 (1998)
       527-556. doi:10.1006/jcom.1998.0489
    """
    dimensions = min(inputs, len(JOE_KUO))
    directions = _scrambled(_directions()[:dimensions], rng=rng)
    doublings = (trials - 1).bit_length()
    points = np.empty((inputs, 1 << doublings), dtype=np.uint16)
    points[:dimensions, 0] = rng.integers(0, 1 << DIGITS, dimensions, dtype=np.uint16)
    for bit in range(doublings):
        half = 1 << bit
        points[:dimensions, half : 2 * half] = points[:dimensions, :half] ^ directions[:, [bit]]
    if inputs > dimensions:
        points[dimensions:] = random_bits(inputs - dimensions, points.shape[1], rng=rng)
    return points[:, :trials]


@lru_cache(maxsize=1)
def _directions() -> Int:
    """Return the direction numbers as 16-bit integers, shape ``(dimensions, INDEX_BITS)``."""
    rows = [_direction_integers(*row) for row in JOE_KUO]
    return np.array(rows, dtype=np.int64) << np.arange(DIGITS - 1, DIGITS - 1 - INDEX_BITS, -1)


def _direction_integers(polynomial: int, initial: tuple[int, ...]) -> list[int]:
    degree = polynomial.bit_length() - 1
    if degree == 0:
        return [1] * INDEX_BITS
    integers = list(initial[:INDEX_BITS])
    while len(integers) < INDEX_BITS:
        new = integers[-degree]
        for power in range(1, degree + 1):
            if polynomial >> (degree - power) & 1:
                new ^= integers[-power] << power
        integers.append(new)
    return integers


def _scrambled(directions: Int, *, rng: np.random.Generator) -> Codes:
    scrambled = np.zeros_like(directions)
    for digit in range(DIGITS):
        weight = 1 << (DIGITS - 1 - digit)
        below = rng.integers(0, weight, len(directions))  # random lower digits, itself kept
        column = (weight | below)[:, np.newaxis]
        scrambled ^= np.where(directions & weight, column, 0)
    return scrambled.astype(np.uint16)
