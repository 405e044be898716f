"""What is to be said about a whole estimate: its class, its price level, its region."""

from collections.abc import Iterable, Iterator
from typing import Final

from apex_core.costing.escalation import to_scope_dollars
from apex_core.costing.money import plain
from apex_core.model.cost import Escalation, LineItem
from apex_core.model.finding import Finding, FindingKind
from apex_core.model.scope import CONCEPT_CLASS, ProjectScope
from apex_core.packs.loader import Packs
from apex_core.packs.miso import LineRates

LONGEST_CARRIED: Final = 15  # years; at 4 % a year a cost is then 1.8 times itself


def project_assumptions(scope: ProjectScope, packs: Packs, escalation: Escalation) -> Iterator[str]:
    """Yield what the estimate takes for granted."""
    rates = packs.lines
    if scope.estimate_class is None:
        yield f"No class is given: the estimate is taken as class {CONCEPT_CLASS}"
    if scope.lines or scope.substations:
        yield f"Rates: {rates.source}, {rates.dollar_year} US$. {rates.label}"
    if scope.dollar_year != rates.dollar_year:
        level = to_scope_dollars(scope, rates)
        yield (
            f"Rates are brought from {level.from_year} to {level.to_year} US$ by the factor "
            f"{plain(level.factor)}: {'; '.join(level.steps)}"
        )
    if escalation.steps:
        to = "over the years of spending" if scope.spend else "to the year in service"
        yield (
            f"All cost is escalated from {escalation.from_year} {to}, "
            f"{escalation.to_year}, by the factor {plain(escalation.factor)}: "
            f"{'; '.join(escalation.steps)}"
        )
    if scope.regional_factor:
        yield (
            f"Shipped rates, except for land and permits, are multiplied by "
            f"{plain(scope.regional_factor.factor)} for {scope.region}: "
            f"{scope.regional_factor.source}"
        )


def escalation_warnings(
    scope: ProjectScope, rates: LineRates, escalation: Escalation
) -> Iterator[str]:
    """Warn of dollars of a year that published rates say little about."""
    published = rates.escalation[-1].from_year  # from here on the last rate is carried on
    year = scope.dollar_year if scope.price_indices else escalation.to_year
    if year - published > LONGEST_CARRIED:
        percent = plain(rates.escalation[-1].rate * 100)
        yield (
            f"Cost is brought to dollars of {year}, {year - published} years beyond the last "
            f"published rate of escalation, by carrying on {percent} % a year: give price_indices, "
            "an earlier year, or read the cost before escalation"
        )


def fits_region(scope: ProjectScope, items: Iterable[LineItem], rates: LineRates) -> bool:
    """Whether the rates are those of the scope's region or brought to it, or price nothing."""
    is_priced = any(item.source.code for item in items)
    is_own = scope.region.lower() in rates.states
    return is_own or not is_priced or scope.regional_factor is not None


def region_findings(
    scope: ProjectScope, items: Iterable[LineItem], packs: Packs
) -> tuple[Finding, ...]:
    """Say that rates of one region price another one's project, without a regional factor."""
    if fits_region(scope, items, packs.lines):
        return ()
    said = (
        f"{packs.lines.edition} holds Midwest labor, land and terrain; it prices {scope.region} "
        "without a regional factor, give one as regional_factor with its source"
    )
    return tuple(
        Finding(kind=FindingKind.CHECK, sentence=sentence)
        for sentence in (said, *_known_multipliers(scope, packs))
    )


def _known_multipliers(scope: ProjectScope, packs: Packs) -> Iterator[str]:
    eipc = packs.eipc
    if scope.region.lower() not in eipc.regions:
        return
    for voltage_kv in sorted({line.voltage_kv for line in scope.lines}):
        if multipliers := eipc.at(voltage_kv):
            yield (
                f"{eipc.edition} ({eipc.dollar_year}) gives New England lines of "
                f"{plain(voltage_kv)} kV {plain(multipliers[0])} to {plain(multipliers[-1])} "
                "times its common base; it is not applied"
            )
