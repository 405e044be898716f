"""Pricing: one section at a time, then the total."""

from collections.abc import Iterator
from contextlib import contextmanager

from apex_core.costing.sections import price_section as price
from apex_core.costing.sections import sections_of
from apex_core.costing.totals import total_cost
from apex_core.errors import InputError
from apex_core.model.cost import PricedSection
from apex_core.model.message import Message
from apex_core.model.quantities import Quantities
from apex_core.quantities.ledger import naming_documents
from apex_core.services import Services
from apex_core.steps import keys
from apex_core.steps.rates import packs_of
from apex_core.steps.store import keep, keep_job, load, load_job


class PriceSection(Message):
    """One section of the scope, by its number."""

    job_id: str
    number: int


class SectionPriced(Message):
    """How many line items the section has, and what it adds to the base [USD]."""

    line_items: int
    total_usd: float


class TotalCosts(Message):
    """All sections of a job."""

    job_id: str
    sections: int


class CostsTotaled(Message):
    """Project cost: base and indirects [USD]."""

    project_usd: float


def price_section(ask: PriceSection, services: Services) -> SectionPriced:
    """Price one section by the rate books."""
    quantities = _quantities(ask.job_id, services)
    section = sections_of(quantities.scope)[ask.number]
    packs = packs_of(ask.job_id, services)
    with _naming_documents(quantities):
        priced = price(quantities.scope, section, packs, sources=quantities.sources)
    keep(services.artifacts, _section_key(ask.job_id, ask.number), priced)
    return SectionPriced(line_items=len(priced.line_items), total_usd=float(priced.total_usd))


def total_costs(ask: TotalCosts, services: Services) -> CostsTotaled:
    """Add up the sections and put indirects and escalation on top."""
    quantities = _quantities(ask.job_id, services)
    sections = load_sections(ask.job_id, ask.sections, services)
    with _naming_documents(quantities):
        cost = total_cost(quantities.scope, sections, packs_of(ask.job_id, services))
    keep_job(services.artifacts, ask.job_id, keys.COST, cost)
    return CostsTotaled(project_usd=float(cost.project_usd))


def load_sections(job_id: str, count: int, services: Services) -> tuple[PricedSection, ...]:
    """Return the priced sections of a job, in the order of the scope."""
    return tuple(
        load(services.artifacts, _section_key(job_id, number), PricedSection)
        for number in range(count)
    )


@contextmanager
def _naming_documents(quantities: Quantities) -> Iterator[None]:
    """Say in which document a value was read that has no price."""
    try:
        yield
    except InputError as error:
        raise naming_documents(error, quantities.sources) from error


def _quantities(job_id: str, services: Services) -> Quantities:
    return load_job(services.artifacts, job_id, keys.QUANTITIES, Quantities)


def _section_key(job_id: str, number: int) -> str:
    return keys.job_key(job_id, f"section-{number:03d}.json")
