"""``./apex up``: storage and APEX until Ctrl-C."""

import time
from pathlib import Path
from typing import Annotated, Final

import typer

from apex_core.errors import DependencyError
from cli.answer import one_sentence, show, tell
from cli.host import Host, HostKind
from cli.installation import Installation, Note
from cli.options import DATA, Data, data_option
from cli.running import running_apex
from cli.storage import is_up

LOOK_EVERY_S: Final = 1.0


def run(
    *,
    data: Data = DATA,
    port: Annotated[int, typer.Option(help="Port of the HTTP API.", min=1, max=65535)] = 7071,
    host: Annotated[
        HostKind,
        typer.Option(help="func needs Azure Functions Core Tools on the PATH."),
    ] = HostKind.LOCAL,
) -> None:
    """Keep storage and APEX running until Ctrl-C.

    DATA keeps everything: uploads, job rows, results, and the history of running jobs. Stopped
    in any way, even by kill -9, the next ./apex up on the same DATA goes on where it was.

    For instance:

    - ./apex up

    - ./apex up --data ~/apex-data --port 8080

    Then, in another terminal: ./apex submit samples/okatie-230
    """
    with one_sentence(as_json=False):
        try:
            with running_apex(data, port=port, kind=host) as (note, started):
                _welcome(note, data)
                _watch(note, started, Installation(data).log)
        except KeyboardInterrupt:
            tell("Stopped.")


def _welcome(note: Note, data: Path) -> None:
    place = data_option(data)
    show(
        f"APEX runs at {note.url}",
        f"  health    {note.url}/api/v1/health/ready",
        f"  log       {Installation(data).log}",
        "Drop files into the container uploads, in a folder named like the project, with any",
        "Azure Blob client; the ticket estimate.yaml last. Its connection string is",
        f"  {note.storage}",
        f"or hand in a whole folder:   ./apex submit samples/okatie-230{place}",
        f'For HTTP, a bearer token:    curl -H "Authorization: Bearer $(./apex token{place})" '
        f"{note.url}/api/v1/jobs",
        "Ctrl-C stops everything.",
    )


def _watch(note: Note, host: Host, log: Path) -> None:
    """Wait, as long as storage and host live.

    Raises
    ------
    DependencyError
        When one of them is gone.
    """
    while True:
        status = host.process.poll()
        if status is not None:
            raise DependencyError(f"the host ended by itself (status {status}); see {log}")
        if not is_up(note.storage):
            raise DependencyError("storage ended by itself; ./apex up starts it again")
        time.sleep(LOOK_EVERY_S)
