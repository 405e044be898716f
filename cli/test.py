"""``./apex test``: all tests."""

from typing import Annotated, Final

import typer

from cli.tools import run_all

SETTINGS: Final = {"allow_extra_args": True, "ignore_unknown_options": True}
PYTEST: Final = ("pytest", "--numprocesses", "2")


def run(
    pytest_arguments: Annotated[
        list[str] | None, typer.Argument(help="Passed on to pytest; none means all tests.")
    ] = None,
) -> None:
    """Run all tests, those against a real Azurite included.

    Tests marked *corpus* read real documents from ../shared/corpus; they are skipped, and say
    so, where that folder does not exist.

    For instance:

    - ./apex test

    - ./apex test tests/cli -k "sentence"

    - ./apex test -m "not slow"
    """
    raise typer.Exit(run_all([("tests", (*PYTEST, *(pytest_arguments or ())))]))
