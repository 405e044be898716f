"""Arrays that are used again for every replicate, so that memory is touched once."""

from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from apex_core.risk.arrays import Codes, Float, Int

_Scalar = TypeVar("_Scalar", np.float64, np.int64, np.uint16)


@dataclass
class Workspace:
    """Room for one replicate at a time; its arrays are overwritten by the next."""

    _arrays: dict[str, NDArray[np.generic]] = field(default_factory=dict)

    def floats(self, name: str, inputs: int, trials: int) -> Float:
        """Return the array of that *name*, of whatever content, shape ``(inputs, trials)``."""
        return self._array(name, inputs, trials, np.float64)

    def ints(self, name: str, inputs: int, trials: int) -> Int:
        """Return the array of that *name*, of whatever content, shape ``(inputs, trials)``."""
        return self._array(name, inputs, trials, np.int64)

    def codes(self, name: str, inputs: int, trials: int) -> Codes:
        """Return the array of that *name*, of whatever content, shape ``(inputs, trials)``."""
        return self._array(name, inputs, trials, np.uint16)

    def _array(self, name: str, inputs: int, trials: int, kind: type[_Scalar]) -> NDArray[_Scalar]:
        size = inputs * trials
        flat = self._arrays.get(name)
        if flat is None or flat.size < size:
            flat = self._arrays[name] = np.empty(size, dtype=kind)
        array: NDArray[_Scalar] = flat[:size].reshape(inputs, trials)  # type: ignore[assignment]
        return array
