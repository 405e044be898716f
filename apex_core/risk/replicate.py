"""What one replicate leaves behind, and how it travels."""

import io
from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from apex_core.risk.arrays import Codes, Float


@dataclass(frozen=True, slots=True, kw_only=True)
class Replicate:
    """A complete, independent sample of a model.

    Attributes
    ----------
    index
        Its place in the plan.
    totals_usd
        Shape ``(trials,)``. [USD]
    midranks
        Twice the midrank, from 0, of each input's value, shape ``(inputs, trials)``; empty where
        the plan keeps no ranks.
    moments
        Sums of a quantity and of its product with the total's deviation, shape
        ``(inputs + 4, 2)``: the inputs, then the deviations of the line, event and systemic
        registers and of the total from what they are with every input at its mean.
    squares
        Sums of the squared deviations of the three registers, shape ``(3,)``.
    correlation
        Achieved among the inputs that the correlation names; empty where the plan keeps no ranks.
    """

    index: int
    totals_usd: Float
    midranks: Codes
    moments: Float
    squares: Float
    correlation: Float

    def to_bytes(self) -> bytes:
        """Return the replicate as consecutive npy arrays; equal replicates give equal bytes."""
        buffer = io.BytesIO()
        for field in fields(self):
            array = np.asarray(getattr(self, field.name))
            np.lib.format.write_array(buffer, array, version=(1, 0), allow_pickle=False)
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what `to_bytes` wrote."""
        buffer = io.BytesIO(data)
        index, totals_usd, midranks, moments, squares, correlation = (
            np.lib.format.read_array(buffer, allow_pickle=False) for _ in fields(cls)
        )
        return cls(
            index=int(index),
            totals_usd=totals_usd,
            midranks=midranks,
            moments=moments,
            squares=squares,
            correlation=correlation,
        )
