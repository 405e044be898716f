"""The story of one estimate: from a ticket and documents to published figures."""

from collections.abc import Generator
from typing import Any, Final

from apex_core.model.asks import EstimateStart
from apex_core.model.job import JobStatus
from apex_core.pipeline.ending import tell
from apex_core.pipeline.flow import Flow
from apex_core.steps.assemble import Assembled, AssembleEstimate, assemble_estimate
from apex_core.steps.basis import LayBasis, lay_basis
from apex_core.steps.classify import ForJob, classify_estimate
from apex_core.steps.collect import CollectFacts, collect_facts
from apex_core.steps.parse import Parsed, parse_document
from apex_core.steps.price import PriceSection, TotalCosts, price_section, total_costs
from apex_core.steps.publish import Published, publish_estimate
from apex_core.steps.rates import pin_rates
from apex_core.steps.record import Record, record_job
from apex_core.steps.review import review_document
from apex_core.steps.simulate import (
    SimulateReplicate,
    SummariseRisk,
    build_risk_model,
    simulate_replicate,
    summarise_risk,
)
from apex_core.steps.take_off import take_off_quantities
from apex_core.steps.ticket import OpenedTicket, OpenTicket, open_ticket
from apex_core.steps.write import Part, WritePart, write_part

# What a person reads while waiting, and how much of the work is behind when it begins. [%]
STAGES: Final = (
    (2, "Reading the ticket"),
    (8, "Reading the documents"),
    (40, "Classifying the estimate and taking off quantities"),
    (50, "Pricing"),
    (60, "Simulating"),
    (80, "Writing the basis of estimate"),
    (92, "Publishing"),
)


def tell_estimate(flow: Flow, start: EstimateStart) -> Generator[Any, Any, None]:
    """Make one estimate, from its ticket to a published version in its job's row."""
    yield from tell(flow, start, _estimate(flow, start))


def _estimate(flow: Flow, start: EstimateStart) -> Generator[Any, Any, Record]:
    job = ForJob(job_id=start.job_id)
    yield from _stage(flow, start, 0)
    ticket = yield from flow.call(open_ticket, OpenTicket(job_id=start.job_id, ask=start.ask))
    if ticket.has_rate_book:
        yield from flow.call(pin_rates, job)
    yield from _stage(flow, start, 1)
    parsed = yield from _read(flow, start, ticket)
    yield from _stage(flow, start, 2)
    yield from flow.call(classify_estimate, job)
    quantities = yield from flow.call(take_off_quantities, job)
    yield from _stage(flow, start, 3)
    yield from _price(flow, job, sections=quantities.sections)
    yield from _stage(flow, start, 4)
    yield from _simulate(flow, job)
    yield from _stage(flow, start, 5)
    yield from flow.call(lay_basis, LayBasis(job_id=job.job_id, sections=quantities.sections))
    assembled = yield from _write(flow, start)
    yield from _stage(flow, start, 6)
    published = yield from flow.call(publish_estimate, job)
    return _outcome(start, parsed, assembled, published)


def _read(
    flow: Flow, start: EstimateStart, ticket: OpenedTicket
) -> Generator[Any, Any, list[Parsed]]:
    parsed = yield from flow.call_all(parse_document, ticket.documents)
    readable = [
        document
        for document, outcome in zip(ticket.documents, parsed, strict=True)
        if not outcome.refused
    ]
    yield from flow.call_all(review_document, readable)
    yield from flow.call(collect_facts, CollectFacts(job_id=start.job_id, documents=tuple(parsed)))
    return parsed


def _price(flow: Flow, job: ForJob, *, sections: int) -> Generator[Any, Any, None]:
    asks = [PriceSection(job_id=job.job_id, number=number) for number in range(sections)]
    yield from flow.call_all(price_section, asks)
    yield from flow.call(total_costs, TotalCosts(job_id=job.job_id, sections=sections))


def _simulate(flow: Flow, job: ForJob) -> Generator[Any, Any, None]:
    model = yield from flow.call(build_risk_model, job)
    if not model.plans:
        return
    asks = [SimulateReplicate(job_id=job.job_id, plan=plan) for plan in model.plans]
    yield from flow.call_all(simulate_replicate, asks)
    yield from flow.call(summarise_risk, SummariseRisk(job_id=job.job_id, plans=model.plans))


def _write(flow: Flow, start: EstimateStart) -> Generator[Any, Any, Assembled]:
    asks = [WritePart(job_id=start.job_id, part=part) for part in Part]
    yield from flow.call_all(write_part, asks)
    ask = AssembleEstimate(job_id=start.job_id, inputs_sha256=start.ask.inputs_sha256)
    return (yield from flow.call(assemble_estimate, ask))


def _stage(flow: Flow, start: EstimateStart, index: int) -> Generator[Any, Any, None]:
    percent, sentence = STAGES[index]
    yield from flow.call(
        record_job,
        Record(
            job_id=start.job_id,
            attempt=start.attempt,
            percent=percent,
            step=sentence,
            step_index=index + 1,
            step_count=len(STAGES),
        ),
    )


def _outcome(
    start: EstimateStart, parsed: list[Parsed], assembled: Assembled, published: Published
) -> Record:
    return Record(
        job_id=start.job_id,
        attempt=start.attempt,
        status=(JobStatus.COMPLETED_WITH_WARNINGS if assembled.warnings else JobStatus.COMPLETED),
        percent=100,
        step=f"Published {published.version}",
        step_index=len(STAGES),
        step_count=len(STAGES),
        result={
            "version": published.version,
            "content_sha256": published.content_sha256,
            **published.summary,
        },
        warnings=assembled.warnings,
        pages=sum(document.pages for document in parsed),
    )
