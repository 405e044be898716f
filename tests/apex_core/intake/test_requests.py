import pytest

from apex_core.errors import InputError
from apex_core.intake.requests import EstimateRequest, request_estimate
from apex_core.model.job import JobStatus
from tests.fakes import fake_services

TICKET = b'{"name": "Okatie", "region": "Missouri"}'


def a_request(ticket: bytes = TICKET, *, key: str = "", randomness: int = 0) -> EstimateRequest:
    return EstimateRequest(
        project_id="okatie-230",
        ticket=ticket,
        caller="someone",
        idempotency_key=key,
        randomness=bytes([randomness] * 10),
    )


def test_an_active_job_for_the_same_inputs_is_answered_and_not_doubled() -> None:
    services = fake_services()

    first = request_estimate(a_request(randomness=1), services)
    second = request_estimate(a_request(randomness=2), services)

    assert first.job_id == second.job_id


def test_after_the_job_has_ended_the_same_inputs_may_be_estimated_again() -> None:
    services = fake_services()
    first = request_estimate(a_request(randomness=1), services)
    stored = services.jobs.get(first.job_id)
    assert stored is not None
    services.jobs.replace(
        first.model_copy(update={"status": JobStatus.COMPLETED}), etag=stored.etag
    )

    second = request_estimate(a_request(randomness=2), services)

    assert first.job_id != second.job_id


def test_an_idempotency_key_makes_the_job_id_repeatable_even_after_its_end() -> None:
    services = fake_services()
    first = request_estimate(a_request(key="k", randomness=1), services)
    stored = services.jobs.get(first.job_id)
    assert stored is not None
    services.jobs.replace(
        first.model_copy(update={"status": JobStatus.COMPLETED}), etag=stored.etag
    )

    second = request_estimate(a_request(key="k", randomness=2), services)

    assert first.job_id == second.job_id
    assert second.status is JobStatus.COMPLETED


def test_a_key_that_joined_an_active_job_goes_on_meaning_that_job() -> None:
    services = fake_services()
    first = request_estimate(a_request(randomness=1), services)
    joined = request_estimate(a_request(key="k", randomness=2), services)
    stored = services.jobs.get(first.job_id)
    assert stored is not None
    services.jobs.replace(
        first.model_copy(update={"status": JobStatus.COMPLETED}), etag=stored.etag
    )

    later = request_estimate(a_request(key="k", randomness=3), services)

    assert first.job_id == joined.job_id == later.job_id


def test_a_wrong_ticket_is_refused_with_the_path_of_the_field_and_makes_no_job() -> None:
    services = fake_services()
    wrong = b'{"name": "x", "lines": [{"name": "a", "voltage_kv": "two hundred"}]}'

    with pytest.raises(InputError) as caught:
        request_estimate(a_request(wrong), services)

    assert caught.value.path == "lines.0.voltage_kv"
    assert "two hundred" in caught.value.message
    assert list(services.jobs.list()) == []


def test_a_rate_book_that_does_not_exist_is_refused_at_once() -> None:
    ticket = TICKET.rstrip()[:-1] + b', "rate_book": {"book": "acme", "version": "1"}}'

    with pytest.raises(InputError) as refused:
        request_estimate(a_request(ticket), fake_services())

    assert refused.value.path == "rate_book.book"
