"""``./apex check``: what continuous integration runs."""

import typer

from cli.lint import STEPS
from cli.test import PYTEST
from cli.tools import run_all


def run() -> None:
    """Run lint, then all tests; nothing less runs in continuous integration.

    Every step runs, so that one call shows everything that is wrong.

    For instance:

    - ./apex check
    """
    raise typer.Exit(run_all([*STEPS, ("tests", PYTEST)]))
