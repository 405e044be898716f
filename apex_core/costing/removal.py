"""Removing the line that a rebuild replaces."""

from typing import Final

from apex_core.costing.codes import CIRCUITS, rate_code
from apex_core.costing.entry import Draft, Entry, Missing, UnitRate
from apex_core.costing.line import LineAtHand
from apex_core.model.cost import CostCategory

EXISTING_CIRCUITS: Final = 1  # reproduces Table 4.1-3, also for lines rebuilt with two circuits
WORDS: Final = "Removal of the existing single-circuit wood-pole line"


def removal(at: LineAtHand) -> Draft:
    """Price the removal; it is not plant in service and has no plant account."""
    usd = at.rates.removal.get((EXISTING_CIRCUITS, at.line.voltage_kv))
    no_new_land = (
        f"{at.line.name}: a rebuild uses the existing right of way, so no land, permits or terrain "
        "are priced"
    )
    if usd is None:
        reason = f"no removal cost is published at {at.voltage}: add it under adders"
        gap = Missing(
            key="removal",
            category=CostCategory.REMOVAL,
            description="Removal of the existing line",
            reason=reason,
        )
        return Draft(missing=(gap,), assumptions=(no_new_land,))
    entry = Entry(
        key="removal",
        category=CostCategory.REMOVAL,
        account=None,
        description=WORDS,
        quantity=at.miles,
        unit="mile",
        quantity_source=at.miles_source,
        rate=UnitRate(
            labor=usd,
            source=at.rates.cite("Table 2.2-10"),
            code=rate_code("removal", at.line.voltage_kv, "wood_pole", CIRCUITS[EXISTING_CIRCUITS]),
            words=f"{WORDS}, {at.voltage}",
        ),
    )
    existing = (
        f"{at.line.name}: the existing line is taken to have one circuit on wood poles, as in the "
        "published rebuild costs"
    )
    return Draft(entries=(entry,), assumptions=(no_new_land, existing))
