"""Normal scores from 16 random bits each: cheap to draw, and their sums are exact."""

from functools import lru_cache
from typing import Final

import numpy as np
from scipy.special import ndtri

from apex_core.risk.arrays import Codes, Float

LEVELS: Final = 1 << 16
SCORE_UNIT: Final = 2.0**17  # products of 16,384 whole scores still sum exactly in float64
MOST_TRIALS: Final = 1 << 14


@lru_cache(maxsize=1)
def score_levels() -> Float:
    """Return the normal scores of the midpoints of 65,536 equal slices, in whole units.

    Whole numbers make sample covariances exact, hence the same whatever library, processor or
    number of threads multiplies them.
    """
    lower = np.rint(ndtri((np.arange(LEVELS // 2) + 0.5) / LEVELS) * SCORE_UNIT)
    return np.concatenate([lower, -lower[::-1]])


def take_scores(bits: Codes, *, out: Float) -> Float:
    """Write to *out* the score of each 16-bit level, in units of 1 / `SCORE_UNIT`."""
    return score_levels().take(bits, out=out, mode="clip")


def random_bits(inputs: int, trials: int, *, rng: np.random.Generator) -> Codes:
    """Return independent 16-bit levels, shape ``(inputs, trials)``."""
    words = rng.bit_generator.random_raw(-(-inputs * trials // 4))
    levels: Codes = words.view(np.uint16)[: inputs * trials]
    return levels.reshape(inputs, trials)
