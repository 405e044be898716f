"""How a command answers: the result for people, an envelope for programs, or one sentence."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, Final

import typer
from rich.console import Console, RenderableType

from apex_core.envelope import Envelope, problem
from apex_core.errors import ApexError, DependencyError, FieldError, InputError

WIDTH_OF_A_PIPE: Final = 140
# What a document says is never markup.
PLAIN: Final[dict[str, Any]] = {"emoji": False, "highlight": False, "markup": False}
STATUS: dict[type[ApexError], HTTPStatus] = {
    InputError: HTTPStatus.UNPROCESSABLE_ENTITY,
    DependencyError: HTTPStatus.SERVICE_UNAVAILABLE,
}


def show(*shown: RenderableType) -> None:
    """Print the result for people, on standard output; long lines of text stay whole."""
    width = None if sys.stdout.isatty() else WIDTH_OF_A_PIPE
    console = Console(width=width, **PLAIN)
    for part in shown:
        console.print(part, soft_wrap=isinstance(part, str))


def tell(sentence: str) -> None:
    """Say what is going on, on standard error: it is no part of the answer."""
    Console(stderr=True, **PLAIN).print(sentence, soft_wrap=True)


def print_json(envelope: Envelope | dict[str, Any]) -> None:
    """Print an envelope for programs, on standard output."""
    content = envelope.model_dump(mode="json") if isinstance(envelope, Envelope) else envelope
    sys.stdout.write(json.dumps(content, indent=2, ensure_ascii=False) + "\n")


@contextmanager
def one_sentence(*, as_json: bool) -> Iterator[None]:
    """Turn what the user can act on into a sentence (or its envelope) and exit status 1."""
    try:
        with _named_files():
            yield
    except ApexError as error:
        status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), None)
        if status is None:
            raise
        if as_json:
            print_json(problem(int(status), status.phrase, str(error), _errors(error)))
        for line in _sentences(error):
            tell(f"error: {line}")
        raise typer.Exit(1) from error


@contextmanager
def _named_files() -> Iterator[None]:
    """Name the file or folder that could not be used, and why."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            raise
        said = f"cannot be used: {error.strerror}"
        raise InputError(said, path=str(error.filename)) from error


def _errors(error: ApexError) -> tuple[FieldError, ...]:
    return error.errors if isinstance(error, InputError) else ()


def _sentences(error: ApexError) -> list[str]:
    said = [f"{path}: {message}" if path else message for path, message in _errors(error)]
    return said or [str(error)]
