"""From priced sections to capital cost: base, indirects, contingency, escalation, AFUDC."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from apex_core.costing.contingency import class_contingency
from apex_core.costing.mobilization import PUBLISHED
from apex_core.costing.money import cents, plain
from apex_core.costing.notes import escalation_warnings, project_assumptions, region_findings
from apex_core.costing.own import own_assumptions, own_book, own_warnings
from apex_core.costing.spending import Spending, afudc_fraction, escalation_of, spending_of
from apex_core.errors import InputError
from apex_core.model.cost import (
    Contingency,
    CostEstimate,
    LineItem,
    PricedSection,
    SectionTotal,
    Share,
)
from apex_core.model.scope import ProjectScope, class_of
from apex_core.packs.loader import Packs
from apex_core.packs.miso import LineRates

INDIRECTS: Final = ("project_management", "administrative_general", "engineering")
NAMES: Final = {
    "project_management": "Project management",
    "administrative_general": "Administrative and general overhead",
    "engineering": "Engineering, environmental studies, testing and commissioning",
    "afudc": "Allowance for funds used during construction",
}
RATE_PACKS: Final = ("aace-classes", "eipc-new-england", "miso-mtep24", "nrel-revx")


def total_cost(
    scope: ProjectScope,
    sections: Sequence[PricedSection],
    packs: Packs,
    *,
    contingency: Contingency | None = None,
) -> CostEstimate:
    """Add the sections up to capital cost.

    ::

        project = base + indirects
        capital = (project + contingency) escalated, and AFUDC on all of it

    Escalation goes to the year in service, or over the scope's years of spending. AFUDC is MISO's
    flat share, or the scope's yearly rate on that spending.

    Parameters
    ----------
    contingency
        From the risk result; without one the class's published percentage applies.

    Raises
    ------
    InputError
        If credits exceed the cost, or the year in service precedes the dollar year.
    """
    rates = packs.lines
    base = _base(sections)
    indirects = tuple(_share(rates, name, base) for name in INDIRECTS)
    project = base + _sum(share.usd for share in indirects)
    reserve = _whole_cents(contingency or class_contingency(project, class_of(scope), packs.aace))
    spending = spending_of(scope, packs)
    escalation = escalation_of(scope, spending)
    escalated = cents((project + reserve.usd) * (escalation.factor - 1))
    afudc = _afudc(scope, spending, rates, project + reserve.usd + escalated)
    return CostEstimate(
        name=scope.name,
        region=scope.region,
        dollar_year=scope.dollar_year,
        estimate_class=class_of(scope),
        line_items=_items(sections),
        sections=tuple(map(_section_total, sections)),
        unpriced=tuple(item for section in sections for item in section.unpriced),
        base_usd=base,
        indirects=indirects,
        project_usd=project,
        escalation=escalation,
        escalation_usd=escalated,
        contingency=reserve,
        contingency_usd=reserve.usd,
        afudc=afudc,
        afudc_usd=afudc.usd,
        capital_usd=project + reserve.usd + escalated + afudc.usd,
        assumptions=(
            *(said for section in sections for said in section.assumptions),
            *project_assumptions(scope, packs, escalation),
            *_own_rates(sections, scope, packs),
            f"Contingency: {reserve.basis}",
        ),
        warnings=(
            *(said for section in sections for said in section.warnings),
            *(own_warnings(_items(sections), packs.own) if packs.own else ()),
            *escalation_warnings(scope, rates, escalation),
        ),
        findings=(
            *(finding for section in sections for finding in section.findings),
            *region_findings(scope, _items(sections), packs),
        ),
        packs=_packs_used(scope),
    )


def _own_rates(
    sections: Sequence[PricedSection], scope: ProjectScope, packs: Packs
) -> Iterator[str]:
    book = own_book(packs, scope.dollar_year)
    if packs.own and book:
        yield from own_assumptions(_items(sections), packs.own, book.price_level)


def _items(sections: Sequence[PricedSection]) -> tuple[LineItem, ...]:
    return tuple(item for section in sections for item in section.line_items)


def _base(sections: Sequence[PricedSection]) -> Decimal:
    base = _sum(section.total_usd for section in sections)
    if base < 0:
        raise InputError(
            "credits cannot exceed the cost they reduce: lower them",
            path="adders",
            value=f"{base} US$ in all",
        )
    return base


def _whole_cents(contingency: Contingency) -> Contingency:
    return contingency.model_copy(update={"usd": cents(contingency.usd)})


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))


def _share(rates: LineRates, name: str, of_usd: Decimal) -> Share:
    constant = rates.constants[name]
    return Share(
        name=NAMES[name],
        fraction=constant.value,
        usd=cents(of_usd * constant.value),
        source=rates.cite(constant.where),
    )


def _section_total(section: PricedSection) -> SectionTotal:
    return SectionTotal(
        id=section.id, wbs=section.wbs, name=section.name, total_usd=section.total_usd
    )


def _afudc(scope: ProjectScope, spending: Spending, rates: LineRates, of_usd: Decimal) -> Share:
    if scope.afudc is None:
        return _share(rates, "afudc", of_usd)
    fraction = afudc_fraction(spending, scope.afudc.rate)
    return Share(
        name=NAMES["afudc"],
        fraction=fraction,
        usd=cents(of_usd * fraction),
        source=f"{plain(scope.afudc.rate * 100)} % a year ({scope.afudc.source}) on money spent "
        f"in the middle of each year, by {spending.source}",
    )


def _packs_used(scope: ProjectScope) -> tuple[str, ...]:
    """Return the packs every estimate rests on, and those of the options this one takes."""
    options = {
        "length-multipliers": any(line.short_length for line in scope.lines),
        "mobilization": any(line.mobilization == PUBLISHED for line in scope.lines),
        "spend-profiles": scope.spend is not None and scope.spend.years is not None,
    }
    return tuple(sorted((*RATE_PACKS, *(name for name, used in options.items() if used))))
