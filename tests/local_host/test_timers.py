"""Schedules: six fields, seconds first."""

from datetime import UTC, datetime

import pytest

from local_host.errors import StartupError
from local_host.timers import next_run

NOON = datetime(2026, 3, 2, 12, 0, 0, tzinfo=UTC)  # a Monday


@pytest.mark.parametrize(
    ("schedule", "due"),
    [
        ("*/15 * * * * *", "2026-03-02T12:00:15"),
        ("0 */5 * * * *", "2026-03-02T12:05:00"),
        ("0 30 9 * * 1-5", "2026-03-03T09:30:00"),
        ("0 0 0 1 1 *", "2027-01-01T00:00:00"),
        ("*/5 * * * *", "2026-03-02T12:05:00"),
    ],
)
def test_the_next_run_is_the_first_instant_after_now(schedule: str, due: str) -> None:
    assert next_run(schedule, NOON, "f") == datetime.fromisoformat(due).replace(tzinfo=UTC)


@pytest.mark.parametrize("bad", ["often", "* * *", "99 * * * * *", "0 0 0 31 2 *"])
def test_a_schedule_that_cannot_be_read_is_named_with_its_function(bad: str) -> None:
    with pytest.raises(StartupError, match=r"function 'nightly'.*is not a schedule"):
        next_run(bad, NOON, "nightly")
