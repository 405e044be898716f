"""``./apex status``: the jobs of a running APEX, or one of them."""

from typing import Annotated, Any

import typer
from rich.table import Table

from apex_core.model.ids import project_of
from cli.answer import one_sentence, print_json, show
from cli.api import connect_local
from cli.options import DATA, Data, Json, Token, Url


def run(
    job: Annotated[str | None, typer.Argument(help="Job id; none lists the newest jobs.")] = None,
    *,
    project: Annotated[str | None, typer.Option(help="Only jobs of this project.")] = None,
    url: Url = None,
    token: Token = None,
    data: Data = DATA,
    as_json: Json = False,
) -> None:
    """Show the newest jobs, or everything about one.

    For instance:

    - ./apex status

    - ./apex status --project okatie-230

    - ./apex status okatie-230.3f9k2m8x7q1w5r4t6y0p2s8d1a --json
    """
    with one_sentence(as_json=as_json):
        api = connect_local(data, url, token)
        if job is None:
            answer = api.get("/jobs", {"project": project} if project else None)
        else:
            project_of(job)  # says what a job id looks like
            answer = api.get(f"/jobs/{job}")
    if as_json:
        print_json(answer)
        return
    show(_jobs(answer["result"]["jobs"]) if job is None else _job(answer["result"]))


def _jobs(jobs: list[dict[str, Any]]) -> Table:
    table = Table("job", "kind", "subject", "status", "%", "step")
    for job in jobs:
        said = _failure(job["error"]) if job["error"] else job["step"]
        table.add_row(
            job["job_id"], job["kind"], job["subject"], job["status"], str(job["percent"]), said
        )
    return table


def _failure(error: dict[str, Any]) -> str:
    return ": ".join(filter(None, (error["path"], error["message"])))


def _job(job: dict[str, Any]) -> Table:
    table = Table(show_header=False, title=job["job_id"])
    for name, value in job.items():
        if value:
            table.add_row(name.replace("_", " "), _said(value))
    return table


def _said(value: Any) -> str:
    match value:
        case dict():
            return "\n".join(f"{key}: {_said(inner)}" for key, inner in value.items())
        case list():
            return "\n".join(map(_said, value))
        case _:
            return str(value)
