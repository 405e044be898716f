"""Jobs: what was asked, how far it is, how it ended. Reads the job rows, nothing else."""

from http import HTTPStatus
from typing import Any, Final

import azure.durable_functions as df
import azure.functions as func

from apex_core.errors import InputError
from apex_core.model.ids import check_project_id
from apex_core.model.job import Job, JobStatus
from functions.api.answers import HttpProblem, answering, ok
from functions.api.caller import READERS, identify
from functions.wiring import services

PAGE: Final = 200
_PRIVATE: Final = {"ask"}

bp = df.Blueprint()


@bp.route(route="v1/jobs/{job_id}", methods=["GET"])
@answering
def get_job(req: func.HttpRequest) -> func.HttpResponse:
    """Answer one job."""
    identify(req, allowed=READERS)
    return ok(job_json(_find(req.route_params["job_id"])))


@bp.route(route="v1/jobs", methods=["GET"])
@answering
def list_jobs(req: func.HttpRequest) -> func.HttpResponse:
    """Answer the newest jobs, of one project or of all, of the statuses asked for."""
    identify(req, allowed=READERS)
    return ok(_list(req.params))


def job_json(job: Job) -> dict[str, Any]:
    """Return what a client sees of a job."""
    return job.model_dump(mode="json", exclude=_PRIVATE)


def _find(job_id: str) -> Job:
    try:
        stored = services().jobs.get(job_id)
    except InputError as error:
        raise HttpProblem(HTTPStatus.NOT_FOUND, error.message) from error
    if stored is None:
        raise HttpProblem(HTTPStatus.NOT_FOUND, f"there is no job {job_id}")
    return stored.job


def _list(params: Any) -> dict[str, Any]:
    project_id = params.get("project")
    statuses = [_status(text) for text in params.get("status", "").split(",") if text]
    if project_id is not None:
        check_project_id(project_id)
    jobs = sorted(
        services().jobs.list(project_id=project_id, statuses=statuses),
        key=lambda job: (job.created_at, job.job_id),
        reverse=True,
    )
    return {"jobs": [job_json(job) for job in jobs[:PAGE]], "total": len(jobs)}


def _status(text: str) -> JobStatus:
    try:
        return JobStatus(text)
    except ValueError as error:
        allowed = ", ".join(JobStatus)
        raise InputError(f"a status is one of {allowed}", path="status", value=text) from error
