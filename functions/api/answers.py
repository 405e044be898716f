"""The shape of every HTTP answer: envelopes, and problems for what went wrong."""

import json
import logging
import secrets
from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any, Final

import azure.functions as func

from apex_core.envelope import Envelope, Trace, problem, seal
from apex_core.errors import DependencyError, FieldError, InputError

JSON: Final = "application/json"
PROBLEM: Final = "application/problem+json"
_LOGGER: Final = logging.getLogger("apex")


class HttpProblem(Exception):  # named for what it becomes
    """A refusal with its HTTP status."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        *,
        errors: tuple[FieldError, ...] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = errors
        self.headers = dict(headers or {})


def envelope(sealed: Envelope) -> func.HttpResponse:
    """Answer an envelope as it is."""
    return _response(sealed.model_dump(mode="json"), HTTPStatus.OK, JSON, None)


def ok(
    result: Any, *, status: HTTPStatus = HTTPStatus.OK, headers: Mapping[str, str] | None = None
) -> func.HttpResponse:
    """Answer *result* (JSON-ready) in its envelope."""
    sealed = seal(result, trace=Trace())
    return _response(sealed.model_dump(mode="json"), status, JSON, headers)


def file(data: bytes, *, name: str, content_type: str) -> func.HttpResponse:
    """Answer a file for download."""
    return func.HttpResponse(
        data,
        mimetype=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def refused(error: Exception) -> func.HttpResponse:
    """Answer a failure that has a name; nothing of the inside is told."""
    match error:
        case HttpProblem():
            status, detail, errors = error.status, error.detail, error.errors
        case InputError():
            status, detail = HTTPStatus.UNPROCESSABLE_ENTITY, str(error)
            errors = error.errors
        case DependencyError():
            status, errors = HTTPStatus.SERVICE_UNAVAILABLE, ()
            detail = f"a service APEX depends on did not answer: {error}"
        case _:
            status, errors = HTTPStatus.INTERNAL_SERVER_ERROR, ()
            request = secrets.token_hex(8)
            detail = f"APEX failed; report it with the number {request}, by which its log knows it"
            _LOGGER.error("request %s failed", request, exc_info=error)
    headers = error.headers if isinstance(error, HttpProblem) else {}
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        headers = {"Retry-After": "5", **headers}
    body = problem(int(status), status.phrase, detail, errors)
    return _response(body, status, PROBLEM, headers)


def answering(
    route: Callable[[func.HttpRequest], func.HttpResponse],
) -> Callable[[func.HttpRequest], func.HttpResponse]:
    """Let a route raise what it cannot answer: every failure becomes a problem."""

    @wraps(route)
    def answer(req: func.HttpRequest) -> func.HttpResponse:
        try:
            return route(req)
        except Exception as error:  # noqa: BLE001  # the edge: nobody above could answer
            return refused(error)

    return answer


def _response(
    body: Any, status: HTTPStatus, content_type: str, headers: Mapping[str, str] | None
) -> func.HttpResponse:
    return func.HttpResponse(
        json.dumps(body, ensure_ascii=False).encode(errors="backslashreplace"),
        status_code=int(status),
        mimetype=content_type,
        headers=dict(headers or {}),
    )
