"""The units a rate may be per, and the ways people write them."""

import difflib
from collections.abc import Mapping
from typing import Final

UNITS: Final[Mapping[str, tuple[str, ...]]] = {
    "each": ("ea", "pc", "pcs", "piece", "no", "nos", "unit", "count", "item", "structure", "pole"),
    "set": ("sets",),
    "mile": ("mi", "miles", "line mile", "route mile"),
    "circuit mile": ("ckt mi", "ckt mile", "circuit mi", "cct mile"),
    "ft": ("foot", "feet", "lf", "lin ft", "linear ft", "linear foot", "linear feet"),
    "kft": ("1,000 ft", "1000 ft", "mft", "thousand ft", "thousand feet", "1000 feet"),
    "ft2": ("sf", "sq ft", "sqft", "square foot", "square feet"),
    "yd2": ("sy", "sq yd", "square yard"),
    "yd3": ("cy", "cu yd", "cuyd", "cubic yard", "yd^3"),
    "acre": ("ac", "acres"),
    "lb": ("lbs", "pound", "#"),
    "ton": ("tons", "tn", "short ton"),
    "gal": ("gallon", "gallons"),
    "MVA": ("mva",),
    "hour": ("hr", "hrs", "h", "man hour", "manhour", "mh", "labor hour", "crew hour"),
    "day": ("days", "crew day"),
    "week": ("wk", "weeks"),
    "month": ("mo", "months"),
    "lump sum": ("ls", "lot", "job", "lumpsum", "lump"),
}


def _folded(text: str) -> str:
    words = text.casefold().replace("-", " ").replace("_", " ").split()
    return " ".join(words).removeprefix("usd/").removeprefix("per ").lstrip("/").rstrip(". ")


_NAMES: Final = {_folded(name): unit for unit, others in UNITS.items() for name in (unit, *others)}


def unit_named(text: str) -> str | None:
    """Return the unit that *text* means, or None.

    Examples
    --------
    >>> unit_named("EA."), unit_named("per Mile"), unit_named("1,000 ft"), unit_named("furlong")
    ('each', 'mile', 'kft', None)
    """
    folded = _folded(text)
    return _NAMES.get(folded) or _NAMES.get(folded.removesuffix("s"))


def unit_rule(text: str) -> str:
    """Say what a unit may be, with a guess at what *text* meant."""
    near = difflib.get_close_matches(_folded(text), _NAMES, n=1, cutoff=0.7)
    guess = f"; did you mean {_NAMES[near[0]]}?" if near else ""
    return f"expected a unit: {', '.join(UNITS)}{guess}"
