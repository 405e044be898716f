"""Bringing together what the estimate rests on, now that the simulation has spoken."""

from apex_core.estimate.basis import lay_basis as lay
from apex_core.model.classification import Classification
from apex_core.model.facts import ProjectFacts
from apex_core.model.message import Message
from apex_core.model.quantities import Quantities
from apex_core.model.risk import RiskModel
from apex_core.model.risk_result import RiskResult
from apex_core.model.ticket import Ticket
from apex_core.review.merge import findings_of
from apex_core.services import Services
from apex_core.steps import keys
from apex_core.steps.collect import DocumentsUsed
from apex_core.steps.price import load_sections
from apex_core.steps.rates import packs_of
from apex_core.steps.store import find_job, keep_job, load_job


class LayBasis(Message):
    """A job whose sections are priced and whose risk, if it has one, is simulated."""

    job_id: str
    sections: int


class BasisLaid(Message):
    """The project with contingency, escalation and AFUDC [USD]."""

    capital_usd: float


def lay_basis(ask: LayBasis, services: Services) -> BasisLaid:
    """Total the cost with the simulated contingency and gather everything that was found."""
    used = load_job(services.artifacts, ask.job_id, keys.DOCUMENTS, DocumentsUsed)
    facts = load_job(services.artifacts, ask.job_id, keys.FACTS, ProjectFacts)
    basis = lay(
        ticket=load_job(services.artifacts, ask.job_id, keys.TICKET, Ticket),
        quantities=load_job(services.artifacts, ask.job_id, keys.QUANTITIES, Quantities),
        classification=load_job(
            services.artifacts, ask.job_id, keys.CLASSIFICATION, Classification
        ),
        sections=load_sections(ask.job_id, ask.sections, services),
        risk_model=find_job(services.artifacts, ask.job_id, keys.RISK_MODEL, RiskModel),
        risk=find_job(services.artifacts, ask.job_id, keys.RISK, RiskResult),
        documents=used.uses,
        findings=(*facts.findings, *findings_of(used.reviews)),
        packs=packs_of(ask.job_id, services),
    )
    keep_job(services.artifacts, ask.job_id, keys.BASIS, basis)
    return BasisLaid(capital_usd=float(basis.cost.capital_usd))
