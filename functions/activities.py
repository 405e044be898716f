"""One activity for each step: JSON in, the step, JSON out, one line in the log."""

from time import perf_counter
from typing import Any

import azure.durable_functions as df

from apex_core.steps import (
    assemble,
    basis,
    classify,
    collect,
    parse,
    price,
    publish,
    rates,
    record,
    review,
    simulate,
    take_off,
    ticket,
    write,
)
from apex_core.steps.step import Json, Step, run_as_json
from functions.log import log_event
from functions.wiring import services

bp = df.Blueprint()


@bp.activity_trigger(input_name="ask")
def open_ticket(ask: dict[str, Any]) -> dict[str, Any]:
    """Check the ticket and choose its documents."""
    return _run(ticket.open_ticket, ask)


@bp.activity_trigger(input_name="ask")
def pin_rates(ask: dict[str, Any]) -> dict[str, Any]:
    """Pin the company's own rates."""
    return _run(rates.pin_rates, ask)


@bp.activity_trigger(input_name="ask")
def parse_document(ask: dict[str, Any]) -> dict[str, Any]:
    """Parse one document."""
    return _run(parse.parse_document, ask)


@bp.activity_trigger(input_name="ask")
def review_document(ask: dict[str, Any]) -> dict[str, Any]:
    """Review one parsed document."""
    return _run(review.review_document, ask)


@bp.activity_trigger(input_name="ask")
def collect_facts(ask: dict[str, Any]) -> dict[str, Any]:
    """Merge what the documents say."""
    return _run(collect.collect_facts, ask)


@bp.activity_trigger(input_name="ask")
def classify_estimate(ask: dict[str, Any]) -> dict[str, Any]:
    """Find the AACE class."""
    return _run(classify.classify_estimate, ask)


@bp.activity_trigger(input_name="ask")
def take_off_quantities(ask: dict[str, Any]) -> dict[str, Any]:
    """Take off the quantities."""
    return _run(take_off.take_off_quantities, ask)


@bp.activity_trigger(input_name="ask")
def price_section(ask: dict[str, Any]) -> dict[str, Any]:
    """Price one section."""
    return _run(price.price_section, ask)


@bp.activity_trigger(input_name="ask")
def total_costs(ask: dict[str, Any]) -> dict[str, Any]:
    """Add up the sections."""
    return _run(price.total_costs, ask)


@bp.activity_trigger(input_name="ask")
def build_risk_model(ask: dict[str, Any]) -> dict[str, Any]:
    """Build the risk model."""
    return _run(simulate.build_risk_model, ask)


@bp.activity_trigger(input_name="ask")
def simulate_replicate(ask: dict[str, Any]) -> dict[str, Any]:
    """Draw one replicate."""
    return _run(simulate.simulate_replicate, ask)


@bp.activity_trigger(input_name="ask")
def summarise_risk(ask: dict[str, Any]) -> dict[str, Any]:
    """Pool the replicates."""
    return _run(simulate.summarise_risk, ask)


@bp.activity_trigger(input_name="ask")
def lay_basis(ask: dict[str, Any]) -> dict[str, Any]:
    """Bring together what the estimate rests on."""
    return _run(basis.lay_basis, ask)


@bp.activity_trigger(input_name="ask")
def write_part(ask: dict[str, Any]) -> dict[str, Any]:
    """Write one part of the prose."""
    return _run(write.write_part, ask)


@bp.activity_trigger(input_name="ask")
def assemble_estimate(ask: dict[str, Any]) -> dict[str, Any]:
    """Assemble, check and seal the estimate."""
    return _run(assemble.assemble_estimate, ask)


@bp.activity_trigger(input_name="ask")
def publish_estimate(ask: dict[str, Any]) -> dict[str, Any]:
    """Publish the estimate."""
    return _run(publish.publish_estimate, ask)


@bp.activity_trigger(input_name="ask")
def record_job(ask: dict[str, Any]) -> dict[str, Any]:
    """Write the job's row."""
    return _run(record.record_job, ask)


def _run(step: Step[Any, Any], ask: Json) -> Json:
    started = perf_counter()
    answer = run_as_json(step, ask, services())
    log_event(
        "step_ended",
        step=step.__name__,
        job_id=str(ask.get("job_id", "")),
        seconds=round(perf_counter() - started, 3),
        outcome="rejected" if "rejected" in answer else "done",
    )
    return answer
