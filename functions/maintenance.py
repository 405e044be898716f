"""Timers that keep rows and orchestrations telling the same story."""

import asyncio
import json
from datetime import timedelta
from typing import Any, Final

import azure.durable_functions as df
import azure.functions as func

from apex_core.model.ids import JOB_ID, project_of
from apex_core.model.job import FINAL, Job, JobKind, JobStatus
from apex_core.steps.record import restart_job
from functions.log import log_event
from functions.starting import LIVE, STORIES, launch, runtime_status
from functions.wiring import services, settings

RECONCILER: Final = "reconciler"
_LIVE_STATUSES: Final = tuple(df.OrchestrationRuntimeStatus[name] for name in sorted(LIVE))

bp = df.Blueprint()


@bp.timer_trigger(schedule="*/30 * * * * *", arg_name="timer", run_on_startup=True)
@bp.durable_client_input(client_name="client")
async def reconcile_jobs(timer: func.TimerRequest, client: df.DurableOrchestrationClient) -> None:
    """Restart rows without a live instance; give instances without a row their row back."""
    del timer
    unfinished = [status for status in JobStatus if status not in FINAL]
    rows = await asyncio.to_thread(lambda: list(services().jobs.list(statuses=unfinished)))
    for job in rows:
        await _revive(job, client)
    for status in await client.get_status_by(runtime_status=list(_LIVE_STATUSES)):
        await _readmit(status)


@bp.timer_trigger(schedule="0 17 3 * * *", arg_name="timer")
@bp.durable_client_input(client_name="client")
async def purge_jobs(timer: func.TimerRequest, client: df.DurableOrchestrationClient) -> None:
    """Delete the rows and histories of jobs that ended long ago; what they published stays."""
    del timer
    oldest = services().clock.now() - timedelta(days=settings().job_retention_days)
    ended = await asyncio.to_thread(lambda: list(services().jobs.list(statuses=FINAL)))
    for job in ended:
        if job.finished_at is not None and job.finished_at < oldest:
            await client.purge_instance_history(job.job_id)
            await asyncio.to_thread(services().jobs.delete, job.job_id)
            log_event("job_purged", job_id=job.job_id)


async def _revive(job: Job, client: df.DurableOrchestrationClient) -> None:
    waited = services().clock.now() - job.created_at
    is_young = waited < timedelta(seconds=settings().reconcile_after_s)
    if job.started_at is None and is_young:
        return  # its message is still on its way
    if await runtime_status(job.job_id, client) in LIVE:
        return
    revived = await asyncio.to_thread(
        restart_job, job, max_attempts=settings().max_attempts, services=services()
    )
    if revived is not None:
        await launch(revived, client)
        log_event("job_revived", job_id=job.job_id, attempt=revived.attempt)


async def _readmit(status: Any) -> None:
    job_id = status.instance_id
    if not JOB_ID.fullmatch(job_id):
        return
    if await asyncio.to_thread(services().jobs.get, job_id) is None:
        kind = next(kind for kind, story in STORIES.items() if story == status.name)
        await asyncio.to_thread(_recreate, job_id, kind, _decoded(status.input_))


def _recreate(job_id: str, kind: JobKind, start: dict[str, Any]) -> None:
    ask = start["ask"]
    job = Job(
        job_id=job_id,
        project_id=project_of(job_id),
        kind=kind,
        subject=ask["path"] if kind is JobKind.DOCUMENT else ask["ticket_name"],
        ask=ask,
        attempt=start["attempt"],
        requested_by=RECONCILER,
        created_at=services().clock.now(),
    )
    if services().jobs.create(job):
        log_event("row_recreated", job_id=job_id)


def _decoded(raw: Any) -> Any:
    """Undo the client's encoding: a Python app's input is JSON within a JSON string."""
    return _decoded(json.loads(raw)) if isinstance(raw, str) else raw
