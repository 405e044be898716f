"""``./apex lint``: style, types and layering."""

from typing import Final

import typer

from cli.tools import run_all

STEPS: Final = (
    ("style", ("ruff", "check", ".", "apex")),
    ("format", ("ruff", "format", "--check", ".", "apex")),
    ("types", ("mypy", ".", "apex")),
    ("layering", ("lint-imports",)),
)


def run() -> None:
    """Check style, types and layering.

    Runs ruff (check and format), mypy in strict mode and import-linter, each from .venv,
    with what pyproject.toml says. All four run even if the first fails.

    For instance:

    - ./apex lint

    - .venv/bin/ruff check --fix . && .venv/bin/ruff format . (repairs what can be repaired)
    """
    raise typer.Exit(run_all(STEPS))
