"""Health: the process is alive, and the services it needs answer."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from http import HTTPStatus
from typing import Any, Final

import azure.durable_functions as df
import azure.functions as func

from apex_core.errors import ApexError
from functions.api.answers import answering, ok
from functions.wiring import services, tokens

DEFAULTS: Final = {
    "document_intelligence": "not configured: local parsers",
    "language_model": "not configured: rule-based reviewer and template narrative",
}

ANSWER_WITHIN_S: Final = 10
STORAGE_CHECKS: Final[dict[str, Callable[[], Any]]] = {
    "artifacts": lambda: services().artifacts.get("health"),
    "jobs": lambda: services().jobs.get("health.00000000000000000000000000"),
}

bp = df.Blueprint()


@bp.route(route="v1/health/live", methods=["GET"])
def get_liveness(req: func.HttpRequest) -> func.HttpResponse:
    """Answer that the process runs."""
    del req
    return ok({"status": "alive"})


@bp.route(route="v1/health/ready", methods=["GET"])
@answering
def get_readiness(req: func.HttpRequest) -> func.HttpResponse:
    """Answer each dependency by name; 503 when one that is needed fails."""
    del req
    checks = {
        **_storage_checked(),
        "tokens": "ok" if tokens() is not None else "no issuer is trusted: set APEX_AUTH_ISSUER",
    }
    is_ready = all(outcome == "ok" for outcome in checks.values())
    return ok(
        {"status": "ready" if is_ready else "not ready", "checks": checks, "defaults": DEFAULTS},
        status=HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE,
    )


def _storage_checked() -> dict[str, str]:
    pool = ThreadPoolExecutor(len(STORAGE_CHECKS))
    asked = {name: pool.submit(_checked, check) for name, check in STORAGE_CHECKS.items()}
    pool.shutdown(wait=False)  # a service that stalls is not waited for
    wait(asked.values(), timeout=ANSWER_WITHIN_S)
    return {
        name: one.result() if one.done() else f"no answer within {ANSWER_WITHIN_S} s"
        for name, one in asked.items()
    }


def _checked(check: Callable[[], Any]) -> str:
    try:
        check()
    except ApexError as error:
        return str(error)
    return "ok"
