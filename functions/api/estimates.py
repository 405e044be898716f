"""Estimates: ask for one, list a project's versions, read one, download its files."""

import secrets
from http import HTTPStatus
from typing import Final

import azure.durable_functions as df
import azure.functions as func

from apex_core.errors import InputError
from apex_core.intake.requests import EstimateRequest, request_estimate
from apex_core.model.ids import check_project_id
from functions.api.answers import HttpProblem, answering, file, ok
from functions.api.caller import READERS, WRITERS, identify
from functions.api.jobs import job_json
from functions.wiring import services

FORMATS: Final = {
    "json": ("estimate.json", "application/json"),
    "csv": ("line_items.csv", "text/csv; charset=utf-8"),
    "xlsx": (
        "estimate.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "html": ("report.html", "text/html; charset=utf-8"),
}

bp = df.Blueprint()


@bp.route(route="v1/projects/{project_id}/estimates", methods=["POST"])
@answering
def request_an_estimate(req: func.HttpRequest) -> func.HttpResponse:
    """Start an estimate from a ticket in the body: 202, and where to look."""
    caller = identify(req, allowed=WRITERS)
    job = request_estimate(
        EstimateRequest(
            project_id=req.route_params["project_id"],
            ticket=req.get_body(),
            caller=caller.subject,
            idempotency_key=req.headers.get("idempotency-key", ""),
            randomness=secrets.token_bytes(10),
        ),
        services(),
    )
    location = f"/api/v1/jobs/{job.job_id}"
    return ok(
        job_json(job),
        status=HTTPStatus.ACCEPTED,
        headers={"Location": location, "Retry-After": "1"},
    )


@bp.route(route="v1/projects/{project_id}/estimates", methods=["GET"])
@answering
def list_estimates(req: func.HttpRequest) -> func.HttpResponse:
    """Answer a project's estimate versions, oldest first."""
    identify(req, allowed=READERS)
    project_id = check_project_id(req.route_params["project_id"])
    rows = services().estimates.list(project_id)
    return ok({"estimates": [row._asdict() for row in rows]})


@bp.route(route="v1/projects/{project_id}/estimates/{version}", methods=["GET"])
@answering
def get_estimate(req: func.HttpRequest) -> func.HttpResponse:
    """Answer one published estimate: its own envelope, as signed."""
    identify(req, allowed=READERS)
    data = _published(req, "estimate.json")
    return func.HttpResponse(data, mimetype="application/json")


@bp.route(route="v1/projects/{project_id}/estimates/{version}/export", methods=["GET"])
@answering
def export_estimate(req: func.HttpRequest) -> func.HttpResponse:
    """Answer one published file: ``?format=json``, ``csv``, ``xlsx`` or ``html``."""
    identify(req, allowed=READERS)
    wanted = req.params.get("format", "json")
    if wanted not in FORMATS:
        raise InputError(f"a format is one of {', '.join(FORMATS)}", path="format", value=wanted)
    name, content_type = FORMATS[wanted]
    return file(_published(req, name), name=name, content_type=content_type)


def _published(req: func.HttpRequest, name: str) -> bytes:
    project_id = check_project_id(req.route_params["project_id"])
    version = req.route_params["version"]
    data = services().results.read(project_id, version, name)
    if data is None:
        raise HttpProblem(HTTPStatus.NOT_FOUND, f"{project_id} has no published {version}")
    return data
