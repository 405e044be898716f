"""The estimate, assembled: basis, words, headline and breakdowns in one noun."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from apex_core.costing.money import cents
from apex_core.estimate.breakdown import by_account, in_iso_ne_columns
from apex_core.estimate.narrative import top_drivers
from apex_core.estimate.wording import decimal, rounded
from apex_core.model.estimate import (
    Basis,
    ComparedFigure,
    Estimate,
    Headline,
    NarrativeSection,
    Statement,
)
from apex_core.model.risk_result import RiskResult
from apex_core.packs.loader import Packs

HEADLINE_DRIVERS: Final = 3
HEADLINE_LEVELS: Final = ("p50", "p80", "p95")


def assemble(
    basis: Basis,
    packs: Packs,
    *,
    narrative: Sequence[NarrativeSection],
    assumptions: Sequence[Statement],
    exclusions: Sequence[Statement],
) -> Estimate:
    """Put the parts together; nothing in it depends on when or where it was made."""
    return Estimate(
        project=basis.ticket.name,
        headline=_headline(basis),
        basis=basis,
        by_account=by_account(basis.cost, packs),
        iso_ne_style=in_iso_ne_columns(basis.cost, packs),
        comparison=_compared(basis),
        narrative=tuple(narrative),
        assumptions=tuple(assumptions),
        exclusions=tuple(exclusions),
    )


def _headline(basis: Basis) -> Headline:
    cost, levels = basis.cost, basis.risk.percentiles if basis.risk else {}
    return Headline(
        estimate_class=basis.classification.estimate_class,
        project_usd=cost.project_usd,
        **{f"{name}_usd": cents(decimal(levels[name])) for name in HEADLINE_LEVELS if levels},
        contingency_usd=cost.contingency_usd,
        contingency_fraction=rounded(cost.contingency_usd / cost.project_usd, 6),
        capital_usd=cost.capital_usd,
        top_drivers=tuple(driver.name for driver in top_drivers(basis)[:HEADLINE_DRIVERS]),
    )


def _compared(basis: Basis) -> ComparedFigure | None:
    """Set the published figure beside the range, without the escalation and AFUDC it may hold."""
    published, cost = basis.ticket.comparison, basis.cost
    if published is None:
        return None
    on_top = cost.escalation.factor * (Decimal(1) + cost.afudc.fraction)
    comparable = cents(published.usd / on_top)
    return ComparedFigure(
        label=published.label,
        usd=published.usd,
        source=published.source,
        comparable_usd=comparable,
        inside=_is_inside(comparable, basis.risk) if basis.risk else None,
    )


def _is_inside(usd: Decimal, risk: RiskResult) -> bool:
    low, high = (decimal(risk.percentiles[name]) for name in ("p5", "p95"))
    return low <= usd <= high
