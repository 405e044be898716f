import json

import pytest

from apex_core.intake.filing import file_upload
from apex_core.model.job import Job, JobError, JobKind, JobStatus, Priority
from apex_core.services import Services
from tests.fakes import FakeStarts, FakeUploads, fake_services

TICKET = b"name: Okatie\nregion: Missouri\npriority: high\n"


def drop(services: Services, name: str, data: bytes) -> None:
    assert isinstance(services.uploads, FakeUploads)
    services.uploads.drop(name, data)


def queued(services: Services) -> list[str]:
    assert isinstance(services.starts, FakeStarts)
    return services.starts.queued


def test_an_uploaded_document_becomes_a_queued_job_of_its_project() -> None:
    services = fake_services()

    job = file_upload("okatie-230/scope.docx", b"words", services)

    assert (job.project_id, job.kind, job.subject) == (
        "okatie-230",
        JobKind.DOCUMENT,
        "scope.docx",
    )
    assert job.status is JobStatus.QUEUED
    assert queued(services) == [job.job_id]


def test_the_same_bytes_twice_are_one_job() -> None:
    services = fake_services()

    first = file_upload("okatie-230/scope.docx", b"words", services)
    second = file_upload("okatie-230/scope.docx", b"words", services)

    assert first.job_id == second.job_id
    assert len(list(services.jobs.list())) == 1


def test_other_bytes_under_the_same_name_are_another_job() -> None:
    services = fake_services()

    first = file_upload("okatie-230/scope.docx", b"words", services)
    second = file_upload("okatie-230/scope.docx", b"other words", services)

    assert first.job_id != second.job_id


def test_a_row_whose_message_was_lost_is_queued_again_and_a_finished_one_is_not() -> None:
    services = fake_services()
    job = file_upload("okatie-230/scope.docx", b"words", services)

    file_upload("okatie-230/scope.docx", b"words", services)

    assert queued(services) == [job.job_id, job.job_id]
    stored = services.jobs.get(job.job_id)
    assert stored is not None
    done = stored.job.model_copy(update={"status": JobStatus.COMPLETED})
    services.jobs.replace(done, etag=stored.etag)
    file_upload("okatie-230/scope.docx", b"words", services)
    assert len(queued(services)) == 2


def test_the_ticket_becomes_an_estimate_job_with_its_own_priority() -> None:
    services = fake_services()
    drop(services, "okatie-230/estimate.yaml", TICKET)

    job = file_upload("okatie-230/estimate.yaml", TICKET, services)

    assert job.kind is JobKind.ESTIMATE
    assert job.priority is Priority.HIGH


def test_the_same_ticket_after_a_changed_document_is_another_estimate() -> None:
    services = fake_services()
    drop(services, "okatie-230/structures.xlsx", b"42 poles")
    first = file_upload("okatie-230/estimate.yaml", TICKET, services)
    again = file_upload("okatie-230/estimate.yaml", TICKET, services)

    drop(services, "okatie-230/structures.xlsx", b"43 poles")
    second = file_upload("okatie-230/estimate.yaml", TICKET, services)

    assert first.job_id == again.job_id
    assert second.job_id != first.job_id


def test_documents_of_another_project_do_not_matter() -> None:
    services = fake_services()
    first = file_upload("okatie-230/estimate.yaml", TICKET, services)

    drop(services, "okatie-230-b/scope.docx", b"words")
    second = file_upload("okatie-230/estimate.yaml", TICKET, services)

    assert first.job_id == second.job_id


def test_an_upload_outside_any_project_is_recorded_as_failed_with_what_to_do() -> None:
    services = fake_services()

    job = file_upload("Okatie 230/scope.docx", b"words", services)
    root = file_upload("scope.docx", b"words", services)

    assert (job.project_id, job.status) == ("unfiled", JobStatus.FAILED)
    assert job.error is not None
    assert "lower-case letters" in job.error.message
    assert root.error is not None
    assert "uploads/{project}/{file}" in root.error.message
    assert queued(services) == []


def test_the_ask_of_a_job_is_small_and_plain_json() -> None:
    services = fake_services()
    for number in range(200):
        drop(services, f"okatie-230/document-{number:03d}.pdf", f"{number}".encode())

    job = file_upload("okatie-230/estimate.yaml", TICKET, services)

    assert len(json.dumps(job.ask)) < 500


def fail(services: Services, job: Job, code: str) -> None:
    stored = services.jobs.get(job.job_id)
    assert stored is not None
    error = JobError(code=code, message="it failed")
    failed = stored.job.model_copy(update={"status": JobStatus.FAILED, "error": error})
    services.jobs.replace(failed, etag=stored.etag)


@pytest.mark.parametrize("code", ["dependency", "gave_up"])
def test_handing_in_again_opens_a_job_that_failed_through_no_fault_of_its_input(code: str) -> None:
    services = fake_services()
    job = file_upload("okatie-230/scope.docx", b"words", services)
    fail(services, job, code)

    again = file_upload("okatie-230/scope.docx", b"words", services)

    assert (again.job_id, again.attempt, again.status) == (job.job_id, 2, JobStatus.QUEUED)
    assert again.error is None
    assert queued(services) == [job.job_id, job.job_id]


def test_handing_in_the_same_wrong_input_again_changes_nothing() -> None:
    services = fake_services()
    job = file_upload("okatie-230/scope.docx", b"words", services)
    fail(services, job, "input")

    again = file_upload("okatie-230/scope.docx", b"words", services)

    assert (again.attempt, again.status) == (1, JobStatus.FAILED)
    assert queued(services) == [job.job_id]


def test_a_document_named_estimate_is_a_document() -> None:
    services = fake_services()
    before = file_upload("okatie-230/estimate.yaml", TICKET, services)

    drop(services, "okatie-230/estimate.pdf", b"words")
    after = file_upload("okatie-230/estimate.yaml", TICKET, services)

    assert file_upload("okatie-230/estimate.pdf", b"words", services).kind is JobKind.DOCUMENT
    assert before.job_id != after.job_id


def test_a_ticket_may_be_named_in_capitals() -> None:
    job = file_upload("okatie-230/Estimate.YAML", TICKET, fake_services())

    assert job.kind is JobKind.ESTIMATE


def test_a_ticket_in_a_folder_of_its_project_is_refused_with_where_it_belongs() -> None:
    services = fake_services()

    job = file_upload("okatie-230/old/estimate.yaml", TICKET, services)

    assert (job.project_id, job.status) == ("okatie-230", JobStatus.FAILED)
    assert job.error is not None
    assert "at the top of its project" in job.error.message
    assert queued(services) == []
