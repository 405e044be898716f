"""The one step that changes a job's row after it was created."""

from datetime import datetime
from typing import Any, Final

from apex_core.errors import InvariantError, StoreUnavailable
from apex_core.model.job import Job, JobError, JobStatus
from apex_core.model.message import Message
from apex_core.services import Services

_TRIES: Final = 5
_MAX_WARNINGS: Final = 50


class Record(Message):
    """What to write: only what is given changes, and progress only moves forward."""

    job_id: str
    attempt: int
    status: JobStatus = JobStatus.RUNNING
    percent: int
    step: str
    step_index: int = 0
    step_count: int = 0
    result: dict[str, Any] = {}
    warnings: tuple[str, ...] = ()
    pages: int = 0
    error: JobError | None = None


class Recorded(Message):
    """Whether the row was changed; False when it is final or belongs to a later attempt."""

    changed: bool


def record_job(ask: Record, services: Services) -> Recorded:
    """Write progress or outcome into the job's row, guarded by its ETag."""
    for _ in range(_TRIES):
        stored = services.jobs.get(ask.job_id)
        if stored is None:
            raise InvariantError(f"the row of {ask.job_id} is missing")
        if stored.job.status.is_final or stored.job.attempt != ask.attempt:
            return Recorded(changed=False)
        changed = _changed(stored.job, ask, services.clock.now())
        if services.jobs.replace(changed, etag=stored.etag):
            return Recorded(changed=True)
    raise StoreUnavailable(f"the row of {ask.job_id} kept changing under the write")


# Failures that were not the input's fault: handing in the same again is a new attempt.
RETRYABLE: Final = frozenset({"dependency", "gave_up"})


def is_retryable(job: Job) -> bool:
    """Whether a failed job may be opened again by handing in the same."""
    return job.error is not None and job.error.code in RETRYABLE


def reopen_job(seen: Job, services: Services) -> Job | None:
    """Open a job again that failed through no fault of its input, as its next attempt.

    Return None when the row has moved on since it was *seen*.
    """
    stored = services.jobs.get(seen.job_id)
    if stored is None or stored.job != seen or not is_retryable(seen):
        return None
    update = {
        **_again(seen).model_dump(include={"attempt", "status", "step"}),
        "percent": 0,
        "step_index": 0,
        "started_at": None,
        "finished_at": None,
        "error": None,
    }
    job = seen.model_copy(update=update)
    return job if services.jobs.replace(job, etag=stored.etag) else None


def restart_job(seen: Job, *, max_attempts: int, services: Services) -> Job | None:
    """Count one more attempt of an unfinished job, and return it ready to be started.

    Return None when the row has moved on since it was *seen*, or when the job has used up its
    attempts and is now failed.
    """
    stored = services.jobs.get(seen.job_id)
    if stored is None or stored.job.status.is_final or stored.job.attempt != seen.attempt:
        return None
    gives_up = stored.job.attempt >= max_attempts
    job = _given_up(stored.job, services.clock.now()) if gives_up else _again(stored.job)
    is_ours = services.jobs.replace(job, etag=stored.etag)
    return job if is_ours and not gives_up else None


def _again(job: Job) -> Job:
    update = {"attempt": job.attempt + 1, "status": JobStatus.QUEUED, "step": "Starting again"}
    return job.model_copy(update=update)


def _given_up(job: Job, now: datetime) -> Job:
    error = JobError(
        code="gave_up",
        message=f"the job was started {job.attempt} times and never finished; "
        "submit it again, and tell the operator if that fails too",
    )
    update = {
        "status": JobStatus.FAILED,
        "step": "Gave up",
        "finished_at": now,
        "eta_s": None,
        "error": error,
    }
    return job.model_copy(update=update)


def _changed(job: Job, ask: Record, now: datetime) -> Job:
    started_at = job.started_at or now
    percent = max(job.percent, ask.percent)
    return job.model_copy(
        update={
            "status": ask.status,
            "percent": 100 if ask.status.is_final else percent,
            "step": ask.step,
            "step_index": max(job.step_index, ask.step_index),
            "step_count": ask.step_count or job.step_count,
            "eta_s": None if ask.status.is_final else _eta_s(started_at, now, percent),
            "started_at": started_at,
            "finished_at": now if ask.status.is_final else None,
            "result": ask.result or job.result,
            "warnings": (ask.warnings or job.warnings)[:_MAX_WARNINGS],
            "error": ask.error,
            "cost": job.cost.model_copy(update={"pages": ask.pages or job.cost.pages}),
        }
    )


def _eta_s(started_at: datetime, now: datetime, percent: int) -> float | None:
    if not percent:
        return None
    elapsed_s = (now - started_at).total_seconds()
    return round(elapsed_s * (100 - percent) / percent, 1)
