"""A line item in the making: a quantity and a rate, before they are multiplied."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from apex_core.costing.codes import rate_code
from apex_core.costing.money import cents, eight_decimals, plain
from apex_core.costing.own import OwnBook, OwnRate
from apex_core.model.cost import CostCategory, Escalation, ItemSource, LineItem, UnpricedItem
from apex_core.model.finding import Finding

NOTHING: Final = Decimal(0)
ONE: Final = Decimal(1)
WBS_NUMBER: Final[Mapping[CostCategory, int]] = {
    category: number for number, category in enumerate(CostCategory, start=1)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRate:
    """What one unit costs, by part, and where that stands [USD].

    Attributes
    ----------
    code
        Name by which a company's own rate may take its place; empty where the scope gives it.
    words
        What it is the rate of, where that is not the description of its entry.
    in_scope_dollars
        Whether the scope gives it, in its own dollar year.
    """

    material: Decimal = NOTHING
    labor: Decimal = NOTHING
    equipment: Decimal = NOTHING
    other: Decimal = NOTHING
    source: str
    code: str = ""
    words: str = ""
    in_scope_dollars: bool = False


def not_shipped(*code: str) -> UnitRate:
    """Return the rate APEX does not ship, by the code a company's own book may price it with."""
    return UnitRate(source="", code=rate_code(*code))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is to be priced; ``key`` is its name within its section.

    ``wbs`` replaces the number its category has within the section, ``ptf`` the section's part
    that is pool transmission facility.
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
    ptf: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """What cannot be priced, and why; ``entry`` is what an own rate of its code would price."""

    key: str
    category: CostCategory
    description: str
    reason: str
    entry: Entry | None = None


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
    """Where an entry stands, the price level its rate must be brought to, and the own rates."""

    section: str
    wbs: str
    price_level: Escalation
    own: OwnBook | None = None
    ptf: Decimal | None = None

    def price(self, entry: Entry) -> LineItem:
        """Multiply quantity and rate, part by part; the total is the sum of the rounded parts."""
        quantity = eight_decimals(entry.quantity)
        own = self.own.find(entry.rate.code) if self.own else None
        rate = _own_rate(own, entry.rate) if own else self._shipped_rate(entry.rate)
        parts = (rate.material, rate.labor, rate.equipment, rate.other)
        material, labor, equipment, other = (cents(quantity * part) for part in parts)
        return LineItem(
            id=f"{self.section}.{entry.key}",
            section=self.section,
            wbs=entry.wbs or self._wbs(entry.category),
            ferc_account=(own and own.rate.ferc_account) or entry.account,
            category=entry.category,
            description=entry.description,
            quantity=quantity,
            unit=entry.unit,
            material_usd=material,
            labor_usd=labor,
            equipment_usd=equipment,
            other_usd=other,
            unit_cost_usd=sum(parts, NOTHING),
            total_usd=material + labor + equipment + other,
            source=ItemSource(
                quantity=entry.quantity_source, rate=rate.source, code=entry.rate.code
            ),
            ptf=self.ptf if entry.ptf is None else entry.ptf,
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

    def _shipped_rate(self, rate: UnitRate) -> UnitRate:
        return _rounded(rate) if rate.in_scope_dollars else _moved(rate, self.price_level)


def _own_rate(own: OwnRate, shipped: UnitRate) -> UnitRate:
    """Return the own rate at the scope's price level; its source names both."""
    rate = UnitRate(
        material=own.rate.material_usd,
        labor=own.rate.labor_usd,
        equipment=own.rate.equipment_usd,
        other=own.rate.other_usd,
        source=f"{own.book}, {own.rate.code}",
    )
    moved = _moved(rate, own.price_level)
    replaced = f", in place of {shipped.source}" if shipped.source else ""
    return replace(moved, source=moved.source + replaced)


def _moved(rate: UnitRate, level: Escalation) -> UnitRate:
    if level.from_year == level.to_year:
        return _rounded(rate)
    moved = f", × {plain(level.factor)} from {level.from_year} to {level.to_year} US$"
    return replace(_rounded(rate, level.factor), source=rate.source + moved)


def _rounded(rate: UnitRate, factor: Decimal = ONE) -> UnitRate:
    return replace(
        rate,
        material=cents(rate.material * factor),
        labor=cents(rate.labor * factor),
        equipment=cents(rate.equipment * factor),
        other=cents(rate.other * factor),
    )
