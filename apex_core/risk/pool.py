"""What is kept of the replicates while they pass by."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from apex_core.model.risk_result import Convergence
from apex_core.risk.arrays import Codes, Float
from apex_core.risk.percentiles import percentiles
from apex_core.risk.replicate import Replicate

REPORTED: Final = tuple(range(5, 100, 5))


@dataclass
class Pool:
    """Pooled replicates: all totals, sums of the rest, ranks of the first ones.

    Attributes
    ----------
    totals_usd
        Shape ``(trials of all plans,)``, ascending as far as it was settled. [USD]
    percentiles_usd
        `REPORTED` percentiles of each replicate. [USD]
    ranked
        Doubled midranks of the inputs, and totals, of the replicates that keep ranks.
    """

    totals_usd: Float
    filled: int = 0
    moments: Float | float = 0.0
    squares: Float | float = 0.0
    correlation: Float | float = 0.0
    percentiles_usd: list[Float] = field(default_factory=list)
    convergence: list[Convergence] = field(default_factory=list)
    ranked: list[tuple[Codes, Float]] = field(default_factory=list)

    def add(self, replicate: Replicate, *, keeps_ranks: bool) -> None:
        """Take in one replicate."""
        trials = len(replicate.totals_usd)
        self.totals_usd[self.filled : self.filled + trials] = replicate.totals_usd
        self.filled += trials
        self.moments = self.moments + replicate.moments
        self.squares = self.squares + replicate.squares
        self.percentiles_usd.append(percentiles(np.sort(replicate.totals_usd), REPORTED))
        if keeps_ranks:
            self.ranked.append((replicate.midranks, replicate.totals_usd))
            self.correlation = self.correlation + replicate.correlation * trials

    def settle(self) -> None:
        """Sort what has come in, and note where the estimate stands."""
        arrived = self.totals_usd[: self.filled]
        arrived.sort()
        p50, p80 = percentiles(arrived, (50, 80)).tolist()
        mean = float(arrived.mean())
        self.convergence.append(
            Convergence(trials=self.filled, mean_usd=mean, p50_usd=p50, p80_usd=p80)
        )
