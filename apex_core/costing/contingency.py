"""The class's contingency percentage, for an estimate without a risk result."""

from decimal import Decimal
from typing import Final

from apex_core.costing.money import plain
from apex_core.model.cost import Contingency
from apex_core.packs.aace import AaceClasses, EstimateType

OBSERVED: Final = "observed"


def class_contingency(project_usd: Decimal, estimate_class: int, aace: AaceClasses) -> Contingency:
    """Return MISO's percentage of the class; classes 2 and 1 take the one observed in bids."""
    kind = aace.estimate_type(estimate_class) or _observed(aace)
    percent = plain(kind.contingency * 100)
    said = (
        f"{percent} % of project cost, MISO's contingency of a class {estimate_class} "
        f"({kind.name}) estimate; no risk result was used"
    )
    observed = (
        f"{percent} % of project cost, as observed in competitive proposals: no percentage is "
        f"published for class {estimate_class}; no risk result was used"
    )
    return Contingency(
        usd=project_usd * kind.contingency,
        fraction=kind.contingency,
        basis=observed if kind.status == OBSERVED else said,
    )


def _observed(aace: AaceClasses) -> EstimateType:
    return next(kind for kind in aace.estimate_types if kind.status == OBSERVED)
