"""The envelope: one canonical form, one hash, and a confidence that only doubts can lower."""

import hashlib
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apex_core.envelope import (
    CODE_VERSION,
    PENALTY_FAILED_CHECK,
    PENALTY_UNSOURCED_FIGURE,
    PENALTY_WARNING,
    Check,
    PackVersion,
    Trace,
    canonical_json,
    content_sha256,
    problem,
    seal,
)
from apex_core.errors import FieldError

ROOT = Path(__file__).parents[2]

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=12,
)


def test_canonical_json_has_sorted_keys_no_spaces_and_plain_utf8() -> None:
    content = {"b": [1, 2.0], "a": {"é": None, "d": "x y"}}

    written = canonical_json(content)

    assert written == '{"a":{"d":"x y","é":null},"b":[1,2.0]}'.encode()


def test_floats_are_hashed_to_three_decimals() -> None:
    assert canonical_json(0.1 + 0.2) == b"0.3"
    assert canonical_json(1234.56789) == b"1234.568"


def test_negative_zero_hashes_as_zero() -> None:
    assert canonical_json([-0.0, -0.0001]) == canonical_json([0.0, 0.0])


def test_a_decimal_keeps_every_digit_it_states() -> None:
    assert canonical_json(Decimal("2260923.0154")) == b'"2260923.0154"'


def test_a_number_that_json_cannot_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical_json({"usd": float("nan")})


def test_the_hash_is_the_sha256_of_the_canonical_json() -> None:
    content = {"usd": 1.0}

    assert content_sha256(content) == hashlib.sha256(b'{"usd":1.0}').hexdigest()


@given(json_values)
def test_the_order_in_which_keys_were_written_does_not_change_the_hash(value: object) -> None:
    one = {"first": value, "second": 1}
    other = {"second": 1, "first": value}

    assert content_sha256(one) == content_sha256(other)


@given(json_values)
def test_sealing_the_same_answer_twice_gives_the_same_hash(value: object) -> None:
    first = seal(value, trace=Trace(seed=1))
    second = seal(value, trace=Trace(seed=1))

    assert first.content_sha256 == second.content_sha256


def test_anyone_can_recompute_the_hash_from_the_rest_of_the_envelope() -> None:
    envelope = seal({"usd": 12.5}, trace=Trace(), assumptions=("Flat terrain.",))

    rest = envelope.model_dump(mode="json")
    claimed = rest.pop("content_sha256")

    assert content_sha256(rest) == claimed


@pytest.mark.parametrize(
    "other",
    [
        Trace(seed=2),
        Trace(seed=1, inputs_sha256="ab"),
        Trace(seed=1, packs={"rates": PackVersion(version="2", sha256="00")}),
        Trace(seed=1, checks=(Check(name="foots", passed=True),)),
    ],
)
def test_whatever_the_answer_rests_on_is_part_of_its_hash(other: Trace) -> None:
    answer = {"usd": 1}

    assert seal(answer, trace=Trace(seed=1)).content_sha256 != (
        seal(answer, trace=other).content_sha256
    )


def test_confidence_starts_at_one() -> None:
    passed = Trace(checks=(Check(name="foots", passed=True),))

    assert seal({}, trace=passed, assumptions=("Said aloud.",)).confidence == pytest.approx(1.0)


def test_each_doubt_lowers_confidence_by_its_documented_penalty() -> None:
    trace = Trace(checks=(Check(name="foots", passed=False),))

    envelope = seal({}, trace=trace, warnings=("No geotechnical report.",), unsourced_figures=3)

    expected = 1 - PENALTY_FAILED_CHECK - PENALTY_WARNING - 3 * PENALTY_UNSOURCED_FIGURE
    assert envelope.confidence == pytest.approx(expected)


@given(st.integers(0, 200), st.integers(0, 50))
def test_confidence_never_rises_with_doubt_and_never_falls_below_zero(
    unsourced: int, warnings: int
) -> None:
    said = tuple(f"warning {number}" for number in range(warnings))

    doubted = seal({}, trace=Trace(), warnings=said, unsourced_figures=unsourced).confidence
    trusted = seal({}, trace=Trace()).confidence

    assert 0.0 <= doubted <= trusted


def test_a_problem_is_an_envelope_without_result_confidence_or_hash() -> None:
    errors = (FieldError("lines.0.miles", "must be greater than 0"),)

    answer = problem(422, "Invalid input", "One field is wrong.", errors)

    assert answer["result"] is None
    assert answer["confidence"] == pytest.approx(0.0)
    assert answer["error"] == {
        "type": "about:blank#invalid-input",
        "title": "Invalid input",
        "status": 422,
        "detail": "One field is wrong.",
        "errors": [{"path": "lines.0.miles", "message": "must be greater than 0"}],
    }


def test_the_code_version_is_the_one_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert project["version"] == CODE_VERSION
