"""What happens when someone asks over HTTP for an estimate of a project."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from apex_core.envelope import content_sha256
from apex_core.intake.jobs import open_job
from apex_core.intake.snapshot import estimate_ask, snapshot_documents
from apex_core.model.asks import EstimateAsk
from apex_core.model.ids import check_project_id, derived_job_id, new_job_id
from apex_core.model.job import FINAL, Job, JobKind, JobStatus
from apex_core.model.noun import Noun
from apex_core.model.ticket import Ticket
from apex_core.quantities.ticket import read_ticket
from apex_core.services import Services
from apex_core.steps.rates import check_book

TICKET_NAME: Final = "estimate.json"
_ACTIVE: Final = tuple(status for status in JobStatus if status not in FINAL)


class EstimateRequest(Noun):
    """A request for an estimate: the ticket's bytes, and who asks.

    ``idempotency_key`` makes the request repeatable: the same caller, key and ticket are one job.
    ``randomness`` is 10 bytes for the id of a new job.
    """

    project_id: str
    ticket: bytes
    caller: str
    idempotency_key: str = ""
    randomness: bytes


def request_estimate(request: EstimateRequest, services: Services) -> Job:
    """Return the job that makes the estimate: a new one, or the active one for the same inputs.

    Raises
    ------
    InputError
        When the project id or the ticket is wrong, with every wrong field, or there is no such
        rate book.
    """
    project_id = check_project_id(request.project_id)
    if known := _answered(request, services):
        return known
    ticket = read_ticket(request.ticket, TICKET_NAME)
    if ticket.rate_book is not None:
        check_book(ticket.rate_book, services)
    ask = estimate_ask(
        TICKET_NAME, request.ticket, snapshot_documents(project_id, services), services
    )
    job = _active(project_id, ask, services) or open_job(
        _new_job(request, ticket, ask, services), services
    )
    if request.idempotency_key:
        services.artifacts.put(_request_key(request), job.job_id.encode())
    return job


def _answered(request: EstimateRequest, services: Services) -> Job | None:
    """Return the job that this very request was answered with before, if it was."""
    if not request.idempotency_key:
        return None
    job_id = services.artifacts.get(_request_key(request))
    stored = services.jobs.get(job_id.decode()) if job_id else None
    return stored.job if stored else None


def _request_key(request: EstimateRequest) -> str:
    return f"requests/{content_sha256([request.project_id, *_fingerprint(request)])}"


def _fingerprint(request: EstimateRequest) -> tuple[str, str, str]:
    body = hashlib.sha256(request.ticket).hexdigest()
    return request.caller, request.idempotency_key, body


def _active(project_id: str, ask: EstimateAsk, services: Services) -> Job | None:
    active: Iterable[Job] = services.jobs.list(project_id=project_id, statuses=_ACTIVE)
    return next((job for job in active if job.ask.get("inputs_sha256") == ask.inputs_sha256), None)


def _new_job(request: EstimateRequest, ticket: Ticket, ask: EstimateAsk, services: Services) -> Job:
    now = services.clock.now()
    return Job(
        job_id=_new_id(request, now),
        project_id=request.project_id,
        kind=JobKind.ESTIMATE,
        subject=TICKET_NAME,
        ask=ask.model_dump(mode="json"),
        priority=ticket.priority,
        requested_by=request.caller,
        created_at=now,
    )


def _new_id(request: EstimateRequest, now: datetime) -> str:
    """Return an id of its own, or the same one for two requests with one key at one moment."""
    if request.idempotency_key:
        return derived_job_id(request.project_id, "request", *_fingerprint(request))
    return new_job_id(request.project_id, now=now, randomness=request.randomness)
