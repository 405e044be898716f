"""Starting a job: a live one is left alone, a finished one is never reopened."""

import asyncio
from typing import Final

import azure.durable_functions as df

from apex_core.model.job import Job, JobKind
from functions.log import log_event
from functions.wiring import services

STORIES: Final = {JobKind.DOCUMENT: "document_story", JobKind.ESTIMATE: "estimate_story"}
LIVE: Final = frozenset({"Pending", "Running", "ContinuedAsNew", "Suspended"})


async def start_job(job_id: str, client: df.DurableOrchestrationClient) -> None:
    """Start the orchestration of a job that is waiting.

    The instance's id is the job's, so a message that comes twice starts nothing twice.
    """
    stored = await asyncio.to_thread(services().jobs.get, job_id)
    if stored is None or stored.job.status.is_final:
        log_event("start_ignored", job_id=job_id)
        return
    if await runtime_status(job_id, client) in LIVE:
        log_event("start_repeated", job_id=job_id)
        return
    await launch(stored.job, client)


async def launch(job: Job, client: df.DurableOrchestrationClient) -> None:
    """Start the story of *job* under the job's own id."""
    start = {"job_id": job.job_id, "attempt": job.attempt, "ask": job.ask}
    await client.start_new(STORIES[job.kind], instance_id=job.job_id, client_input=start)
    log_event("job_started", job_id=job.job_id, attempt=job.attempt)


async def runtime_status(job_id: str, client: df.DurableOrchestrationClient) -> str | None:
    """Return the runtime status of a job's instance by name, or None where there is none."""
    status = await client.get_status(job_id)
    return status.runtime_status.name if status else None
