"""Estimates made from a ticket, through the real engines, with nothing stored in between."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from apex_core.classification.classify import classify
from apex_core.costing.sections import price_section, sections_of
from apex_core.costing.totals import total_cost
from apex_core.envelope import Envelope
from apex_core.estimate.assembly import assemble
from apex_core.estimate.basis import lay_basis
from apex_core.estimate.narrative import write_narrative
from apex_core.estimate.risk_model import model_risk
from apex_core.estimate.sealing import seal_estimate
from apex_core.estimate.statements import list_assumptions, list_exclusions
from apex_core.model.classification import Classification
from apex_core.model.cost import CostEstimate
from apex_core.model.estimate import Basis, DocumentUse, Estimate
from apex_core.model.facts import ProjectFacts
from apex_core.model.quantities import Quantities
from apex_core.model.risk import RiskModel
from apex_core.model.risk_result import RiskResult
from apex_core.model.ticket import Ticket
from apex_core.packs.loader import Packs, load_packs
from apex_core.quantities.take_off import take_off
from apex_core.risk.simulation import simulate

PACKS: Final[Packs] = load_packs()
HOSTILE: Final = "<script>alert(1)</script>"
FORMULA: Final = '=HYPERLINK("http://x","y")'
INPUTS_SHA256: Final = "5e" * 32
LINE: Final[dict[str, Any]] = {
    "name": "Alder - Birch",
    "voltage_kv": 345,
    "miles": 12,
    "structure": "steel_pole",
    "scope": "new",
}


def ticket_of(**given: Any) -> Ticket:
    """A 345 kV line in Missouri, priced where the rate book comes from, unless told otherwise."""
    usual = {"name": "Alder - Birch", "region": "Missouri", "lines": [LINE], "trials": 2000}
    return Ticket.model_validate(usual | given)


def priced(ticket: Ticket) -> tuple[CostEstimate, Quantities, Classification]:
    """What the risk model is made from: cost, quantities and the class no document supports."""
    found = classify((), ProjectFacts(), PACKS, requested=ticket.estimate_class)
    quantities = take_off(
        ticket, ProjectFacts(), PACKS, estimate_class=ticket.estimate_class or found.estimate_class
    )
    return total_cost(quantities.scope, _sections(quantities), PACKS), quantities, found


def risk_model_of(ticket: Ticket) -> RiskModel:
    """The ticket's risk model."""
    cost, quantities, found = priced(ticket)
    model = model_risk(cost, quantities, found, ticket, PACKS)
    assert model is not None
    return model


def simulated(estimate: Estimate) -> RiskResult:
    """What the simulation says of an estimate in which something varies."""
    assert estimate.basis.risk is not None
    return estimate.basis.risk


def basis_of(ticket: Ticket, documents: Sequence[DocumentUse] = ()) -> Basis:
    """What the ticket's estimate rests on."""
    cost, quantities, found = priced(ticket)
    model = model_risk(cost, quantities, found, ticket, PACKS)
    return lay_basis(
        ticket=ticket,
        quantities=quantities,
        classification=found,
        sections=_sections(quantities),
        risk_model=model,
        risk=simulate(model, trials=ticket.trials, seed=ticket.seed) if model else None,
        documents=documents,
        findings=(),
        packs=PACKS,
    )


def estimate_of(ticket: Ticket, documents: Sequence[DocumentUse] = ()) -> Estimate:
    """The ticket's whole estimate."""
    basis = basis_of(ticket, documents)
    return assemble(
        basis,
        PACKS,
        narrative=write_narrative(basis, PACKS),
        assumptions=list_assumptions(basis, PACKS),
        exclusions=list_exclusions(basis),
    )


def sealed(estimate: Estimate) -> Envelope:
    """The estimate in its envelope."""
    return seal_estimate(estimate, PACKS, inputs_sha256=INPUTS_SHA256)


@cache
def missouri() -> Estimate:
    """The usual estimate, made once."""
    published = {"label": "Planned cost", "usd": 60_000_000, "source": "Regional plan, 2026"}
    return estimate_of(ticket_of(comparison=published, in_service_year=2028))


@cache
def without_range() -> Estimate:
    """An estimate in which nothing varies."""
    published = {"label": "Planned cost", "usd": 60_000_000, "source": "Regional plan, 2026"}
    return estimate_of(ticket_of(comparison=published, risk={"drivers": "none"}))


@cache
def hostile() -> Estimate:
    """An estimate whose ticket tries to run in whatever opens its files."""
    adders = [
        {"name": HOSTILE, "usd": 1000, "source": FORMULA},
        {"name": FORMULA, "usd": -500, "source": "@SUM(A1)", "credit": True},
    ]
    return estimate_of(ticket_of(name=f"Alder {HOSTILE}", adders=adders))


def _sections(quantities: Quantities) -> list[Any]:
    scope = quantities.scope
    return [
        price_section(scope, section, PACKS, sources=quantities.sources)
        for section in sections_of(scope)
    ]
