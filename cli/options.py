"""Options that several commands share."""

import shlex
from pathlib import Path
from typing import Annotated, Final

import typer

from cli.tools import ROOT

DATA: Final = ROOT / ".apex" / "data"

Json = Annotated[bool, typer.Option("--json", help="Print the answer as one JSON envelope.")]
Data = Annotated[
    Path,
    typer.Option(
        help="Folder in which the running APEX keeps its state.",
        file_okay=False,
        resolve_path=True,
        show_default=".apex/data of the repository",
    ),
]
Url = Annotated[
    str | None,
    typer.Option(help="Address of the running APEX.", show_default="what ./apex up noted in DATA"),
]
Token = Annotated[
    str | None,
    typer.Option(
        help="Bearer token.", envvar="APEX_TOKEN", show_default="a local one, made from DATA"
    ),
]


def data_option(data: Path) -> str:
    """Return how a command names the data folder, after a blank: nothing for the usual one."""
    return "" if data == DATA else f" --data {shlex.quote(str(data))}"
