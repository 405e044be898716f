"""What happens when a file lands in ``uploads/{project}/{path}``."""

import hashlib
from typing import Final

from apex_core.errors import InputError
from apex_core.intake.jobs import open_job
from apex_core.intake.snapshot import estimate_ask, snapshot_documents
from apex_core.intake.tickets import check_ticket_place, is_ticket
from apex_core.model.asks import DocumentRef
from apex_core.model.ids import check_project_id, derived_job_id
from apex_core.model.job import Job, JobError, JobKind, JobStatus, Priority
from apex_core.quantities.ticket import read_ticket
from apex_core.services import Services
from apex_core.steps.keys import content_key

UNFILED: Final = "unfiled"
BLOB_EVENT: Final = "upload"


def file_upload(name: str, data: bytes, services: Services) -> Job:
    """Turn an uploaded file into its job; the same file twice is the same job.

    *name* is the blob's name inside the container, ``{project_id}/{path}``.
    """
    project_id, _, path = name.partition("/")
    try:
        _check_place(project_id, path)
    except InputError as error:
        return _refuse(UNFILED, name, error, services)
    try:
        check_ticket_place(path)
    except InputError as error:
        return _refuse(project_id, path, error, services)
    sha256 = hashlib.sha256(data).hexdigest()
    services.artifacts.put(content_key(sha256), data)
    if is_ticket(path):
        return _file_ticket(project_id, path, data, services)
    return _file_document(project_id, path, sha256, services)


def _check_place(project_id: str, path: str) -> None:
    if not path:
        raise InputError(
            "a file lies in the folder of its project, uploads/{project}/{file}; "
            "upload it again under its project",
            path="name",
            value=project_id,
        )
    check_project_id(project_id)


def _file_document(project_id: str, path: str, sha256: str, services: Services) -> Job:
    job = Job(
        job_id=derived_job_id(project_id, JobKind.DOCUMENT, path, sha256),
        project_id=project_id,
        kind=JobKind.DOCUMENT,
        subject=path,
        ask=DocumentRef(path=path, sha256=sha256).model_dump(mode="json"),
        requested_by=BLOB_EVENT,
        created_at=services.clock.now(),
    )
    return open_job(job, services)


def _file_ticket(project_id: str, path: str, data: bytes, services: Services) -> Job:
    snapshot = snapshot_documents(project_id, services)
    ask = estimate_ask(path, data, snapshot, services)
    job = Job(
        job_id=derived_job_id(project_id, JobKind.ESTIMATE, path, ask.inputs_sha256),
        project_id=project_id,
        kind=JobKind.ESTIMATE,
        subject=path,
        ask=ask.model_dump(mode="json"),
        priority=_priority(data, path),
        requested_by=BLOB_EVENT,
        created_at=services.clock.now(),
    )
    return open_job(job, services)


def _priority(data: bytes, path: str) -> Priority:
    try:
        return read_ticket(data, path).priority
    except InputError:
        return Priority.NORMAL  # the job itself will say what is wrong with the ticket


def _refuse(project_id: str, subject: str, error: InputError, services: Services) -> Job:
    """Record an upload that cannot be taken in as a failed job, so that it is not lost."""
    now = services.clock.now()
    job = Job(
        job_id=derived_job_id(project_id, "refused", subject),
        project_id=project_id,
        kind=JobKind.DOCUMENT,
        subject=subject,
        status=JobStatus.FAILED,
        percent=100,
        step="Refused",
        requested_by=BLOB_EVENT,
        created_at=now,
        finished_at=now,
        error=JobError(code="unfiled", message=error.message, path=error.path),
    )
    services.jobs.create(job)
    return job
