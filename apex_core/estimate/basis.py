"""What an estimate rests on, put together once the simulation has spoken."""

from collections.abc import Iterable, Sequence

from apex_core.costing.totals import total_cost
from apex_core.estimate.drivers import choose_drivers
from apex_core.estimate.risk_model import contingency_of
from apex_core.model.classification import Classification
from apex_core.model.cost import PricedSection
from apex_core.model.estimate import Basis, DocumentUse
from apex_core.model.finding import Finding
from apex_core.model.quantities import Quantities
from apex_core.model.risk import RiskModel
from apex_core.model.risk_result import RiskResult
from apex_core.model.ticket import Ticket
from apex_core.packs.loader import Packs


def lay_basis(  # noqa: PLR0913 - an estimate rests on that many things
    *,
    ticket: Ticket,
    quantities: Quantities,
    classification: Classification,
    sections: Sequence[PricedSection],
    risk_model: RiskModel | None,
    risk: RiskResult | None,
    documents: Sequence[DocumentUse],
    findings: Iterable[Finding],
    packs: Packs,
) -> Basis:
    """Total the cost again, now with the contingency of the simulation, and gather the rest.

    Without a simulation the contingency stays the percentage published for the class.

    Parameters
    ----------
    sections
        Priced, in the order of the scope.
    findings
        Of the documents; those of quantities, class and cost are added, each once.
    """
    contingency = contingency_of(risk) if risk else None
    cost = total_cost(quantities.scope, sections, packs, contingency=contingency)
    found = (*findings, *quantities.findings, *classification.findings, *cost.findings)
    return Basis(
        ticket=ticket,
        quantities=quantities,
        classification=classification,
        cost=cost,
        drivers=choose_drivers(cost, quantities, classification, ticket, packs),
        risk_model=risk_model,
        risk=risk,
        documents=tuple(sorted(documents, key=lambda document: document.name)),
        findings=_once(found),
    )


def _once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    kept: list[Finding] = []
    for finding in findings:
        if finding not in kept:
            kept.append(finding)
    return tuple(kept)
