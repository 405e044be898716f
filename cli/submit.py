"""``./apex submit``: a folder of documents, as an estimator would hand it in."""

from pathlib import Path
from typing import Annotated

import typer

from cli.answer import one_sentence, print_json, show, tell
from cli.api import connect_local
from cli.handing_in import read_project
from cli.headline import headline_table
from cli.installation import Installation
from cli.options import DATA, Data, Json, Token, Url
from cli.submission import submit_project
from cli.wiring import open_uploads


def run(  # noqa: PLR0913 - one for each option
    folder: Annotated[Path, typer.Argument(help="Documents, and a ticket estimate.yaml.")],
    *,
    project: Annotated[
        str | None, typer.Option(help="Project id.", show_default="the folder's name")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Where the results go.", show_default="out/PROJECT/VERSION"),
    ] = None,
    url: Url = None,
    token: Token = None,
    storage: Annotated[
        str | None,
        typer.Option(
            help="Connection string of its storage.",
            envvar="APEX_STORAGE",
            show_default="what ./apex up noted in DATA",
        ),
    ] = None,
    data: Data = DATA,
    as_json: Json = False,
) -> None:
    """Hand in a folder of documents, follow the jobs, fetch the results.

    The documents are uploaded first, the ticket last: the ticket starts the estimate, from
    all documents the project holds by then. The same content handed in again is the same job,
    and its results are fetched again. Ctrl-C stops the following, not the job.

    APEX must be running: start ./apex up in another terminal.

    For instance:

    - ./apex submit samples/okatie-230

    - ./apex submit ~/projects/rebuild --project east-rebuild-115 --out results

    The fields of a ticket are explained in docs/reference/ticket.md.
    """
    with one_sentence(as_json=as_json):
        handed_in = read_project(folder, project)
        uploads = open_uploads(storage or Installation(data).read_note().storage)
        outcome = submit_project(handed_in, connect_local(data, url, token), uploads, out)
    if as_json:
        print_json(outcome.envelope)
    else:
        show(headline_table(outcome.envelope))
    for warning in outcome.job["warnings"]:
        tell(f"warning: {warning}")
    tell(f"Results: {outcome.folder.resolve()}")
