from datetime import UTC, datetime

import pytest

from apex_core.errors import InvariantError, StoreUnavailable
from apex_core.model.ids import derived_job_id
from apex_core.model.job import Job, JobError, JobKind, JobStatus
from apex_core.ports import Stored
from apex_core.services import Services
from apex_core.steps.record import Record, record_job, restart_job
from tests.fakes import FakeJobs, fake_services

JOB_ID = derived_job_id("okatie-230", "scope.docx")


def services_with_job(**changes: object) -> Services:
    services = fake_services()
    job = Job(
        job_id=JOB_ID,
        project_id="okatie-230",
        kind=JobKind.DOCUMENT,
        subject="scope.docx",
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    services.jobs.create(job.model_copy(update=changes))
    return services


def row(services: Services) -> Job:
    stored = services.jobs.get(JOB_ID)
    assert stored is not None
    return stored.job


def progress(percent: int, **changes: object) -> Record:
    record = Record(job_id=JOB_ID, attempt=1, percent=percent, step="Reading")
    return record.model_copy(update=changes)


def test_the_first_progress_says_when_the_job_started() -> None:
    services = services_with_job()

    record_job(progress(5), services)

    assert row(services).status is JobStatus.RUNNING
    assert row(services).started_at is not None


def test_progress_only_moves_forward() -> None:
    services = services_with_job()

    record_job(progress(60), services)
    record_job(progress(20), services)

    assert row(services).percent == 60


def test_a_finished_row_never_reopens() -> None:
    services = services_with_job()
    record_job(progress(100, status=JobStatus.COMPLETED), services)

    late = record_job(progress(30), services)

    assert not late.changed
    assert row(services).status is JobStatus.COMPLETED


def test_an_earlier_attempt_cannot_write_the_row_of_a_later_one() -> None:
    services = services_with_job(attempt=2)

    stale = record_job(progress(100, status=JobStatus.COMPLETED), services)

    assert not stale.changed
    assert row(services).status is JobStatus.QUEUED


def test_the_end_says_when_and_why() -> None:
    services = services_with_job()
    error = JobError(code="input", message="it is empty", path="")

    record_job(progress(100, status=JobStatus.FAILED, error=error), services)

    assert row(services).error == error
    assert row(services).finished_at is not None
    assert row(services).eta_s is None


def test_time_to_go_follows_from_progress_so_far() -> None:
    services = services_with_job()
    record_job(progress(10), services)

    record_job(progress(50), services)

    assert row(services).eta_s == pytest.approx(1.0)  # a second for each half: the clock ticks so


def test_a_write_that_loses_a_race_is_tried_again() -> None:
    services = services_with_job()
    jobs = services.jobs
    assert isinstance(jobs, FakeJobs)
    genuine, interferences = jobs.get, iter([True, False])

    def get_then_interfere(job_id: str) -> Stored | None:
        stored = genuine(job_id)
        if stored and next(interferences, False):
            jobs.replace(stored.job.model_copy(update={"parent": "someone"}), etag=stored.etag)
        return stored

    jobs.get = get_then_interfere  # type: ignore[method-assign]

    assert record_job(progress(50), services).changed
    assert row(services).parent == "someone"
    assert row(services).percent == 50


def test_a_row_that_never_settles_is_a_dependency_failure() -> None:
    services = services_with_job()
    jobs = services.jobs
    assert isinstance(jobs, FakeJobs)
    jobs.replace = lambda job, *, etag: False  # type: ignore[method-assign]  # noqa: ARG005

    with pytest.raises(StoreUnavailable):
        record_job(progress(50), services)


def test_a_missing_row_is_a_contradiction() -> None:
    with pytest.raises(InvariantError):
        record_job(progress(5), fake_services())


def test_a_restart_counts_one_attempt_and_waits_again() -> None:
    services = services_with_job(status=JobStatus.RUNNING)

    restarted = restart_job(row(services), max_attempts=5, services=services)

    assert restarted is not None
    assert (restarted.attempt, restarted.status) == (2, JobStatus.QUEUED)
    assert row(services) == restarted


def test_a_job_that_used_up_its_attempts_fails_with_what_to_do() -> None:
    services = services_with_job(status=JobStatus.RUNNING, attempt=5)

    assert restart_job(row(services), max_attempts=5, services=services) is None

    error = row(services).error
    assert row(services).status is JobStatus.FAILED
    assert error is not None
    assert "submit it again" in error.message


def test_a_job_that_moved_on_since_it_was_seen_is_not_restarted() -> None:
    services = services_with_job(status=JobStatus.RUNNING)
    seen = row(services)
    restart_job(seen, max_attempts=5, services=services)

    assert restart_job(seen, max_attempts=5, services=services) is None
    assert row(services).attempt == 2
