"""What an estimate of cost is held against: its own sums, its gaps, its region, another study."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from apex_core.costing.escalation import escalate
from apex_core.costing.line import route_miles
from apex_core.costing.money import plain
from apex_core.costing.notes import fits_region
from apex_core.envelope import Check
from apex_core.model.cost import CostEstimate
from apex_core.model.scope import LineScope, ProjectScope, Work
from apex_core.packs.loader import Packs
from apex_core.packs.miso import LineRates

OWN_REGION: Final = "MISO"
MILLION: Final = Decimal(1_000_000)


def cost_checks(scope: ProjectScope, estimate: CostEstimate, packs: Packs) -> tuple[Check, ...]:
    """Hold the estimate against everything it can be held against."""
    return (
        _adds_up(estimate),
        _is_complete(estimate),
        _fits_region(scope, packs),
        *_references(scope, estimate, packs),
    )


def _adds_up(estimate: CostEstimate) -> Check:
    items = sum(item.total_usd for item in estimate.line_items)
    sections = sum(section.total_usd for section in estimate.sections)
    parts = (
        estimate.base_usd,
        *(share.usd for share in estimate.indirects),
        estimate.contingency_usd,
        estimate.escalation_usd,
        estimate.afudc_usd,
    )
    return Check(
        name="cost adds up",
        passed=items == sections == estimate.base_usd and sum(parts) == estimate.capital_usd,
        detail=f"{len(estimate.line_items)} line items come to {plain(Decimal(items))} US$, "
        f"capital cost to {plain(estimate.capital_usd)} US$",
    )


def _is_complete(estimate: CostEstimate) -> Check:
    return Check(
        name="every item has a rate",
        passed=not estimate.unpriced,
        detail="; ".join(item.description for item in estimate.unpriced) or "nothing is unpriced",
    )


def _fits_region(scope: ProjectScope, packs: Packs) -> Check:
    return Check(
        name="rates fit the region",
        passed=fits_region(scope, packs.lines),
        detail=f"{scope.region} by {packs.lines.edition}{_factor(scope)}",
    )


def _factor(scope: ProjectScope) -> str:
    regional = scope.regional_factor
    return f" × {plain(regional.factor)} ({regional.source})" if regional else ""


def _references(scope: ProjectScope, estimate: CostEstimate, packs: Packs) -> Iterator[Check]:
    """Compare each new single-circuit line with NREL reVX, in the estimate's own dollars."""
    for number, line in enumerate(scope.lines):
        known = _known_costs(scope, line, packs)
        if known and estimate.base_usd and line.scope is Work.NEW and line.circuits == 1:
            yield _compare(estimate, f"lines.{number}", line, known, packs)


def _known_costs(scope: ProjectScope, line: LineScope, packs: Packs) -> list[Decimal]:
    """Return the region's cost per mile, or every region's where this one has none [USD/mi]."""
    revx = packs.revx
    level = escalate(packs.lines.escalation, from_year=revx.dollar_year, to_year=scope.dollar_year)
    in_region = scope.region.lower() in packs.lines.states
    return sorted(
        cost.usd_per_mile * level.factor
        for cost in revx.costs
        if cost.voltage_kv == line.voltage_kv and (cost.region == OWN_REGION or not in_region)
    )


def _compare(
    estimate: CostEstimate, section_id: str, line: LineScope, known: list[Decimal], packs: Packs
) -> Check:
    span = " to ".join(dict.fromkeys((_millions(known[0]), _millions(known[-1]))))
    band = packs.aace.classes[estimate.estimate_class]
    own = _capital_per_mile(estimate, section_id, line, packs.lines)
    low, high = (own * (1 + pct / 100) for pct in (band.low_far_pct, band.high_far_pct))
    return Check(
        name=f"cost per mile of {line.name}",
        passed=low <= known[-1] and known[0] <= high,
        detail=f"{_millions(own)} million US$ per mile, with the class band {_millions(low)} to "
        f"{_millions(high)}; {packs.revx.edition}, brought from {packs.revx.dollar_year} to "
        f"{estimate.dollar_year} US$, has {span}",
    )


def _capital_per_mile(
    estimate: CostEstimate, section_id: str, line: LineScope, rates: LineRates
) -> Decimal:
    """Return one line's share of the capital cost before escalation, per mile [USD/mi]."""
    section = next(total for total in estimate.sections if total.id == section_id)
    before_afudc = estimate.project_usd + estimate.contingency_usd
    capital = before_afudc * (1 + estimate.afudc.fraction)
    return section.total_usd / estimate.base_usd * capital / route_miles(line, rates)


def _millions(usd: Decimal) -> str:
    return f"{usd / MILLION:.2f}"
