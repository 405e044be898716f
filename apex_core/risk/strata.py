"""Sorted probabilities, and what every quantile function needs of them, worked out once."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from scipy.special import ndtri

from apex_core.risk.arrays import Float
from apex_core.risk.pert import Place, place_of

SMALLEST: Final = float(np.finfo(np.float64).tiny)
LARGEST: Final = float(np.nextafter(1.0, 0.0))


@dataclass(frozen=True)
class Strata:
    """Ascending probabilities in (0, 1) at which quantile functions are evaluated.

    Attributes
    ----------
    probabilities
        Shape ``(trials,)``, ascending. [-]
    """

    probabilities: Float

    @cached_property
    def scores(self) -> Float:
        """Standard normal quantiles."""
        scores: Float = ndtri(self.probabilities)
        return scores

    @cached_property
    def root_below(self) -> Float:
        """Square roots of the probabilities."""
        return np.sqrt(self.probabilities)

    @cached_property
    def root_above(self) -> Float:
        """Square roots of the complements."""
        return np.sqrt(1.0 - self.probabilities)

    @cached_property
    def pert_place(self) -> Place:
        """Where the scores fall in the tables of PERT quantiles."""
        return place_of(self.scores)


def strata_at(probabilities: Float) -> Strata:
    """Return strata at ascending *probabilities*, kept just inside (0, 1)."""
    return Strata(np.clip(probabilities, SMALLEST, LARGEST))


def latin_strata(trials: int, *, rng: np.random.Generator) -> Strata:
    """Return one random probability in each of *trials* equal slices of (0, 1).

    All inputs of a replicate share them: each meets them in its own order, so inputs stay
    independent, and the quantile functions are evaluated at sorted points.
    """
    return strata_at((np.arange(trials) + rng.random(trials)) / trials)


def random_strata(trials: int, *, rng: np.random.Generator) -> Strata:
    """Return *trials* sorted independent probabilities: plain Monte Carlo."""
    return strata_at(np.sort(rng.random(trials)))
