"""Every failure of a route becomes a problem; none of it tells of the inside."""

import json
import logging
from typing import Any

import azure.functions as func
import pytest

from apex_core.errors import FieldError, InputError, InvariantError, StoreUnavailable
from functions.api.answers import answering

REQUEST = func.HttpRequest(method="GET", url="/api/v1/jobs", body=b"")


def answer_to(failure: Exception) -> func.HttpResponse:
    @answering
    def route(req: func.HttpRequest) -> func.HttpResponse:
        del req
        raise failure

    return route(REQUEST)


def problem(answer: func.HttpResponse) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(answer.get_body())["error"]
    return said


@pytest.mark.parametrize("failure", [KeyError("secret"), InvariantError("secret")])
def test_a_bug_is_a_problem_with_the_number_under_which_the_log_has_it(
    failure: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = answer_to(failure)

    assert answer.status_code == 500
    assert answer.mimetype == "application/problem+json"
    assert "secret" not in answer.get_body().decode()
    number = caplog.messages[0].split()[1]
    assert number in problem(answer)["detail"]
    assert "secret" in caplog.text
    assert "Traceback" in caplog.text


def test_what_the_caller_can_fix_is_answered_with_every_wrong_field() -> None:
    errors = [FieldError("name", "is missing"), FieldError("lines.0.miles", "must be a number")]

    answer = answer_to(InputError("is missing", path="name", errors=errors))

    assert answer.status_code == 422
    assert [error["path"] for error in problem(answer)["errors"]] == ["name", "lines.0.miles"]


def test_what_the_world_broke_may_be_tried_again_soon() -> None:
    answer = answer_to(StoreUnavailable("storage failed on jobs"))

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
