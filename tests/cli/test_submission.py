from typing import Any

from apex_core.errors import FieldError
from cli.submission import as_error, outcome_of


def failed(message: str, path: str = "") -> dict[str, Any]:
    error = {"code": "input", "message": message, "path": path}
    return {
        "subject": "estimate.yaml",
        "status": "failed",
        "error": error,
        "warnings": [],
        "result": {},
    }


def test_every_wrong_field_of_a_ticket_is_a_line_of_its_own() -> None:
    error = as_error(failed("is missing\nlines.0.miles: expected a number", path="name"))

    assert error.errors == (
        FieldError("name", "is missing"),
        FieldError("", "lines.0.miles: expected a number"),
    )
    assert str(error) == "name: estimate.yaml: is missing"


def test_the_verdict_on_a_document_is_one_line_with_its_reason() -> None:
    assert outcome_of("a.pdf", failed("the file is empty")) == "a.pdf: failed (the file is empty)"
