"""Which shipped risk drivers an estimate loads, on which part of its cost, and why not the rest.

Every range is engineering judgement from a pack, never a constant here.
A driver is loaded once: a ticket's own driver of the same name takes its place; what the base
already holds, such as the adder on a straight-line route, is not loaded again; and a quantity that
its document defines well enough is left to the driver of the estimate class.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from apex_core.estimate.wording import rounded
from apex_core.model.classification import Classification
from apex_core.model.cost import CostCategory, CostEstimate, LineItem
from apex_core.model.estimate import DriverUse
from apex_core.model.quantities import Quantities
from apex_core.model.review import Deliverable
from apex_core.model.scope import ConductorKind, ProjectScope, Work
from apex_core.model.ticket import Ticket
from apex_core.packs.drivers import RiskDriver
from apex_core.packs.loader import Packs

CLASS_DRIVER: Final = "lognormal fit to band"  # the pack's name for a range the class supplies
NEW_TECHNOLOGY: Final = "Technology newness"
ZERO: Final = Decimal(0)

# Which document settles the part of the cost that a driver moves.
SETTLED_BY: Final = {
    "line quantity": Deliverable.ROUTE,
    "structures": Deliverable.STRUCTURE_LIST,
    "foundations": Deliverable.GEOTECHNICAL,
    "ROW": Deliverable.ROW,
}
SETTLED_CLASS: Final = 3  # judgement: from this class on such a document defines its quantity

_STRUCTURES: Final = frozenset({CostCategory.STRUCTURES, CostCategory.FOUNDATIONS})
_WIRES: Final = frozenset({CostCategory.CONDUCTOR, CostCategory.OPGW_AND_SHIELDWIRE})
_STATION: Final = frozenset({CostCategory.STATION_EQUIPMENT, CostCategory.TRANSFORMERS})

Part = Callable[[LineItem, ProjectScope], Decimal]

# What the pack's ``applies_to`` means in line items.
PARTS: Final[Mapping[str, Part]] = {
    "total": lambda item, _: item.total_usd,
    "structure material": lambda item, _: (
        item.material_usd if item.category in _STRUCTURES else ZERO
    ),
    "structures": lambda item, _: item.total_usd if item.category in _STRUCTURES else ZERO,
    "foundations": lambda item, _: _of(item, CostCategory.FOUNDATIONS),
    "conductor material": lambda item, _: item.material_usd if item.category in _WIRES else ZERO,
    "station equipment": lambda item, _: item.material_usd if item.category in _STATION else ZERO,
    "labor": lambda item, _: item.labor_usd,
    "labor hours": lambda item, _: item.labor_usd,
    "ROW": lambda item, _: _of(item, CostCategory.RIGHT_OF_WAY),
    "access": lambda item, _: _of(item, CostCategory.TERRAIN) if "wetland" in item.id else ZERO,
    "line quantity": lambda item, scope: item.total_usd if _can_move(item, scope) else ZERO,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Range:
    low_pct: Decimal
    mode_pct: Decimal | None
    high_pct: Decimal
    distribution: str


def choose_drivers(
    cost: CostEstimate,
    quantities: Quantities,
    classification: Classification,
    ticket: Ticket,
    packs: Packs,
) -> tuple[DriverUse, ...]:
    """Say of every shipped driver whether the simulation loads it; none if the ticket says so."""
    if ticket.risk.drivers == "none":
        return ()
    own = {_folded(str(spec.get("name"))) for spec in (*ticket.risk.factors, *ticket.risk.items)}
    return tuple(
        _use(driver, _Case(cost, quantities.scope, classification, own))
        for driver in packs.drivers.drivers
    )


@dataclass(frozen=True, slots=True)
class _Case:
    cost: CostEstimate
    scope: ProjectScope
    classification: Classification
    own: set[str]

    def share(self, driver: RiskDriver) -> Decimal:
        part = PARTS.get(driver.applies_to)
        if part is None or not self.cost.base_usd:
            return ZERO
        usd = sum((part(item, self.scope) for item in self.cost.line_items), ZERO)
        return rounded(usd / self.cost.base_usd, 6)

    def range(self, driver: RiskDriver) -> _Range | None:
        if driver.distribution == CLASS_DRIVER:
            band = self.classification.accuracy
            low, high = (min(ends, key=abs) for ends in (band.low_pct, band.high_pct))
            return _Range(
                low_pct=low, mode_pct=None, high_pct=high, distribution="lognormal, P10 to P90"
            )
        if driver.low is None or driver.high is None:
            return None
        return _Range(
            low_pct=driver.low,
            mode_pct=driver.mode,
            high_pct=driver.high,
            distribution=driver.distribution,
        )


def _use(driver: RiskDriver, case: _Case) -> DriverUse:
    share, found = case.share(driver), case.range(driver)
    why_not = _why_not(driver, case, share)
    percent = found if driver.unit == "pct" else None
    return DriverUse(
        name=driver.name,
        applies_to=driver.applies_to,
        distribution=found.distribution if found else driver.distribution,
        low_pct=percent.low_pct if percent else None,
        mode_pct=percent.mode_pct if percent else None,
        high_pct=percent.high_pct if percent else None,
        share=share,
        loaded=not why_not,
        reason=why_not or _why(driver),
        status=driver.status,
        source=driver.source,
    )


def _why(driver: RiskDriver) -> str:
    if driver.distribution == CLASS_DRIVER:
        return (
            "the narrow end of the class's accuracy band, taken as P10 and P90; the wide end also "
            "holds what the other drivers load"
        )
    return driver.rationale or "shipped default"


def _why_not(driver: RiskDriver, case: _Case, share: Decimal) -> str:
    """Return the first reason to leave the driver out; empty when there is none."""
    settled_by = _settled_by(driver, case.classification)
    reasons = {
        "the ticket's own driver of this name takes its place": _folded(driver.name) in case.own,
        _NOT_A_RANGE.get(driver.kind, ""): driver.kind in _NOT_A_RANGE,
        _NOT_A_RANGE.get(driver.unit, ""): driver.unit in _NOT_A_RANGE,
        "it needs a probability, and the pack states none: add it to the ticket as an event": (
            driver.distribution.startswith("Bernoulli")
        ),
        "the scope holds conventional technology only": (
            driver.name.startswith(NEW_TECHNOLOGY) and not _has_new_technology(case.scope)
        ),
        f"the estimate holds no cost it applies to ({driver.applies_to})": not share,
        f"{settled_by} defines it to class {SETTLED_CLASS} or better": bool(settled_by),
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


_NOT_A_RANGE: Final = {
    "benchmark": "it is a reference to compare with, not a driver",
    "months": "a delay in months has no cost here: add it to the ticket as an event",
    "pct_per_year": "escalation is estimated apart and is no part of contingency",
}


def _of(item: LineItem, category: CostCategory) -> Decimal:
    return item.total_usd if item.category is category else ZERO


def _settled_by(driver: RiskDriver, classification: Classification) -> str:
    """Return the document that settles what the driver moves; empty when there is none."""
    settling = (
        standing.document
        for standing in classification.documents
        if standing.deliverable is SETTLED_BY.get(driver.applies_to)
        and standing.supports_class <= SETTLED_CLASS
    )
    return next(settling, "")


def _can_move(item: LineItem, scope: ProjectScope) -> bool:
    """Whether the item grows with a route that is new and not already lengthened by an adder."""
    room, _, number = item.section.partition(".")
    if room != "lines":
        return False
    line = scope.lines[int(number)]
    return line.scope is Work.NEW and line.miles is not None


def _has_new_technology(scope: ProjectScope) -> bool:
    conductors = (line.conductor for line in scope.lines)
    return any(wire is not None and wire.kind is ConductorKind.ACCC for wire in conductors)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
