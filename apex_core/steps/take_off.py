"""Taking off the quantities the estimate prices."""

from apex_core.costing.sections import sections_of
from apex_core.model.classification import Classification
from apex_core.model.facts import ProjectFacts
from apex_core.model.message import Message
from apex_core.model.ticket import Ticket
from apex_core.quantities.take_off import take_off
from apex_core.services import Services
from apex_core.steps import keys
from apex_core.steps.classify import ForJob
from apex_core.steps.store import keep_job, load_job


class TakenOff(Message):
    """How many cost sections are to be priced."""

    sections: int


def take_off_quantities(ask: ForJob, services: Services) -> TakenOff:
    """Merge ticket and facts into a complete scope, each value with its source."""
    ticket = load_job(services.artifacts, ask.job_id, keys.TICKET, Ticket)
    facts = load_job(services.artifacts, ask.job_id, keys.FACTS, ProjectFacts)
    found = load_job(services.artifacts, ask.job_id, keys.CLASSIFICATION, Classification)
    quantities = take_off(ticket, facts, services.packs, estimate_class=found.estimate_class)
    keep_job(services.artifacts, ask.job_id, keys.QUANTITIES, quantities)
    return TakenOff(sections=len(sections_of(quantities.scope)))
