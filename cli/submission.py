"""One submission from beginning to end: hand in, follow, fetch, tell."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from apex_core.errors import FieldError, InputError
from apex_core.intake.tickets import is_ticket
from apex_core.model.job import FINAL, JobStatus
from cli.answer import tell
from cli.api import Api
from cli.following import Job, follow
from cli.handing_in import Project, hand_in, jobs_of
from cli.wiring import Uploads

FILES: Final = {
    "estimate.json": "json",
    "estimate.xlsx": "xlsx",
    "line_items.csv": "csv",
    "report.html": "html",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A published estimate: its envelope, the rows of its jobs, and where its files lie."""

    envelope: dict[str, Any]
    job: Job
    folder: Path


def submit_project(project: Project, api: Api, uploads: Uploads, out: Path | None) -> Outcome:
    """Hand in *project*, follow its jobs, and fetch what was published.

    Raises
    ------
    InputError
        When the estimate fails, with the field and the sentence of its job.
    """
    lying = uploads.others(project.project_id, set(project.documents))
    others = {path: data for path, data in lying.items() if not is_ticket(path)}
    jobs = jobs_of(project, others)
    if others:
        tell(f"{project.project_id} also holds, from before: {', '.join(sorted(others))}")
    before = api.find(f"/jobs/{jobs.estimate}")
    if before is not None and JobStatus(before["result"]["status"]) in FINAL:
        tell("This very content was handed in before: its finished job answers.")
    tell(f"Uploading {len(project.documents)} documents and {project.ticket_name} ...")
    hand_in(project, uploads)
    ended = follow(api, {**jobs.documents, project.ticket_name: jobs.estimate})
    for name in project.documents:
        tell(outcome_of(name, ended[name]))
    return fetch(api, ended[project.ticket_name], out)


def fetch(api: Api, job: Job, out: Path | None) -> Outcome:
    """Fetch the files of a finished estimate.

    Raises
    ------
    InputError
        When the job did not end well.
    """
    if job["status"] not in {JobStatus.COMPLETED, JobStatus.COMPLETED_WITH_WARNINGS}:
        raise as_error(job)
    version = job["result"]["version"]
    folder = out or Path("out") / job["project_id"] / version
    folder.mkdir(parents=True, exist_ok=True)
    path = f"/projects/{job['project_id']}/estimates/{version}/export"
    for name, wanted in FILES.items():
        (folder / name).write_bytes(api.download(path, {"format": wanted}))
    envelope = json.loads((folder / "estimate.json").read_bytes())
    return Outcome(envelope=envelope, job=job, folder=folder)


def as_error(job: Job) -> InputError:
    """Say why a job failed, with the path of the field it is about; every wrong field apart."""
    error = job["error"] or {"message": f"the job was {job['status']}", "path": ""}
    first, *others = error["message"].split("\n")
    fields = [FieldError(error["path"], first), *(FieldError("", said) for said in others)]
    return InputError(f"{job['subject']}: {first}", path=error["path"], errors=fields)


def outcome_of(name: str, job: Job) -> str:
    """Say in one line how a document's job ended, and why."""
    reasons = job["error"]["message"].split("\n") if job["error"] else list(job["warnings"])
    reason = job["result"].get("reason")
    said = "; ".join([*([reason] if reason else []), *reasons])
    return f"{name}: {job['status']}{f' ({said})' if said else ''}"
