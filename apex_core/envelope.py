"""What every answer is wrapped in: assumptions, warnings, confidence, trace and a hash."""

import hashlib
import json
from decimal import Decimal
from typing import Any, Final

from apex_core.errors import FieldError
from apex_core.model.noun import Noun

CODE_VERSION: Final = "0.1.0"  # a test holds it against pyproject.toml

# Each costs confidence once; together they never take it below zero. Judgement, not statistics:
# the number ranks answers by how much of them rests on guesses.
PENALTY_FAILED_CHECK: Final = 0.10
PENALTY_WARNING: Final = 0.05
PENALTY_UNSOURCED_FIGURE: Final = 0.02


class Check(Noun):
    """A rule the answer was held against, and how it came out."""

    name: str
    passed: bool
    detail: str = ""


class PackVersion(Noun):
    """Which pack, exactly, a figure came from."""

    version: str
    sha256: str


class Trace(Noun):
    """How the answer can be made again."""

    code_version: str = CODE_VERSION
    packs: dict[str, PackVersion] = {}
    inputs_sha256: str = ""
    seed: int | None = None
    model: str | None = None
    checks: tuple[Check, ...] = ()


class Envelope(Noun):
    """An answer with everything a reader needs to trust it, or not."""

    result: Any
    assumptions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    confidence: float = 1.0
    trace: Trace = Trace()
    content_sha256: str = ""


class Problem(Noun):
    """What went wrong, in the members of RFC 9457 plus one entry per wrong field."""

    type: str
    title: str
    status: int
    detail: str
    errors: tuple[dict[str, str], ...] = ()


def seal(
    result: Any,
    *,
    trace: Trace,
    assumptions: tuple[str, ...] = (),
    warnings: tuple[str, ...] = (),
    unsourced_figures: int = 0,
) -> Envelope:
    """Wrap *result*, lower its confidence for each doubt, and hash the whole.

    *result* is JSON-ready; it must not hold times or ids of this run.
    """
    failed = sum(not check.passed for check in trace.checks)
    penalty = (
        PENALTY_FAILED_CHECK * failed
        + PENALTY_WARNING * len(warnings)
        + PENALTY_UNSOURCED_FIGURE * unsourced_figures
    )
    open_envelope = Envelope(
        result=result,
        assumptions=assumptions,
        warnings=warnings,
        confidence=round(max(0.0, 1.0 - penalty), 3),
        trace=trace,
    )
    content = open_envelope.model_dump(mode="json", exclude={"content_sha256"})
    return open_envelope.model_copy(update={"content_sha256": content_sha256(content)})


def problem(
    status: int, title: str, detail: str, errors: tuple[FieldError, ...] = ()
) -> dict[str, Any]:
    """Return the envelope of a failure: no result, no confidence, no stack trace."""
    said = Problem(
        type=f"about:blank#{title.lower().replace(' ', '-')}",
        title=title,
        status=status,
        detail=detail,
        errors=tuple({"path": error.path, "message": error.message} for error in errors),
    )
    empty = Envelope(result=None, confidence=0.0).model_dump(mode="json")
    return {**empty, "error": said.model_dump(mode="json")}


def content_sha256(content: Any) -> str:
    """Hash the canonical JSON of *content*: sorted keys, no spaces, floats to 3 decimals."""
    return hashlib.sha256(canonical_json(content)).hexdigest()


def canonical_json(content: Any) -> bytes:
    """Write JSON of which there is only one form: UTF-8, sorted keys, no spaces, short floats."""
    text = json.dumps(
        _settled(content),
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        allow_nan=False,
    )
    return text.encode(errors="backslashreplace")  # a lone surrogate has no UTF-8


def _settled(value: Any) -> Any:
    match value:
        case dict():
            settled: Any = {key: _settled(inner) for key, inner in value.items()}
        case list() | tuple():
            settled = [_settled(inner) for inner in value]
        case float():
            settled = round(value, 3) + 0.0  # -0.0 and 0.0 are one number
        case Decimal():
            settled = str(value)
        case _:
            settled = value
    return settled
