"""A published capital cost without contingency, AFUDC and soft costs."""

from decimal import Decimal
from typing import Final

from apex_core.packs.miso import LineRates

SOFT_COSTS: Final = ("project_management", "administrative_general", "engineering")


def without_markups(rates: LineRates, capital: Decimal) -> Decimal:
    """Return the direct cost in a published capital cost, without what is added again [USD]."""
    soft = sum(rates.constant(name) for name in SOFT_COSTS)
    contingency = 1 + rates.constant("published_contingency")
    return capital / (1 + soft) / contingency / (1 + rates.constant("afudc"))
