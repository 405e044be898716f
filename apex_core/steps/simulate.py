"""Simulating the total: the model, complete replicates of it, and their summary.

The numerical libraries are half of a cold start; they are imported by the step that needs them.
"""
# ruff: noqa: PLC0415

from apex_core.estimate.risk_model import model_risk
from apex_core.model.classification import Classification
from apex_core.model.cost import CostEstimate
from apex_core.model.message import Message
from apex_core.model.quantities import Quantities
from apex_core.model.risk import ReplicatePlan, RiskModel
from apex_core.model.ticket import Ticket
from apex_core.services import Services
from apex_core.steps import keys
from apex_core.steps.classify import ForJob
from apex_core.steps.store import keep_job, load_bytes, load_job


class ModeledRisk(Message):
    """The complete, independent replicates that are to be drawn; none where nothing varies."""

    plans: tuple[ReplicatePlan, ...]


class SimulateReplicate(Message):
    """One replicate; its seed follows from the ticket's and its index."""

    job_id: str
    plan: ReplicatePlan


class Simulated(Message):
    """How many trials were drawn."""

    trials: int


class SummariseRisk(Message):
    """All replicates of a job."""

    job_id: str
    plans: tuple[ReplicatePlan, ...]


class SummarisedRisk(Message):
    """What the simulation says in one figure [USD]."""

    p80_usd: float


def build_risk_model(ask: ForJob, services: Services) -> ModeledRisk:
    """Build the risk model from cost, class, ticket and the shipped drivers."""
    from apex_core.risk.planning import plan_replicates

    key = ask.job_id
    ticket = load_job(services.artifacts, key, keys.TICKET, Ticket)
    model = model_risk(
        load_job(services.artifacts, key, keys.COST, CostEstimate),
        load_job(services.artifacts, key, keys.QUANTITIES, Quantities),
        load_job(services.artifacts, key, keys.CLASSIFICATION, Classification),
        ticket,
        services.packs,
    )
    if model is None:
        return ModeledRisk(plans=())
    keep_job(services.artifacts, key, keys.RISK_MODEL, model)
    return ModeledRisk(plans=plan_replicates(model, trials=ticket.trials, seed=ticket.seed))


def simulate_replicate(ask: SimulateReplicate, services: Services) -> Simulated:
    """Draw one replicate and keep its samples."""
    from apex_core.risk.drawing import draw_replicate

    replicate = draw_replicate(_model(ask.job_id, services), ask.plan)
    services.artifacts.put(_replicate_key(ask.job_id, ask.plan), replicate.to_bytes())
    return Simulated(trials=ask.plan.trials)


def summarise_risk(ask: SummariseRisk, services: Services) -> SummarisedRisk:
    """Pool the replicates into one result."""
    from apex_core.risk.replicate import Replicate
    from apex_core.risk.summary import summarise

    replicates = (
        Replicate.from_bytes(load_bytes(services.artifacts, _replicate_key(ask.job_id, plan)))
        for plan in ask.plans
    )
    result = summarise(_model(ask.job_id, services), ask.plans, replicates)
    keep_job(services.artifacts, ask.job_id, keys.RISK, result)
    return SummarisedRisk(p80_usd=result.percentiles["p80"])


def _model(job_id: str, services: Services) -> RiskModel:
    return load_job(services.artifacts, job_id, keys.RISK_MODEL, RiskModel)


def _replicate_key(job_id: str, plan: ReplicatePlan) -> str:
    return keys.job_key(job_id, f"replicate-{plan.index:03d}.npy")
