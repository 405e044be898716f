"""The area of a right of way."""

from decimal import Decimal
from typing import Final, NamedTuple

from apex_core.costing.line import LineAtHand
from apex_core.costing.money import plain

FEET_PER_MILE: Final = 5_280
FEET2_PER_ACRE: Final = 43_560


class Area(NamedTuple):
    """Acres, and how they were found."""

    acres: Decimal
    source: str


def row_area(at: LineAtHand) -> Area:
    """Return the area of a line's right of way: its width times its length [acre]."""
    given = at.line.land.row_width_ft if at.line.land else None
    width = given or at.defaults.row_width_ft
    cited = at.source("land.row_width_ft") if given else at.rates.cite("Table 3.1-1")
    return Area(
        acres=width * FEET_PER_MILE * at.miles / FEET2_PER_ACRE,
        source=f"{plain(width)} ft wide ({cited}) × {at.miles_source}",
    )
