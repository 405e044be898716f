from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apex_core.errors import InputError
from apex_core.model.ids import (
    JOB_ID,
    ULID_ALPHABET,
    check_project_id,
    derived_job_id,
    new_job_id,
    project_of,
)

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@given(st.lists(st.text(), min_size=1))
def test_every_derived_id_is_a_job_id_of_its_project(ingredients: list[str]) -> None:
    job_id = derived_job_id("okatie-230", *ingredients)

    assert JOB_ID.fullmatch(job_id)
    assert project_of(job_id) == "okatie-230"


def test_the_same_ingredients_give_the_same_id_and_others_another() -> None:
    assert derived_job_id("abc", "x", "y") == derived_job_id("abc", "x", "y")
    assert derived_job_id("abc", "xy", "") != derived_job_id("abc", "x", "y")


@given(st.binary(min_size=10, max_size=10), st.datetimes(min_value=datetime(2000, 1, 1)))  # noqa: DTZ001
def test_every_new_id_is_a_job_id(randomness: bytes, time: datetime) -> None:
    assert JOB_ID.fullmatch(new_job_id("abc", now=time.replace(tzinfo=UTC), randomness=randomness))


def test_new_ids_sort_by_time() -> None:
    early = new_job_id("abc", now=NOW, randomness=b"\xff" * 10)
    late = new_job_id("abc", now=NOW.replace(year=2027), randomness=b"\x00" * 10)

    assert early < late


def test_the_alphabet_is_that_of_the_ulid_in_lower_case() -> None:
    assert len(ULID_ALPHABET) == 32
    assert not set("ilou") & set(ULID_ALPHABET)


@pytest.mark.parametrize("name", ["", "ab", "A-b-c", "a/b", "-abc", "a" * 41, "a.b", "a_b", "../x"])
def test_a_project_name_with_other_characters_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="3 to 40 lower-case letters"):
        check_project_id(name)


@pytest.mark.parametrize("job_id", ["abc", "abc.", "abc.0", "abc." + "z" * 26, "a.b.c"])
def test_something_else_is_not_a_job_id(job_id: str) -> None:
    with pytest.raises(InputError, match="a job id is a project id"):
        project_of(job_id)
