"""Many numbers said briefly: runs by their ends."""

from collections.abc import Callable, Sequence
from typing import Final

_LISTED: Final = 10


def said_runs(numbers: Sequence[int], named: Callable[[int], str] = str) -> str:
    """Return sorted *numbers* as a person would list them.

    Parameters
    ----------
    numbers
        Pages, rows or columns, in order.
    named
        How one of them is called.

    Examples
    --------
    >>> said_runs([1, 2, 3, 7])
    '1-3, 7'
    """
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = runs[-1][0], number
        else:
            runs.append((number, number))
    said = [named(a) if a == b else f"{named(a)}-{named(b)}" for a, b in runs]
    more = len(said) - _LISTED
    return ", ".join(said[:_LISTED]) + (f" and {more} more" if more > 0 else "")
