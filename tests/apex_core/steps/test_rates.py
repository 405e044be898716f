"""The ticket's rate book is pinned for its estimate, or refused with what there is."""

import json
from decimal import Decimal
from typing import Any

import pytest

from apex_core.intake.filing import file_upload
from apex_core.intake.rate_books import BookImport, import_book
from apex_core.model.asks import EstimateStart
from apex_core.model.job import Job, JobStatus
from apex_core.model.rates import BookTitle
from apex_core.pipeline.estimate import tell_estimate
from apex_core.services import Services
from tests.apex_core.rates.books import TITLE, a_book, a_rate
from tests.fakes import fake_services
from tests.flow import DirectFlow, run

MILE = (
    b"name: A mile\nregion: Missouri\nlines: [{name: L, voltage_kv: 345, miles: 1}]\n"
    b"rate_book: {book: acme, version: '2026.1'}\n"
)
RATES = b"code,description,unit,cost\nopgw,OPGW 48 fibers,kft,9000\nCU-1,Anchor,ea,5\n"


def estimated(services: Services, ticket: bytes = MILE) -> Job:
    job = file_upload("okatie-230/estimate.yaml", ticket, services)
    start = {"job_id": job.job_id, "attempt": job.attempt, "ask": job.ask}
    run(tell_estimate(DirectFlow(services), EstimateStart.model_validate(start)))
    stored = services.jobs.get(job.job_id)
    assert stored is not None
    return stored.job


def published(services: Services) -> Any:
    data = services.results.read("okatie-230", "v0001", "estimate.json")
    assert data is not None
    return json.loads(data)


def imported(services: Services, data: bytes = RATES, **title: object) -> None:
    said = BookTitle.model_validate(TITLE.model_dump() | title)
    import_book(BookImport(title=said, data=data, imported_by="someone"), services)


def test_the_book_of_the_ticket_prices_its_codes_and_is_pinned() -> None:
    services = fake_services()
    imported(services, dollar_year=2024)

    job = estimated(services)

    assert job.error is None
    envelope = published(services)
    items = {item["id"]: item for item in envelope["result"]["basis"]["cost"]["line_items"]}
    assert items["lines.0.opgw"]["unit_cost_usd"] == 9000
    assert items["lines.0.opgw"]["source"]["rate"].startswith("acme@2026.1, opgw, in place of ")
    assert items["lines.0.shieldwire"]["source"]["rate"].startswith("miso-mtep24 2024.1")
    (version,) = services.rates.list()
    assert envelope["trace"]["packs"]["acme"] == {"version": "2026.1", "sha256": version.sha256}
    assert any("1 of " in said and "acme@2026.1" in said for said in envelope["assumptions"])


def test_an_estimate_is_the_same_however_often_it_is_made() -> None:
    hashes = []
    for _ in range(2):
        services = fake_services()
        imported(services)
        hashes.append(estimated(services).result["content_sha256"])

    assert hashes[0] == hashes[1]


@pytest.mark.parametrize(
    ("book", "path", "said"),
    [
        (b"{book: acme, version: '2027.1'}", "rate_book.version", "2025.1, 2026.1 (got '2027.1')"),
        (b"{book: other, version: '1'}", "rate_book.book", "give one of acme (got 'other')"),
        (b"{book: acme}", "rate_book.version", "is missing; expected a version"),
        (b"{book: 'A/B', version: '1'}", "rate_book.book", "is named by 2 to 40"),
    ],
)
def test_a_book_that_does_not_exist_fails_the_job_with_those_that_do(
    book: bytes, path: str, said: str
) -> None:
    services = fake_services()
    imported(services, version="2025.1")
    imported(services)

    job = estimated(services, MILE.replace(b"{book: acme, version: '2026.1'}", book))

    assert job.status is JobStatus.FAILED
    assert job.error is not None
    assert job.error.path == path
    assert said in job.error.message


def test_before_any_import_the_sentence_says_how_to_begin() -> None:
    job = estimated(fake_services())

    assert job.error is not None
    assert "./apex rates import" in job.error.message


def test_a_rate_in_another_unit_than_the_shipped_one_fails_the_job() -> None:
    services = fake_services()
    services.rates.put(a_book([a_rate("opgw", unit="mile", other_usd=Decimal(9))]))

    job = estimated(services)

    assert job.error is not None
    assert job.error.path == "rate_book.opgw"
    assert "per kft, the book per mile" in job.error.message
