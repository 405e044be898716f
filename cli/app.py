"""Which commands there are; only the one that is called gets imported."""

from collections.abc import Sequence
from importlib import import_module
from typing import Final

import typer

START: Final = "Start here"
WORK: Final = "Work"
ENGINES: Final = "One engine at a time, without a server"
DEVELOP: Final = "Develop"

COMMANDS: Final = {
    "demo": (START, "Run the sample project, from its documents to a published estimate."),
    "test": (START, "Run all tests."),
    "up": (WORK, "Keep storage and APEX running until Ctrl-C."),
    "submit": (WORK, "Hand in a folder of documents, follow the job, fetch the results."),
    "status": (WORK, "Show the jobs, or one of them."),
    "rates": (WORK, "Import, search, list and compare rate books."),
    "token": (WORK, "Make a bearer token for the running APEX."),
    "parse": (ENGINES, "Show what APEX reads in a document."),
    "review": (ENGINES, "Show the facts APEX finds in a document, each with its quote."),
    "cost": (ENGINES, "Price a scope."),
    "risk": (ENGINES, "Simulate a risk model."),
    "lint": (DEVELOP, "Check style, types and layering."),
    "check": (DEVELOP, "Run lint, then test: what continuous integration runs."),
    "bench": (DEVELOP, "Measure speed against what APEX promises."),
}

DESCRIPTION: Final = """
APEX turns the documents of a power line project into an AACE-classified, sourced,
risk-adjusted cost estimate.

A newcomer runs **./apex demo**, then reads docs/tutorial.md.
Every command explains itself: **./apex risk --help**.
"""

HELP: Final = {"help_option_names": ["-h", "--help"]}


def build(called: Sequence[str]) -> typer.Typer:
    """Build the command line with all commands named and those *called* loaded."""
    app = typer.Typer(
        add_completion=False,
        context_settings=HELP,
        help=DESCRIPTION,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode="markdown",
    )
    app.callback()(_root)
    for name, (panel, summary) in COMMANDS.items():
        module = import_module(f"cli.{name}") if name in called else None
        group = getattr(module, "GROUP", None)
        if group:
            app.add_typer(group, name=name, rich_help_panel=panel, context_settings=HELP)
            continue
        settings = getattr(module, "SETTINGS", {})
        app.command(
            name,
            help=None if module else summary,
            no_args_is_help=False,
            rich_help_panel=panel,
            context_settings={**HELP, **settings},
        )(getattr(module, "run", _not_called))
    return app


def _root() -> None:
    """Commands follow."""


def _not_called() -> None:
    """Stand in for a command in the list of all commands."""
