"""The codes of shipped rates: stable names by which a company's own book may replace them."""

import re
from decimal import Decimal
from typing import Final

from apex_core.costing.money import plain

CIRCUITS: Final = {1: "single", 2: "double"}
_BETWEEN: Final = re.compile(r"[^a-z0-9]+")


def rate_code(*parts: str | Decimal) -> str:
    """Return a code: its parts in lower case, joined by dots.

    Examples
    --------
    >>> rate_code("structure", Decimal("345"), "steel_pole", "single", "tangent")
    'structure.345.steel_pole.single.tangent'
    >>> rate_code("land", "North Dakota", "crop")
    'land.north_dakota.crop'
    """
    return ".".join(_slug(part) for part in parts)


def _slug(part: str | Decimal) -> str:
    text = plain(part) if isinstance(part, Decimal) else part
    return _BETWEEN.sub("_", text.lower()).strip("_")
