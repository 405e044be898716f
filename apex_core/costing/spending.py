"""When the money is spent: shares of the cost by year, and what they do to escalation and AFUDC."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from apex_core.costing.escalation import escalate
from apex_core.costing.money import eight_decimals, plain
from apex_core.errors import InputError
from apex_core.model.cost import Escalation
from apex_core.model.options import PriceIndex
from apex_core.model.scope import ProjectScope
from apex_core.packs.loader import Packs

MID_YEAR: Final = Decimal("0.5")
ONE: Final = Decimal(1)


class YearOfSpending(NamedTuple):
    """A year, the share of the cost spent in it, and what a dollar of the scope costs in it."""

    year: int
    share: Decimal
    factor: Decimal
    steps: tuple[str, ...]


class Spending(NamedTuple):
    """The years of spending, in order, and who says so."""

    years: tuple[YearOfSpending, ...]
    source: str


def spending_of(scope: ProjectScope, packs: Packs) -> Spending:
    """Return the years in which a scope is paid for; without a profile, all in the last.

    Raises
    ------
    InputError
        If the year in service precedes the dollar year, or an index does not reach a year.
    """
    last = _last_year(scope)
    shares, source = _shares(scope, packs)
    first = last - len(shares) + 1
    years = (
        _year(scope, packs, year=first + place, share=share) for place, share in enumerate(shares)
    )
    return Spending(years=tuple(years), source=source)


def escalation_of(scope: ProjectScope, spending: Spending) -> Escalation:
    """Return what brings the scope's dollars to those of the years they are spent in."""
    factor = sum((one.share * one.factor for one in spending.years), Decimal(0))
    return Escalation(
        from_year=scope.dollar_year,
        to_year=spending.years[-1].year,
        factor=eight_decimals(factor),
        steps=_steps(spending),
    )


def afudc_fraction(spending: Spending, rate: Decimal) -> Decimal:
    """Return the allowance for funds as a fraction of what is spent.

    Each year's money, escalated, is spent in the middle of its year and carried at *rate*,
    compounded yearly, to the end of the year in service.
    """
    last = spending.years[-1].year
    spent = [one.share * one.factor for one in spending.years]
    carried = (
        usd * ((ONE + rate) ** (last - one.year + MID_YEAR) - ONE)
        for usd, one in zip(spent, spending.years, strict=True)
    )
    return eight_decimals(sum(carried, Decimal(0)) / sum(spent))


def by_indices(
    indices: Sequence[PriceIndex], from_year: int, to_year: int
) -> tuple[Decimal, tuple[str, ...]]:
    """Return what a dollar of one year costs in another by the weighted indices, and the steps.

    Raises
    ------
    InputError
        If an index has no value for one of the years.
    """
    if from_year == to_year:
        return ONE, ()
    ratios = [
        _value(index, place, to_year) / _value(index, place, from_year)
        for place, index in enumerate(indices)
    ]
    factor = sum(
        (index.weight * ratio for index, ratio in zip(indices, ratios, strict=True)), Decimal(0)
    )
    steps = tuple(
        f"{index.series}, weight {plain(index.weight)}, × {plain(eight_decimals(ratio))} from "
        f"{from_year} to {to_year} ({index.source})"
        for index, ratio in zip(indices, ratios, strict=True)
    )
    return eight_decimals(factor), steps


def _last_year(scope: ProjectScope) -> int:
    last = scope.in_service_year or scope.dollar_year
    if last < scope.dollar_year:
        raise InputError(
            f"a line cannot be in service before the year of its dollars, {scope.dollar_year}: "
            "give a later in_service_year or an earlier dollar_year",
            path="in_service_year",
            value=last,
        )
    return last


def _shares(scope: ProjectScope, packs: Packs) -> tuple[tuple[Decimal, ...], str]:
    asked = scope.spend
    if asked is None:
        return (ONE,), ""
    if asked.years is None:
        return asked.shares, asked.source or ""
    book = packs.spending
    return book.shares[asked.years], f"{book.edition}, profile of {asked.years} years"


def _year(scope: ProjectScope, packs: Packs, *, year: int, share: Decimal) -> YearOfSpending:
    if scope.price_indices:
        factor, steps = by_indices(scope.price_indices, scope.dollar_year, year)
    else:
        level = escalate(
            packs.lines.escalation, from_year=scope.dollar_year, to_year=year, path="spend"
        )
        factor, steps = level.factor, level.steps
    return YearOfSpending(year=year, share=share, factor=factor, steps=steps)


def _value(index: PriceIndex, place: int, year: int) -> Decimal:
    if year not in index.values:
        known = ", ".join(map(str, sorted(index.values)))
        raise InputError(
            f"{index.series} has no value for this year: it has {known}; add it, also if it is "
            "a forecast",
            path=f"price_indices.{place}.values",
            value=year,
        )
    return index.values[year]


def _steps(spending: Spending) -> tuple[str, ...]:
    if len(spending.years) == 1:
        return spending.years[0].steps
    spent = ", ".join(
        f"{plain(one.share * 100)} % in {one.year} × {plain(one.factor)}" for one in spending.years
    )
    longest = max(spending.years, key=lambda one: (len(one.steps), one.year))
    return (f"spent {spent} ({spending.source})", *longest.steps)
