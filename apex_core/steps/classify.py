"""Finding the AACE class the documents support."""

from apex_core.classification.classify import classify
from apex_core.model.facts import ProjectFacts
from apex_core.model.message import Message
from apex_core.model.ticket import Ticket
from apex_core.services import Services
from apex_core.steps import keys
from apex_core.steps.collect import DocumentsUsed
from apex_core.steps.store import keep_job, load_job


class ForJob(Message):
    """A step that needs no more than the job it works for: the rest lies under the job's keys."""

    job_id: str


class Classified(Message):
    """The class that was found."""

    estimate_class: int


def classify_estimate(ask: ForJob, services: Services) -> Classified:
    """Classify the estimate by the maturity of its documents."""
    used = load_job(services.artifacts, ask.job_id, keys.DOCUMENTS, DocumentsUsed)
    facts = load_job(services.artifacts, ask.job_id, keys.FACTS, ProjectFacts)
    ticket = load_job(services.artifacts, ask.job_id, keys.TICKET, Ticket)
    found = classify(used.reviews, facts, services.packs, requested=ticket.estimate_class)
    keep_job(services.artifacts, ask.job_id, keys.CLASSIFICATION, found)
    return Classified(estimate_class=found.estimate_class)
