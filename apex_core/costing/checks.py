"""What an estimate of cost is held against: its own sums, its gaps, its region, another study."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from apex_core.costing.escalation import escalate
from apex_core.costing.line import route_miles
from apex_core.costing.money import plain
from apex_core.costing.notes import fits_region
from apex_core.costing.spending import by_indices
from apex_core.envelope import Check
from apex_core.model.cost import CostEstimate
from apex_core.model.scope import LineScope, ProjectScope, Work
from apex_core.packs.loader import Packs
from apex_core.packs.miso import LineRates

REGION_CHECK: Final = "rates fit the region"
OWN_REGION: Final = "MISO"
MILLION: Final = Decimal(1_000_000)


def cost_checks(scope: ProjectScope, estimate: CostEstimate, packs: Packs) -> tuple[Check, ...]:
    """Hold the estimate against everything it can be held against."""
    return (
        _adds_up(estimate),
        _is_complete(estimate),
        _fits_region(scope, estimate, packs),
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


def _fits_region(scope: ProjectScope, estimate: CostEstimate, packs: Packs) -> Check:
    return Check(
        name=REGION_CHECK,
        passed=fits_region(scope, estimate.line_items, packs.lines),
        detail=f"{scope.region} by {packs.lines.edition}{_factor(scope)}",
    )


def _factor(scope: ProjectScope) -> str:
    regional = scope.regional_factor
    return f" × {plain(regional.factor)} ({regional.source})" if regional else ""


def _references(scope: ProjectScope, estimate: CostEstimate, packs: Packs) -> Iterator[Check]:
    """Compare each new line with what other studies say of its voltage and region."""
    for number, line in enumerate(scope.lines):
        if line.scope is Work.NEW and estimate.base_usd:
            at = _NewLine(estimate, f"lines.{number}", line, packs)
            if line.circuits == 1:
                yield from _by_revx(scope, at)
            if scope.region.lower() in packs.eipc.regions:
                yield from _by_eipc(scope, at)


def _by_revx(scope: ProjectScope, at: "_NewLine") -> Iterator[Check]:
    """Compare with the region's cost per mile, or every region's where the study lacks this one."""
    revx, rates = at.packs.revx, at.packs.lines
    level = escalate(rates.escalation, from_year=revx.dollar_year, to_year=scope.dollar_year)
    in_region = scope.region.lower() in rates.states
    known = sorted(
        cost.usd_per_mile * level.factor
        for cost in revx.costs
        if cost.voltage_kv == at.line.voltage_kv and (cost.region == OWN_REGION or not in_region)
    )
    if known:
        name = f"cost per mile of {at.line.name}"
        yield at.compare(name, known, f"{revx.edition}, brought from {revx.dollar_year}")


def _by_eipc(scope: ProjectScope, at: "_NewLine") -> Iterator[Check]:
    """Compare the regional factor, and the cost per mile where indices reach the study's year."""
    eipc, kv = at.packs.eipc, at.line.voltage_kv
    known = eipc.at(kv)
    if scope.regional_factor and known:
        factor = scope.regional_factor.factor
        yield Check(
            name=f"regional factor of {at.line.name} against EIPC",
            passed=known[0] <= factor <= known[-1],
            detail=f"{plain(factor)}; {eipc.edition} has {plain(known[0])} to {plain(known[-1])} "
            f"at {plain(kv)} kV, of another base ({eipc.dollar_year})",
        )
    years = {eipc.dollar_year, scope.dollar_year}
    if known and scope.price_indices and all(years <= set(i.values) for i in scope.price_indices):
        factor, _ = by_indices(scope.price_indices, eipc.dollar_year, scope.dollar_year)
        costs = [usd * factor for usd in eipc.costs_at(kv)]
        name = f"cost per mile of {at.line.name} against EIPC"
        yield at.compare(name, costs, f"{eipc.edition}, brought by index from {eipc.dollar_year}")


class _NewLine(NamedTuple):
    estimate: CostEstimate
    section: str
    line: LineScope
    packs: Packs

    def compare(self, name: str, known: Sequence[Decimal], study: str) -> Check:
        """Hold the line's cost per mile, within its class's band, against a study's span."""
        span = " to ".join(dict.fromkeys((_millions(known[0]), _millions(known[-1]))))
        band = self.packs.aace.classes[self.estimate.estimate_class]
        own = _capital_per_mile(self.estimate, self.section, self.line, self.packs.lines)
        low, high = (own * (1 + pct / 100) for pct in (band.low_far_pct, band.high_far_pct))
        return Check(
            name=name,
            passed=low <= known[-1] and known[0] <= high,
            detail=f"{_millions(own)} million US$ per mile, with the class band {_millions(low)} "
            f"to {_millions(high)}; {study} to {self.estimate.dollar_year} US$, has {span}",
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
