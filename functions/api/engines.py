"""The engines alone, answered at once within stated limits: simulate a model, price a scope."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

import azure.durable_functions as df
import azure.functions as func

from apex_core.costing import estimate_cost
from apex_core.envelope import Envelope, Trace, content_sha256, seal
from apex_core.errors import InputError
from apex_core.model.risk import RiskModel
from apex_core.model.scope import ProjectScope
from functions.api.answers import HttpProblem, answering, envelope
from functions.api.caller import READERS, identify
from functions.wiring import services

MOST_BYTES: Final = 1_000_000
MOST_TRIALS: Final = 200_000
DEFAULT_TRIALS: Final = "10000"

bp = df.Blueprint()


@bp.route(route="v1/risk/simulations", methods=["POST"])
@answering
def simulate_risk(req: func.HttpRequest) -> func.HttpResponse:
    """Simulate the risk model in the body: ``?trials=``, ``?seed=`` and ``?method=`` as wanted."""
    identify(req, allowed=READERS)
    return envelope(_simulated(_body(req), req.params))


@bp.route(route="v1/costs/estimates", methods=["POST"])
@answering
def price_scope(req: func.HttpRequest) -> func.HttpResponse:
    """Price the scope in the body with the shipped rate books."""
    identify(req, allowed=READERS)
    return envelope(_priced(_body(req)))


def _simulated(model: Any, params: Mapping[str, str]) -> Envelope:
    # the numerical libraries are no part of a cold start
    from apex_core.risk.simulation import simulate  # noqa: PLC0415

    trials, seed = _whole(params, "trials", DEFAULT_TRIALS), _whole(params, "seed", "0")
    if trials > MOST_TRIALS:
        raise HttpProblem(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"{trials:,} trials are too many to wait for; ask for at most {MOST_TRIALS:,}, "
            "or put the risks into a ticket",
        )
    result = simulate(
        RiskModel.read(model), trials=trials, seed=seed, method=_method(params.get("method"))
    )
    return seal(
        result.model_dump(mode="json"),
        trace=Trace(inputs_sha256=content_sha256(model), seed=seed),
        assumptions=result.assumptions,
    )


def _priced(scope: Any) -> Envelope:
    packs = services().packs
    cost = estimate_cost(ProjectScope.read(scope), packs)
    return seal(
        cost.model_dump(mode="json"),
        trace=Trace(packs=packs.trace(*cost.packs), inputs_sha256=content_sha256(scope)),
        assumptions=cost.assumptions,
        warnings=cost.warnings,
    )


def _body(req: func.HttpRequest) -> Any:
    if len(req.get_body()) > MOST_BYTES:
        raise HttpProblem(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the body may have {MOST_BYTES:,} bytes"
        )
    try:
        return req.get_json()
    except ValueError as error:
        raise InputError(f"the body is not JSON: {error}") from error


def _whole(params: Mapping[str, str], name: str, default: str) -> int:
    text = params.get(name, default)
    if not text.isascii() or not text.isdigit():
        raise InputError("a whole number of at least 0 is needed", path=name, value=text)
    return int(text)


def _method(text: str | None) -> Any:
    if text not in {None, "lhs", "sobol"}:
        raise InputError("a method is lhs or sobol", path="method", value=text)
    return text or "lhs"
