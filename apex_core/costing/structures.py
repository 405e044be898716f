"""Structures and their foundations: counts of the scope, or the usual number per mile."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from apex_core.costing.codes import CIRCUITS, rate_code
from apex_core.costing.entry import Draft, Entry, UnitRate
from apex_core.costing.line import LineAtHand
from apex_core.costing.money import plain
from apex_core.errors import InputError
from apex_core.model.cost import CostCategory
from apex_core.model.scope import Structure
from apex_core.packs.miso import StructureRate

ACCOUNTS: Final = {
    Structure.STEEL_POLE: "355",
    Structure.WOOD_POLE: "355",
    Structure.STEEL_TOWER: "354",
}
WORDS: Final = {
    "tangent": "tangent",
    "running_angle": "running angle",
    "non_angled_deadend": "non-angled dead-end",
    "angled_deadend": "angled dead-end",
}


class Count(NamedTuple):
    """How many structures of one type, and where the number came from."""

    kind: str
    number: Decimal
    source: str


def structures(at: LineAtHand) -> Draft:
    """Price the structures of a line."""
    counts = list(_given(at) if at.line.structures else _per_mile(at))
    entries = [entry for count in counts for entry in _entries(at, count)]
    if at.line.structures:
        return Draft(entries=tuple(entries))
    said = f"{at.line.name}: structures are counted by the usual number per mile, not spotted"
    return Draft(entries=tuple(entries), assumptions=(said,))


def _given(at: LineAtHand) -> Iterator[Count]:
    for kind in WORDS:
        number: Decimal = getattr(at.line.structures, kind)
        if number:
            yield Count(kind, number, at.source(f"structures.{kind}"))


def _per_mile(at: LineAtHand) -> Iterator[Count]:
    is_wood = at.line.structure is Structure.WOOD_POLE
    material, table = ("wood", "Table 3.1-3") if is_wood else ("steel", "Table 3.1-2")
    for kind in WORDS:
        key = (material, at.line.circuits, kind, at.line.voltage_kv)
        number = at.rates.structures_per_mile.get(key)
        if number is not None:
            cited = f"{plain(number)} per mile ({at.rates.cite(table)})"
            yield Count(kind, number * at.miles, f"{cited} × {at.miles_source}")


def _entries(at: LineAtHand, count: Count) -> Iterator[Entry]:
    rate = _rate(at, count)
    cited = at.rates.cite(rate.table)
    account = ACCOUNTS[at.line.structure]
    words = f"{WORDS[count.kind]}, {_carrier(at)}"
    yield Entry(
        key=f"structures.{count.kind}",
        category=CostCategory.STRUCTURES,
        account=account,
        description=f"Structure with hardware, {words}",
        quantity=count.number,
        unit="each",
        quantity_source=count.source,
        rate=UnitRate(
            material=rate.material_usd + rate.hardware_usd,
            labor=rate.installation_usd,
            source=cited,
            code=_code(at, "structure", count),
        ),
    )
    if rate.foundation_usd is not None:
        yield Entry(
            key=f"foundations.{count.kind}",
            category=CostCategory.FOUNDATIONS,
            account=account,
            description=f"Drilled pier foundation, {words}",
            quantity=count.number,
            unit="each",
            quantity_source=count.source,
            rate=UnitRate(
                other=rate.foundation_usd, source=cited, code=_code(at, "foundation", count)
            ),
        )


def _rate(at: LineAtHand, count: Count) -> StructureRate:
    line = at.line
    key = (line.voltage_kv, line.structure.value, line.circuits, count.kind)
    if key not in at.rates.structures:
        known = [kind for kind in WORDS if (*key[:3], kind) in at.rates.structures]
        raise InputError(
            f"a {line.structure.value} line has no such structure: count it as one of "
            f"{', '.join(known)}",
            path=f"{at.path}.structures.{count.kind}",
            value=plain(count.number),
        )
    return at.rates.structures[key]


def _code(at: LineAtHand, what: str, count: Count) -> str:
    line = at.line
    circuits = CIRCUITS[line.circuits]
    return rate_code(what, line.voltage_kv, line.structure.value, circuits, count.kind)


def _carrier(at: LineAtHand) -> str:
    circuits = "double circuit" if at.line.circuits > 1 else "single circuit"
    return f"{at.line.structure.value.replace('_', ' ')}, {circuits}, {at.voltage}"
