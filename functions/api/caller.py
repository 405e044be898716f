"""Who is calling: the bearer token's subject and roles."""

from enum import StrEnum
from http import HTTPStatus
from typing import Final

import azure.functions as func

from apex_core.errors import InputError
from apex_core.model.noun import Noun
from functions.api.answers import HttpProblem
from functions.wiring import tokens

SCHEME: Final = "bearer "


class Role(StrEnum):
    """What a caller may do."""

    ESTIMATOR = "estimator"
    MANAGER = "manager"
    AUDITOR = "auditor"
    ADMIN = "admin"


READERS: Final = frozenset(Role)
WRITERS: Final = frozenset({Role.ESTIMATOR, Role.MANAGER, Role.ADMIN})


class Caller(Noun):
    """The person or service behind a request."""

    subject: str
    roles: frozenset[Role]


def identify(request: func.HttpRequest, *, allowed: frozenset[Role]) -> Caller:
    """Return the caller, who must hold one of the *allowed* roles.

    Raises
    ------
    HttpProblem
        401 without a valid token, 403 without an allowed role, 503 when no issuer is trusted.
    """
    validator = tokens()
    if validator is None:
        raise HttpProblem(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "no token issuer is trusted: set APEX_AUTH_ISSUER (./apex up does so by itself)",
        )
    header = request.headers.get("authorization", "")
    if not header.lower().startswith(SCHEME):
        raise _unauthorized("send a bearer token in the Authorization header (./apex token)")
    try:
        claims = validator.claims(header[len(SCHEME) :].strip())
    except InputError as error:
        raise _unauthorized(error.message) from error
    roles = _roles(claims.get("roles"))
    if not roles & allowed:
        needed = ", ".join(sorted(allowed))
        raise HttpProblem(HTTPStatus.FORBIDDEN, f"this needs one of the roles {needed}")
    return Caller(subject=claims["sub"], roles=roles)


def _roles(claimed: object) -> frozenset[Role]:
    """Return the roles a token claims; whatever is not a role, or not a list of them, is none."""
    listed = claimed if isinstance(claimed, list) else []
    return frozenset(role for role in Role if role.value in listed)


def _unauthorized(detail: str) -> HttpProblem:
    return HttpProblem(
        HTTPStatus.UNAUTHORIZED, detail, headers={"WWW-Authenticate": 'Bearer realm="apex"'}
    )
