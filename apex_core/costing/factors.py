"""Multipliers of published rates: each on lines of its own, one per kind of cost, with its source.

They multiply what the shipped rate book prices.
Left alone are land and its permits, which have regional values of their own, a company's own rates
and whatever the scope gives in dollars.
Of several, each multiplies what the ones before it left.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from apex_core.costing.entry import Entry, Position, UnitRate
from apex_core.costing.line import route_miles
from apex_core.costing.money import plain
from apex_core.model.cost import CostCategory, CostSection, LineItem
from apex_core.model.scope import LineScope, ProjectScope
from apex_core.packs.loader import Packs

NOT_MULTIPLIED: Final = frozenset({CostCategory.RIGHT_OF_WAY, CostCategory.PERMITTING})
NO_ACCOUNT: Final = "none"


class NamedFactor(NamedTuple):
    """A factor, the key of its lines, what it is called, where it was asked for, who says so."""

    key: str
    name: str
    factor: Decimal
    asked: str
    source: str


def factors_of(scope: ProjectScope, section: CostSection, packs: Packs) -> tuple[NamedFactor, ...]:
    """Return the factors of a section, in the order they are applied; the region's is the last."""
    room, _, number = section.id.partition(".")
    line = scope.lines[int(number)] if room == "lines" else None
    of_line = _of_line(line, section.id, packs) if line else ()
    regional = scope.regional_factor
    of_region = (
        (
            NamedFactor(
                key="regional_factor",
                name=f"Regional factor of {scope.region}",
                factor=regional.factor,
                asked="regional_factor",
                source=regional.source,
            ),
        )
        if regional
        else ()
    )
    return (*(one for one in of_line if one.factor != 1), *of_region)


def multiply(
    position: Position, items: Sequence[LineItem], factors: Sequence[NamedFactor]
) -> tuple[LineItem, ...]:
    """Return the line items that the factors add to those of a section."""
    multiplied = [item for item in items if _is_multiplied(position, item)]
    added: list[LineItem] = []
    for factor in factors:
        entries = _entries(factor, [*multiplied, *added])
        added.extend([position.price(entry) for entry in entries])
    return tuple(added)


def _of_line(line: LineScope, section: str, packs: Packs) -> Iterator[NamedFactor]:
    if line.short_length:
        miles = route_miles(line, packs.lines)
        yield NamedFactor(
            key="short_length",
            name=f"Short line of {plain(miles)} mi",
            factor=packs.lengths.at(miles),
            asked=f"{section}.short_length",
            source=f"{packs.lengths.edition}: {packs.lengths.source}. {packs.lengths.label}",
        )
    for place, one in enumerate(line.multipliers):
        yield NamedFactor(
            key=f"multipliers.{place}",
            name=one.name,
            factor=one.factor,
            asked=f"{section}.multipliers.{place}",
            source=one.source,
        )


def _is_multiplied(position: Position, item: LineItem) -> bool:
    code = item.source.code
    is_own = position.own is not None and position.own.find(code) is not None
    return bool(code) and not is_own and item.category not in NOT_MULTIPLIED


def _entries(factor: NamedFactor, items: Sequence[LineItem]) -> Iterator[Entry]:
    """Yield one entry per kind of cost and account, so that what moves the kind moves it too."""
    kinds: defaultdict[tuple[CostCategory, str | None], list[LineItem]] = defaultdict(list)
    for item in items:
        kinds[item.category, item.ferc_account].append(item)
    less = " (credit)" if factor.factor < 1 else ""
    for (category, account), of_kind in kinds.items():
        words = category.value.replace("_", " ")
        yield Entry(
            key=f"{factor.key}.{category.value}.{account or NO_ACCOUNT}",
            category=category,
            account=account,
            description=f"{factor.name}, × {plain(factor.factor)}, on {words}{less}",
            quantity=factor.factor - 1,
            unit="of cost",
            quantity_source=f"{plain(factor.factor)} less 1 ({factor.asked})",
            rate=UnitRate(
                material=sum((item.material_usd for item in of_kind), Decimal(0)),
                labor=sum((item.labor_usd for item in of_kind), Decimal(0)),
                equipment=sum((item.equipment_usd for item in of_kind), Decimal(0)),
                other=sum((item.other_usd for item in of_kind), Decimal(0)),
                source=factor.source,
                in_scope_dollars=True,
            ),
        )
