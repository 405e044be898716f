"""The stories, told in one process through the same JSON as in the cloud."""

import json
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import pytest

from apex_core.errors import DependencyError
from apex_core.intake.filing import file_upload
from apex_core.model.asks import DocumentStart, EstimateStart
from apex_core.model.job import Job, JobStatus
from apex_core.pipeline.document import tell_document
from apex_core.pipeline.estimate import STAGES, tell_estimate
from apex_core.services import Services
from apex_core.steps.step import Answer, Ask, Step
from tests.fakes import FakeArtifacts, FakeUploads, fake_services
from tests.flow import DirectFlow, run

SAMPLE = Path(__file__).parents[3] / "samples" / "okatie-230"
PROJECT = "okatie-230"
MILE = b"name: A Missouri mile\nregion: Missouri\nlines: [{name: L, voltage_kv: 345, miles: 1}]\n"


def drop(services: Services, name: str, data: bytes) -> Job:
    assert isinstance(services.uploads, FakeUploads)
    services.uploads.drop(f"{PROJECT}/{name}", data)
    return file_upload(f"{PROJECT}/{name}", data, services)


def tell(services: Services, job: Job, flow: DirectFlow | None = None) -> Job:
    start = {"job_id": job.job_id, "attempt": job.attempt, "ask": job.ask}
    flow = flow or DirectFlow(services)
    if job.subject.startswith("estimate."):
        run(tell_estimate(flow, EstimateStart.model_validate(start)))
    else:
        run(tell_document(flow, DocumentStart.model_validate(start)))
    stored = services.jobs.get(job.job_id)
    assert stored is not None
    return stored.job


class BrokenFlow(DirectFlow):
    """A flow in which everything that runs in parallel keeps failing."""

    def call_all(
        self, step: Step[Ask, Answer], asks: Sequence[Ask]
    ) -> Generator[Any, Any, list[Answer]]:
        yield from ()
        raise DependencyError(f"Activity function {step.__name__!r} failed {len(asks)} times")


def sample_job(services: Services) -> Job:
    for path in sorted(SAMPLE.iterdir()):
        if path.suffix in {".docx", ".xlsx", ".pdf"}:
            drop(services, path.name, path.read_bytes())
    return drop(services, "estimate.yaml", (SAMPLE / "estimate.yaml").read_bytes())


def test_the_order_of_the_steps_of_an_estimate() -> None:
    services = fake_services()
    flow = DirectFlow(services)

    tell(services, sample_job(services), flow)

    # A change here is a version change for jobs in flight: see ADR 2 and host.json defaultVersion.
    assert [step for step in dict.fromkeys(flow.steps) if step != "record_job"] == [
        "open_ticket",
        "parse_document",
        "review_document",
        "collect_facts",
        "classify_estimate",
        "take_off_quantities",
        "price_section",
        "total_costs",
        "build_risk_model",
        "simulate_replicate",
        "summarise_risk",
        "lay_basis",
        "write_part",
        "assemble_estimate",
        "publish_estimate",
    ]
    assert flow.steps.count("record_job") == len(STAGES) + 1


def test_the_sample_becomes_a_published_estimate() -> None:
    services = fake_services()

    job = tell(services, sample_job(services))

    assert job.error is None
    assert (job.status, job.warnings) == (JobStatus.COMPLETED, ())
    data = services.results.read(PROJECT, "v0001", "estimate.json")
    assert data is not None
    assert json.loads(data)["content_sha256"] == job.result["content_sha256"]


def test_a_ticket_of_the_worked_mile_gives_its_worked_capital_cost() -> None:
    """DOMAIN 3.4: 3,475,603.9 US$, with the published contingency of class 5."""
    services = fake_services()
    flow = DirectFlow(services)

    job = tell(services, drop(services, "estimate.yaml", MILE + b"risk: {drivers: none}\n"), flow)

    data = services.results.read(PROJECT, "v0001", "estimate.json")
    assert data is not None
    published = json.loads(data)["result"]
    assert job.result["capital_usd"] == published["basis"]["cost"]["capital_usd"]
    assert published["basis"]["cost"]["capital_usd"] == pytest.approx(3_475_603.9, abs=0.1)
    assert "no risk result was used" in published["basis"]["cost"]["contingency"]["basis"]
    assert published["basis"]["risk"] is None
    assert "simulate_replicate" not in flow.steps


SCOPE = b"""Scope of work

The project is needed for load growth. It constructs a new single-circuit 33 kV line
from Ash substation to Birch substation in Alder County, Missouri. The line is
6.5 miles long. Steel monopoles carry 795 kcmil ACSR conductor. It goes in service in 2028.
"""


def test_a_value_of_a_document_that_has_no_price_is_refused_with_its_words() -> None:
    services = fake_services()
    drop(services, "scope.txt", SCOPE)

    job = tell(services, drop(services, "estimate.yaml", b"name: A low voltage"))

    assert job.error is not None
    assert job.error.path == "lines.0.voltage_kv"
    assert "the rate book has no such voltage" in job.error.message
    assert "scope.txt, line 3: 'It constructs a new single-circuit 33 kV" in job.error.message


def test_a_document_that_failed_its_review_changes_no_figure() -> None:
    def capital(*documents: bytes) -> str:
        services = fake_services()
        for number, data in enumerate(documents):
            drop(services, f"memo {number}.txt", data)
        job = tell(services, drop(services, "estimate.yaml", MILE))
        return str(job.result["capital_usd"])

    memo = b"The new line is a rebuild with 12 tangent and 3 angled dead-end structures."

    assert capital(memo) == capital()


def test_two_runs_agree_to_the_byte() -> None:
    def published() -> bytes | None:
        services = fake_services()
        tell(services, sample_job(services))
        return services.results.read(PROJECT, "v0001", "estimate.json")

    assert published() == published()


def test_a_story_told_twice_publishes_one_version() -> None:
    services = fake_services()
    job = drop(services, "estimate.yaml", MILE)

    first = tell(services, job)
    second = tell(services, job)

    assert first == second
    assert [row.version for row in services.estimates.list(PROJECT)] == ["v0001"]


def test_a_document_is_parsed_once_for_both_its_own_job_and_the_estimate() -> None:
    services = fake_services()
    document = drop(services, "structures.xlsx", (SAMPLE / "structures.xlsx").read_bytes())
    tell(services, document)
    assert isinstance(services.artifacts, FakeArtifacts)
    before = {key for key in services.artifacts.kept if key.startswith(("parsed/", "reviews/"))}

    tell(services, drop(services, "estimate.yaml", MILE))

    after = {key for key in services.artifacts.kept if key.startswith(("parsed/", "reviews/"))}
    assert before == after
    assert before


def test_a_document_that_cannot_be_read_fails_its_job_with_a_sentence() -> None:
    services = fake_services()

    job = tell(services, drop(services, "empty.pdf", b""))

    assert job.status is JobStatus.FAILED
    assert job.error is not None
    assert "empty" in job.error.message


def test_a_document_that_cannot_be_read_is_a_warning_of_the_estimate() -> None:
    services = fake_services()
    drop(services, "empty.pdf", b"")

    job = tell(services, drop(services, "estimate.yaml", MILE))

    assert job.status is JobStatus.COMPLETED_WITH_WARNINGS
    assert any("empty.pdf" in warning for warning in job.warnings)


def test_a_wrong_ticket_fails_with_the_path_of_the_field() -> None:
    services = fake_services()
    ticket = MILE.replace(b"345", b"two hundred")

    job = tell(services, drop(services, "estimate.yaml", ticket))

    assert job.status is JobStatus.FAILED
    assert job.error is not None
    assert job.error.path == "lines.0.voltage_kv"
    assert "two hundred" in job.error.message


def test_a_dependency_that_keeps_failing_ends_the_job_with_what_to_do() -> None:
    services = fake_services()

    job = tell(services, drop(services, "estimate.yaml", MILE), BrokenFlow(services))

    assert job.status is JobStatus.FAILED
    assert job.error is not None
    assert job.error.code == "dependency"
    assert "submit the same again" in job.error.message


@pytest.mark.parametrize("pattern", ["*.xlsx", "structures.xlsx"])
def test_the_ticket_can_choose_its_documents(pattern: str) -> None:
    services = fake_services()
    drop(services, "empty.pdf", b"")
    drop(services, "structures.xlsx", (SAMPLE / "structures.xlsx").read_bytes())

    job = tell(
        services, drop(services, "estimate.yaml", MILE + f"documents: ['{pattern}']\n".encode())
    )

    assert not any("empty.pdf" in warning for warning in job.warnings)


def test_a_pattern_that_names_no_document_is_refused_with_what_there_is() -> None:
    services = fake_services()
    drop(services, "structures.xlsx", (SAMPLE / "structures.xlsx").read_bytes())

    job = tell(services, drop(services, "estimate.yaml", MILE + b"documents: ['nope.pdf']\n"))

    assert job.error is not None
    assert job.error.path == "documents.0"
    assert "structures.xlsx" in job.error.message


def test_each_warning_of_a_document_is_said_once() -> None:
    services = fake_services()

    job = tell(services, drop(services, "notes.pdf", b"Nothing but words in here, many of them."))

    assert len(set(job.warnings)) == len(job.warnings)


def test_every_wrong_field_of_a_ticket_is_named() -> None:
    services = fake_services()
    ticket = MILE.replace(b"345", b"two hundred").replace(b"miles: 1", b"miles: far")

    job = tell(services, drop(services, "estimate.yaml", ticket))

    assert job.error is not None
    assert "two hundred" in job.error.message
    assert "lines.0.miles" in job.error.message
