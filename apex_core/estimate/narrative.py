"""The basis of estimate in words, from templates; every figure in it is one of the estimate's."""

from decimal import Decimal
from typing import Final

from apex_core.estimate.wording import dollars, listing, percent, quantity, signed_percent
from apex_core.model.cost import CostEstimate
from apex_core.model.estimate import Basis, DocumentStatus, NarrativeSection
from apex_core.model.risk_result import RiskResult, Sensitivity
from apex_core.model.scope import LineScope, SubstationScope
from apex_core.packs.loader import Packs

MOST_DRIVERS: Final = 5


def write_narrative(basis: Basis, packs: Packs) -> tuple[NarrativeSection, ...]:
    """Write the sections of the basis of estimate, in their fixed order."""
    return (
        NarrativeSection(title="Scope", paragraphs=_scope(basis)),
        NarrativeSection(title="Method", paragraphs=_method(basis)),
        NarrativeSection(title="Data sources", paragraphs=_sources(basis, packs)),
        NarrativeSection(title="Estimate class", paragraphs=_class(basis)),
        NarrativeSection(title="Allowances and contingency", paragraphs=_contingency(basis)),
        NarrativeSection(title="Escalation and AFUDC", paragraphs=_escalation(basis.cost)),
        NarrativeSection(title="Risk", paragraphs=_risk(basis)),
    )


def top_drivers(basis: Basis) -> tuple[Sensitivity, ...]:
    """Return the inputs that move the cost, the widest swing first."""
    inputs = basis.risk.sensitivities if basis.risk else ()
    moving = [input_ for input_ in inputs if input_.spearman is not None]
    return tuple(sorted(moving, key=lambda moved: moved.swing_usd[0] - moved.swing_usd[1]))


def _scope(basis: Basis) -> tuple[str, ...]:
    scope = basis.quantities.scope
    works = [
        *map(_line, scope.lines),
        *map(_station, scope.substations),
        *(f"{adder.name}, {dollars(adder.usd)} ({adder.source})" for adder in scope.adders),
    ]
    where = f"{scope.name} lies in {scope.region}."
    return (where, f"The estimate covers: {'; '.join(works)}.")


def _line(line: LineScope) -> str:
    length = (
        f"{quantity(line.miles)} miles of route"
        if line.miles is not None
        else f"{quantity(line.straight_line_miles or 0)} miles in a straight line"
    )
    circuits = "double-circuit" if line.circuits > 1 else "single-circuit"
    carrier = line.structure.replace("_", " ")
    kv = quantity(line.voltage_kv)
    return f"{line.name}, {line.scope}, {circuits} {kv} kV on {carrier}s, {length}"


def _station(station: SubstationScope) -> str:
    bus = station.bus.replace("_", " ")
    kv = quantity(station.voltage_kv)
    return f"{station.name}, {station.scope} {kv} kV {bus} with {station.positions} positions"


def _method(basis: Basis) -> tuple[str, ...]:
    cost = basis.cost
    soft = [f"{share.name.lower()} {percent(share.fraction, places=1)}" for share in cost.indirects]
    quantities = (
        "Quantities are taken from the ticket and the documents, and from the rate book's "
        "usual figures where neither states them; each carries its source."
    )
    pricing = (
        f"Quantities times unit costs give a direct cost of {dollars(cost.base_usd)} in "
        f"{cost.dollar_year} dollars. Added to it, each as a share of direct cost: "
        f"{listing(soft)}. Project cost before contingency is {dollars(cost.project_usd)}."
    )
    return (quantities, pricing, _simulation(basis.risk))


def _simulation(risk: RiskResult | None) -> str:
    if risk is None:
        return "No range was simulated: the ticket loads no risk driver and names no risk."
    return (
        f"The range comes from {risk.trials:,} simulated trials ({risk.method.upper()}, "
        f"seed {risk.seed}); the same seed gives the same range again."
    )


def _sources(basis: Basis, packs: Packs) -> tuple[str, ...]:
    read = [use.name for use in basis.documents if use.status is DocumentStatus.READ]
    refused = [use.name for use in basis.documents if use.status is DocumentStatus.REFUSED]
    manifests = [packs.manifest(name) for name in basis.cost.packs]
    rates = [f"{one.title}: {one.source}. {one.label}" for one in manifests]
    documents = f"Documents read: {listing(read)}." if read else "No document was read."
    lost = (f"Documents that could not be read: {listing(refused)}.",) if refused else ()
    return (documents, *lost, *rates)


def _class(basis: Basis) -> tuple[str, ...]:
    found = basis.classification
    held_back = [
        reason.title
        for reason in found.reasons
        if reason.governs and reason.supports_class == found.estimate_class
    ]
    supported = f"The documents support AACE class {found.estimate_class}."
    because = f" It is held there by: {listing(held_back)}." if held_back else ""
    asked = (
        f" The ticket asks for class {found.requested_class}."
        if found.requested_class not in {None, found.estimate_class}
        else ""
    )
    low, high = map(_ends, (found.accuracy.low_pct, found.accuracy.high_pct))
    accuracy = (
        f"The accuracy usually expected of this class, after contingency, is {low} on the low "
        f"side and {high} on the high side ({found.accuracy.source})."
    )
    return (supported + because + asked, accuracy)


def _ends(ends: tuple[Decimal, Decimal]) -> str:
    near, far = (signed_percent(end / 100) for end in ends)
    return f"{near} to {far}"


def _contingency(basis: Basis) -> tuple[str, ...]:
    cost, risk = basis.cost, basis.risk
    share = percent(cost.contingency_usd / cost.project_usd, places=1)
    allowances = (
        "Unit costs hold no allowance except sag and waste of wire; amounts given as adders "
        "stand in lines of their own."
    )
    said = f"Contingency is {dollars(cost.contingency_usd)}, or {share} of project cost: "
    if risk is None:
        return (allowances, f"{said}{cost.contingency.basis}.")
    at = risk.contingency_usd
    lifted = (
        f"what lifts the base to P80 ({dollars(risk.percentiles['p80'])}). Funding at P80 is an "
        f"owner's policy. At P50 contingency would be {dollars(at['p50'])}, at P90 "
        f"{dollars(at['p90'])}."
    )
    return (allowances, said + lifted)


def _escalation(cost: CostEstimate) -> tuple[str, ...]:
    step = cost.escalation
    same_year = f"Costs stand in {cost.dollar_year} dollars and are not escalated."
    moved = (
        f"Project cost and contingency are brought from {step.from_year} to {step.to_year} "
        f"dollars, which adds {dollars(cost.escalation_usd)}: {'; '.join(step.steps)}."
    )
    afudc = (
        f"AFUDC adds {percent(cost.afudc.fraction, places=1)}, or {dollars(cost.afudc_usd)}, "
        f"and capital cost comes to {dollars(cost.capital_usd)}."
    )
    return (same_year if step.from_year == step.to_year else moved, afudc)


def _risk(basis: Basis) -> tuple[str, ...]:
    risk = basis.risk
    if risk is None:
        return ("No spread is stated. The accuracy of the class is the only range to go by.",)
    p5, p50, p95 = (dollars(risk.percentiles[name]) for name in ("p5", "p50", "p95"))
    reached = percent(risk.probability_of_base, places=1)
    spread = (
        f"Nine in ten trials lie between {p5} and {p95}; half of them are below {p50}. "
        f"The base itself is reached or undercut in {reached} of them."
    )
    drivers = [driver.name for driver in top_drivers(basis)[:MOST_DRIVERS]]
    moved = (f"What moves the cost most: {'; '.join(drivers)}.",) if drivers else ()
    return (spread, *moved)
