"""``./apex bench``: speed, measured against what APEX promises."""

import subprocess
import sys
from typing import Annotated, Final

import typer

from apex_core.errors import InputError
from cli.answer import one_sentence
from cli.options import Json
from cli.tools import ROOT

MAIN: Final = '__name__ == "__main__"'  # what a script has and a part of one has not


def run(
    name: Annotated[
        str, typer.Argument(metavar="[NAME]", help="Which benchmark: a script of benchmarks/.")
    ] = "service",
    *,
    as_json: Json = False,
) -> None:
    """Measure speed, and hold it against what APEX promises.

    The default, service, measures the time to import the function app, HTTP answers under 100
    clients, the time from a dropped blob to its job, and the whole demo. It takes about a
    minute. The exit status is 1 when something misses what it must reach.

    For instance:

    - ./apex bench

    - ./apex bench service --json
    """
    with one_sentence(as_json=as_json):
        scripts = (ROOT / "benchmarks").glob("*.py")
        known = sorted(script.stem for script in scripts if MAIN in script.read_text("utf-8"))
        if name not in known:
            raise InputError(
                f"there is no such benchmark; there are {', '.join(known)}", path="NAME", value=name
            )
    options = ["--json"] if as_json else []
    command = [sys.executable, "-m", f"benchmarks.{name}", *options]
    raise typer.Exit(subprocess.run(command, cwd=ROOT, check=False).returncode)  # noqa: S603
