"""The job row: the one record of what was asked, how far it is and how it ended."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from apex_core.model.noun import Noun


class JobKind(StrEnum):
    """What a job makes."""

    DOCUMENT = "document"
    ESTIMATE = "estimate"


class JobStatus(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    WAITING_FOR_APPROVAL = "waiting_for_approval"
    COMPLETED = "completed"
    COMPLETED_WITH_WARNINGS = "completed_with_warnings"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether the job has ended."""
        return self in FINAL


FINAL = frozenset(
    {
        JobStatus.COMPLETED,
        JobStatus.COMPLETED_WITH_WARNINGS,
        JobStatus.FAILED,
        JobStatus.CANCELLED,
    }
)


class Priority(StrEnum):
    """Which of the three queues a job waits in."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class JobError(Noun):
    """Why a job failed: a stable code, a sentence to act on, and the field it is about."""

    code: str
    message: str
    path: str = ""


class JobCost(Noun):
    """What the job has used of paid or limited services."""

    pages: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    usd: str = "0"


class Job(Noun):
    """One row of the ``jobs`` table.

    Attributes
    ----------
    job_id
        ``{project_id}.{26 characters}``: it names its own partition.
    subject
        Path of the document or ticket within the project.
    ask
        What the orchestration needs to start again: small, keys and names only.
    percent, step, step_index, step_count, eta_s
        Progress, and the sentence that says what is being done. [%, -, -, -, s]
    attempt
        1, plus one for each time the reconciler or a person started it again.
    result
        Small: keys, counts, the headline figures.
    parent
        Job that asked for this one.
    """

    job_id: str
    project_id: str
    kind: JobKind
    subject: str
    ask: dict[str, Any] = {}
    status: JobStatus = JobStatus.QUEUED
    percent: int = 0
    step: str = "Waiting for its turn"
    step_index: int = 0
    step_count: int = 0
    eta_s: float | None = None
    priority: Priority = Priority.NORMAL
    attempt: int = 1
    requested_by: str = ""
    created_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    result: dict[str, Any] = {}
    error: JobError | None = None
    warnings: tuple[str, ...] = ()
    cost: JobCost = JobCost()
    parent: str | None = None
