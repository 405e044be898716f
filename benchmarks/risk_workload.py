"""The workload every contender runs: inputs, correlation and reference percentiles.

Six kinds of inputs by turns, neighbouring inputs correlated. The order of draws inside
`workload` is part of the definition.
"""

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

KINDS: Final = ("triangular", "pert", "normal", "lognormal", "uniform", "event")
PARAMETERS: Final = {
    "triangular": ("low", "mode", "high"),
    "pert": ("low", "mode", "high"),
    "normal": ("mean", "sd"),
    "lognormal": ("median", "sigma"),
    "uniform": ("low", "high"),
    "event": ("probability", "impact"),
}
PERCENTS: Final = tuple(range(5, 100, 5))

# P50, P80, P95 by 16 x 2**20 (20 inputs) and 10 x 2**19 (50) randomised Sobol' draws
REFERENCE: Final = {
    20: {"p50": 2159.9016, "p80": 2305.0406, "p95": 2459.5996},
    50: {"p50": 5633.5679, "p80": 5891.1760, "p95": 6151.4418},
}
REFERENCE_ERROR: Final = {
    20: {"p50": 0.0131, "p80": 0.0214, "p95": 0.0460},
    50: {"p50": 0.0542, "p80": 0.0755, "p95": 0.0900},
}


class Input(NamedTuple):
    """One uncertain input: its kind and three parameters (unused ones are 0)."""

    kind: str
    first: float
    second: float
    third: float


def workload(count: int) -> tuple[list[Input], NDArray[np.float64]]:
    """Return *count* inputs and the Pearson correlation of their normal scores."""
    rng = np.random.default_rng(7)
    inputs = []
    for place in range(count):
        kind = KINDS[place % len(KINDS)]
        size = float(rng.uniform(50, 200))
        if kind in ("triangular", "pert"):
            low, high = 0.8 * size, size * float(rng.uniform(1.3, 2.0))
            inputs.append(
                Input(kind, low, low + (high - low) * float(rng.uniform(0.15, 0.5)), high)
            )
        elif kind == "normal":
            inputs.append(Input(kind, size, 0.12 * size, 0.0))
        elif kind == "lognormal":
            inputs.append(Input(kind, float(np.log(size)), float(rng.uniform(0.1, 0.35)), 0.0))
        elif kind == "uniform":
            inputs.append(Input(kind, 0.9 * size, 1.3 * size, 0.0))
        else:
            inputs.append(Input(kind, float(rng.uniform(0.05, 0.4)), size, 0.0))
    places = np.arange(count)
    return inputs, 0.5 ** np.abs(places[:, np.newaxis] - places)


def risk_model(count: int) -> dict[str, Any]:
    """Return the workload as a risk model."""
    inputs, correlation = workload(count)
    items = []
    for place, (kind, *numbers) in enumerate(inputs):
        if kind == "lognormal":
            numbers[0] = float(np.exp(numbers[0]))
        stated = dict(zip(PARAMETERS[kind], numbers, strict=False))
        items.append({"name": f"input {place:02d}", "distribution": kind, **stated})
    names = [item["name"] for item in items]
    matrix = {"names": names, "matrix": correlation.tolist(), "kind": "pearson"}
    return {"items": items, "correlation": matrix}
