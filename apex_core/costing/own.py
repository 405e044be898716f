"""The company's own rates, where they take the place of shipped ones."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from apex_core.costing.escalation import escalate
from apex_core.costing.money import plain
from apex_core.model.cost import Escalation, LineItem
from apex_core.model.rates import OwnRates, Rate
from apex_core.packs.loader import Packs

MOST_NAMED: Final = 5


class OwnRate(NamedTuple):
    """A rate of the own book, the book's name, and what brings its dollars to the scope's."""

    rate: Rate
    book: str
    price_level: Escalation


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnBook:
    """The own rates by code, at the price level of the scope."""

    name: str
    rates: Mapping[str, Rate]
    price_level: Escalation

    def find(self, code: str) -> OwnRate | None:
        """Return the own rate of a shipped rate's code, or None where the shipped one stays."""
        rate = self.rates.get(code) if code else None
        return OwnRate(rate, self.name, self.price_level) if rate else None


def own_book(packs: Packs, dollar_year: int) -> OwnBook | None:
    """Return the own book in dollars of *dollar_year*, or None where there is none.

    Raises
    ------
    InputError
        If the book's dollars are of a year before the first known escalation rate.
    """
    own = packs.own
    if own is None:
        return None
    return OwnBook(
        name=str(own),
        rates={rate.code.casefold(): rate for rate in own.rates},
        price_level=escalate(
            packs.lines.escalation,
            from_year=own.dollar_year,
            to_year=dollar_year,
            path="rate_book.version",
        ),
    )


def own_assumptions(items: Sequence[LineItem], book: OwnRates, level: Escalation) -> Iterator[str]:
    """Yield how many prices are the company's own, and how its dollars were converted."""
    codes = _codes_used(items, book)
    if not codes:
        return
    used = sorted(set(codes))
    more = f" and {len(used) - MOST_NAMED} more" if len(used) > MOST_NAMED else ""
    yield (
        f"{len(codes)} of {len(items)} line items are priced by {len(used)} rate(s) of {book} "
        f"({book.source}, {book.dollar_year} US$), which override shipped rates or stand where "
        f"none is shipped: {', '.join(used[:MOST_NAMED])}{more}"
    )
    if level.from_year != level.to_year:
        yield (
            f"Rates of {book} are brought from {level.from_year} to {level.to_year} US$ by the "
            f"factor {plain(level.factor)}: {'; '.join(level.steps)}"
        )


def own_warnings(items: Sequence[LineItem], book: OwnRates) -> Iterator[str]:
    """Yield that the book was named for nothing, if it was."""
    if not _codes_used(items, book):
        yield (
            f"The ticket names the rate book {book}, but it holds no code this estimate uses: "
            "every rate is a shipped one"
        )


def _codes_used(items: Sequence[LineItem], book: OwnRates) -> list[str]:
    codes = {rate.code.casefold() for rate in book.rates}
    return [item.source.code for item in items if item.source.code in codes]
