"""Every port's promises, kept by the fake and by the adapter on a real Azurite alike."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from apex_core.errors import InputError
from apex_core.model.ids import derived_job_id
from apex_core.model.job import Job, JobError, JobKind, JobStatus
from apex_core.model.rates import BookRef
from apex_core.ports import DocumentRow, EstimateRow
from apex_core.services import Services
from tests.apex_core.rates.books import a_book, a_rate
from tests.fakes import fake_services

PROJECT = "okatie-230"


@pytest.fixture(
    params=["fake", pytest.param("azurite", marks=[pytest.mark.azurite, pytest.mark.enable_socket])]
)
def services(request: pytest.FixtureRequest) -> Iterator[Services]:
    if request.param == "fake":
        yield fake_services()
    else:
        yield request.getfixturevalue("azurite_services")


def a_job(name: str = "scope.docx", **changes: object) -> Job:
    job = Job(
        job_id=derived_job_id(PROJECT, name),
        project_id=PROJECT,
        kind=JobKind.DOCUMENT,
        subject=name,
        ask={"path": name, "sha256": "ab"},
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return job.model_copy(update=changes)


def test_a_job_is_created_once_and_the_second_create_leaves_the_first_alone(
    services: Services,
) -> None:
    assert services.jobs.create(a_job(step="first"))

    assert not services.jobs.create(a_job(step="second"))

    stored = services.jobs.get(a_job().job_id)
    assert stored is not None
    assert stored.job.step == "first"


def test_every_field_of_a_job_survives_the_table(services: Services) -> None:
    job = a_job(
        status=JobStatus.FAILED,
        percent=37,
        eta_s=1.5,
        started_at=datetime(2026, 1, 1, 12, 30, 15, 250_000, tzinfo=UTC),
        result={"version": "v0001", "p80_usd": "12.30"},
        error=JobError(code="input", message="naïve — ‘quoted’", path="lines.0.voltage_kv"),
        warnings=("one", "two"),
        parent="x",
    )

    services.jobs.create(job)

    stored = services.jobs.get(job.job_id)
    assert stored is not None
    assert stored.job == job


def test_of_two_writers_with_one_tag_exactly_one_succeeds(services: Services) -> None:
    services.jobs.create(a_job())
    stored = services.jobs.get(a_job().job_id)
    assert stored is not None

    first = services.jobs.replace(a_job(step="mine"), etag=stored.etag)
    second = services.jobs.replace(a_job(step="yours"), etag=stored.etag)

    assert (first, second) == (True, False)


def test_a_job_that_was_never_created_is_none_and_cannot_be_replaced(services: Services) -> None:
    assert services.jobs.get(a_job("absent.pdf").job_id) is None
    assert not services.jobs.replace(a_job("absent.pdf"), etag='W/"x"')


def test_jobs_are_listed_by_project_and_status(services: Services) -> None:
    services.jobs.create(a_job("a.pdf"))
    services.jobs.create(a_job("b.pdf", status=JobStatus.FAILED))
    services.jobs.create(
        a_job("c.pdf", job_id=derived_job_id("other", "c.pdf"), project_id="other")
    )

    mine = {job.subject for job in services.jobs.list(project_id=PROJECT)}
    failed = {job.subject for job in services.jobs.list(statuses=[JobStatus.FAILED])}

    assert mine == {"a.pdf", "b.pdf"}
    assert failed == {"b.pdf"}


def test_a_deleted_job_is_gone_and_deleting_it_again_is_harmless(services: Services) -> None:
    services.jobs.create(a_job())

    services.jobs.delete(a_job().job_id)
    services.jobs.delete(a_job().job_id)

    assert services.jobs.get(a_job().job_id) is None


def test_writing_an_artifact_twice_replaces_the_first(services: Services) -> None:
    services.artifacts.put("jobs/x/cost.json", b"one")
    services.artifacts.put("jobs/x/cost.json", b"two")

    assert services.artifacts.get("jobs/x/cost.json") == b"two"
    assert services.artifacts.get("jobs/x/absent.json") is None


def test_a_published_file_can_be_read_and_an_unpublished_one_is_none(services: Services) -> None:
    services.results.publish(PROJECT, "v0001", {"estimate.json": b"{}", "report.html": b"<p>"})

    assert services.results.read(PROJECT, "v0001", "report.html") == b"<p>"
    assert services.results.read(PROJECT, "v0002", "report.html") is None


def test_the_newest_row_of_a_document_wins(services: Services) -> None:
    services.documents.put(PROJECT, DocumentRow("a b/ü.pdf", etag="1", sha256="aa", size=1))
    services.documents.put(PROJECT, DocumentRow("a b/ü.pdf", etag="2", sha256="bb", size=2))

    assert services.documents.get(PROJECT, "a b/ü.pdf") == DocumentRow("a b/ü.pdf", "2", "bb", 2)
    assert services.documents.get(PROJECT, "other.pdf") is None


def test_each_job_has_one_version_however_often_it_claims(services: Services) -> None:
    claims = [services.estimates.claim(PROJECT, job) for job in ("one", "two", "one", "two")]

    assert claims == ["v0001", "v0002", "v0001", "v0002"]


def test_a_published_version_tells_what_it_holds(services: Services) -> None:
    row = EstimateRow("v0001", "one", content_sha256="ab", summary={"base_usd": "1.50"})

    services.estimates.claim(PROJECT, "one")
    services.estimates.put(PROJECT, row)

    assert services.estimates.get(PROJECT, "v0001") == row
    assert services.estimates.list(PROJECT) == (row,)
    assert services.estimates.get(PROJECT, "v0002") is None


def test_a_file_removed_while_it_is_read_is_an_input_error(services: Services) -> None:
    with pytest.raises(InputError, match=r"gone\.pdf was removed"):
        services.uploads.read(PROJECT, "gone.pdf")


def test_a_rate_book_comes_back_as_it_was_put_over_many_pages(services: Services) -> None:
    words = "".join(chr(0x3B1 + number % 20) for number in range(400))
    book = a_book([a_rate(f"CU {number:04d}/{number}", description=words) for number in range(500)])

    assert services.rates.put(book)

    assert services.rates.get(BookRef(book="acme", version="2026.1")) == book


def test_a_version_of_a_rate_book_never_changes(services: Services) -> None:
    first = a_book([a_rate(material_usd=1)])
    services.rates.put(first)

    assert not services.rates.put(a_book([a_rate(material_usd=2)], at=2))
    assert services.rates.get(first.version) == first


def test_rate_books_are_listed_oldest_first_and_an_absent_one_is_none(services: Services) -> None:
    newest = a_book([a_rate()], version="1", at=3)
    oldest = a_book([a_rate()], version="2", at=2)
    services.rates.put(newest)
    services.rates.put(oldest)

    assert services.rates.list() == (oldest.version, newest.version)
    assert services.rates.get(BookRef(book="acme", version="3")) is None
