"""From the dollars of one year to those of another, by stated yearly rates."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import prod

from apex_core.costing.money import eight_decimals, plain
from apex_core.errors import InputError
from apex_core.model.cost import Escalation
from apex_core.model.scope import ProjectScope
from apex_core.packs.miso import EscalationPeriod, LineRates


def escalate(
    periods: Sequence[EscalationPeriod], *, from_year: int, to_year: int, path: str = ""
) -> Escalation:
    """Return what a dollar of *from_year* costs in *to_year*.

    Every year between the two is compounded at the rate of the period it lies in; going back in
    time divides by the same product.

    Parameters
    ----------
    periods
        Yearly rates without gaps, the last one open.
    path
        Field to name when a year is out of range.

    Raises
    ------
    InputError
        If a year lies before the first period.
    """
    first, last = sorted((from_year, to_year))
    if first < periods[0].from_year:
        raise InputError(
            f"no escalation rate is known before {periods[0].from_year}: "
            "convert the amounts and give a later year",
            path=path,
            value=first,
        )
    steps = list(_steps(periods, first, last))
    growth = prod((Decimal(1) + rate) ** years for rate, years, _ in steps)
    factor = growth if from_year <= to_year else 1 / growth
    return Escalation(
        from_year=from_year,
        to_year=to_year,
        factor=eight_decimals(Decimal(factor)),
        steps=tuple(sentence for _, _, sentence in steps),
    )


def to_scope_dollars(scope: ProjectScope, rates: LineRates) -> Escalation:
    """Return what brings the rate book's dollars to those of the scope."""
    return escalate(
        rates.escalation,
        from_year=rates.dollar_year,
        to_year=scope.dollar_year,
        path="dollar_year",
    )


def _steps(
    periods: Sequence[EscalationPeriod], first: int, last: int
) -> Iterator[tuple[Decimal, int, str]]:
    for period in periods:
        start = max(first, period.from_year)
        end = last if period.to_year is None else min(last, period.to_year)
        if start < end:
            percent = plain(period.rate * 100)
            status = period.status.replace("_", " ")
            said = f"{start} to {end} at {percent} % a year ({status}: {period.note})"
            yield period.rate, end - start, said
