"""A job comes into being: the row first, then the message that starts it."""

from apex_core.errors import InvariantError
from apex_core.model.job import Job
from apex_core.services import Services
from apex_core.steps.record import reopen_job


def open_job(job: Job, services: Services) -> Job:
    """Create the job's row and queue it; a job that exists already is answered as it stands.

    A row that is still waiting is queued again, because a crash between row and message
    would otherwise leave it waiting for ever; a second message for one job is harmless.
    A job that failed through no fault of its input is opened again as its next attempt.
    """
    if services.jobs.create(job):
        services.starts.enqueue(job)
        return job
    stored = services.jobs.get(job.job_id)
    if stored is None:
        raise InvariantError(f"the row of {job.job_id} exists and does not")
    existing = reopen_job(stored.job, services) or stored.job
    if existing.started_at is None and not existing.status.is_final:
        services.starts.enqueue(existing)
    return existing
