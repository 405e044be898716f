"""How a number of trials is split into complete, independent replicates."""

from typing import Final, get_args

from apex_core.errors import InputError
from apex_core.model.risk import Method, ReplicatePlan, RiskModel
from apex_core.risk.costs import cost_structure

FEWEST_REPLICATES: Final = 2  # one has no spread
USUAL_REPLICATES: Final = 10  # enough for an interval; divides the round numbers people choose
SIZES: Final = (10_000, 5_000, 2_000, 1_000)  # of large replicates; they divide round numbers
CACHED: Final = 250_000  # values in a replicate: its arrays then stay in the processor's cache
LEAST_TRIALS: Final = 100  # of a replicate, where there are trials enough
MOST_TRIALS: Final = 100_000_000
METHODS: Final[tuple[str, ...]] = get_args(Method)
RANKED_TRIALS: Final = 200_000  # standard error of a rank correlation: below 0.003


def plan_replicates(
    model: RiskModel, *, trials: int, seed: int, method: Method = "lhs"
) -> tuple[ReplicatePlan, ...]:
    """Split *trials* into replicates of nearly equal size, each a sample of the whole model.

    Latin hypercubes of a tenth of the trials are, pooled, as accurate as one of all of them, and
    their spread says how accurate that is.

    Raises
    ------
    InputError
        If *trials* are no whole number, too few to correlate the inputs, or more than
        `MOST_TRIALS`; if *seed* is negative or *method* is unknown.
    """
    if trials % 1:
        raise InputError("trials are counted in whole numbers", path="trials", value=trials)
    inputs = len(cost_structure(model).names)
    least = 2 * (inputs + 1)
    if trials < FEWEST_REPLICATES * least:
        raise InputError(
            f"{inputs} uncertain inputs need at least {FEWEST_REPLICATES * least} trials",
            path="trials",
            value=trials,
        )
    if trials > MOST_TRIALS:
        raise InputError(f"at most {MOST_TRIALS:,} trials are run", path="trials", value=trials)
    if seed < 0:
        raise InputError("a seed is 0 or a positive whole number", path="seed", value=seed)
    if method not in METHODS:
        raise InputError(f"must be one of {', '.join(METHODS)}", path="method", value=method)
    largest = next((size for size in SIZES if size * inputs <= CACHED), SIZES[-1])
    wanted = max(USUAL_REPLICATES, -(-trials // max(largest, least)))
    replicates = max(FEWEST_REPLICATES, min(wanted, trials // max(LEAST_TRIALS, least)))
    sizes = [(trials + place) // replicates for place in reversed(range(replicates))]
    return tuple(
        ReplicatePlan(
            index=index,
            trials=size,
            seed=seed,
            method=method,
            keeps_ranks=index == 0 or sum(sizes[: index + 1]) <= RANKED_TRIALS,
        )
        for index, size in enumerate(sizes)
    )
