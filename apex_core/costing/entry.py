"""A line item in the making: a quantity and a rate, before they are multiplied."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from apex_core.costing.money import cents, eight_decimals, plain
from apex_core.model.cost import CostCategory, Escalation, ItemSource, LineItem, UnpricedItem
from apex_core.model.finding import Finding

NOTHING: Final = Decimal(0)
WBS_NUMBER: Final[Mapping[CostCategory, int]] = {
    category: number for number, category in enumerate(CostCategory, start=1)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRate:
    """What one unit costs, by part, and where that stands [USD].

    ``in_scope_dollars`` marks a rate the scope gives, in its own dollar year.
    """

    material: Decimal = NOTHING
    labor: Decimal = NOTHING
    other: Decimal = NOTHING
    source: str
    in_scope_dollars: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is to be priced; ``key`` is its name within its section.

    ``wbs`` replaces the number its category has within the section.
    """

    key: str
    category: CostCategory
    account: str | None
    description: str
    quantity: Decimal
    unit: str
    quantity_source: str
    rate: UnitRate
    wbs: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """What cannot be priced, and why."""

    key: str
    category: CostCategory
    description: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What one part of a section comes to: entries, gaps, and what is to be said about them."""

    entries: tuple[Entry, ...] = ()
    missing: tuple[Missing, ...] = ()
    assumptions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    def __add__(self, other: "Draft") -> "Draft":
        return Draft(
            entries=self.entries + other.entries,
            missing=self.missing + other.missing,
            assumptions=self.assumptions + other.assumptions,
            warnings=self.warnings + other.warnings,
            findings=self.findings + other.findings,
        )


def draft(*parts: Entry | Missing) -> Draft:
    """Gather what can be priced and what cannot."""
    return Draft(
        entries=tuple(part for part in parts if isinstance(part, Entry)),
        missing=tuple(part for part in parts if isinstance(part, Missing)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where an entry stands, and the price level its rate must be brought to."""

    section: str
    wbs: str
    price_level: Escalation

    def price(self, entry: Entry) -> LineItem:
        """Multiply quantity and rate, part by part; the total is the sum of the rounded parts."""
        quantity = eight_decimals(entry.quantity)
        rate = self._at_price_level(entry.rate)
        material, labor, other = (
            cents(quantity * part) for part in (rate.material, rate.labor, rate.other)
        )
        return LineItem(
            id=f"{self.section}.{entry.key}",
            section=self.section,
            wbs=entry.wbs or self._wbs(entry.category),
            ferc_account=entry.account,
            category=entry.category,
            description=entry.description,
            quantity=quantity,
            unit=entry.unit,
            material_usd=material,
            labor_usd=labor,
            equipment_usd=NOTHING,
            other_usd=other,
            unit_cost_usd=rate.material + rate.labor + rate.other,
            total_usd=material + labor + other,
            source=ItemSource(quantity=entry.quantity_source, rate=rate.source),
        )

    def unpriced(self, missing: Missing) -> UnpricedItem:
        """Say what has no price."""
        return UnpricedItem(
            id=f"{self.section}.{missing.key}",
            section=self.section,
            wbs=self._wbs(missing.category),
            category=missing.category,
            description=missing.description,
            reason=missing.reason,
        )

    def _wbs(self, category: CostCategory) -> str:
        return f"{self.wbs}.{WBS_NUMBER[category]}"

    def _at_price_level(self, rate: UnitRate) -> UnitRate:
        level = self.price_level
        is_moved = level.from_year != level.to_year and not rate.in_scope_dollars
        factor = level.factor if is_moved else Decimal(1)
        moved = f", × {plain(factor)} from {level.from_year} to {level.to_year} US$"
        return UnitRate(
            material=cents(rate.material * factor),
            labor=cents(rate.labor * factor),
            other=cents(rate.other * factor),
            source=rate.source + moved if is_moved else rate.source,
        )
