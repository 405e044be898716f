"""The shipped rates as a book: one of everything is priced, and what priced it is listed.

So the list holds every code an estimate can show, and no other.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any, Final

from apex_core.costing.entry import Draft, Entry
from apex_core.costing.land import WORDS as LAND_PARTS
from apex_core.costing.line import LineAtHand
from apex_core.costing.lines import price_line
from apex_core.costing.money import cents
from apex_core.costing.structures import WORDS
from apex_core.costing.substations import StationAtHand, price_substation
from apex_core.errors import InvariantError
from apex_core.model.cost import CostCategory
from apex_core.model.rates import BookVersion, Rate, RateBook
from apex_core.model.scope import CONCEPT_CLASS, LineScope, SubstationScope
from apex_core.packs.loader import Packs
from apex_core.rates.lines import folded, lines_of, rate_of
from apex_core.rates.units import unit_named

PACK: Final = "miso-mtep24"
# of any region, also one no rates ship for
LAND: Final = re.compile(rf"land\.\w+\.({'|'.join(LAND_PARTS)})|station\.land\.\w+")
EVERY_COVER: Final = {"forest_fraction": 0.5, "wetland_fraction": 0.5, "mountain_fraction": 1}


@cache
def shipped_book(packs: Packs) -> RateBook:
    """Return every shipped rate that prices a line item, by its code, in the pack's dollars."""
    rates: dict[str, Rate] = {}
    for draft in _everything(packs):
        for entry in draft.entries:
            if entry.rate.code:
                rates.setdefault(entry.rate.code, _rate(entry))
    manifest = packs.manifest(PACK)
    return RateBook(
        version=BookVersion(
            book=manifest.name,
            version=manifest.version,
            dollar_year=packs.lines.dollar_year,
            source=manifest.source,
            sha256=packs.trace(PACK)[PACK].sha256,
            rates=len(rates),
        ),
        lines=lines_of(rates.values()),
    )


def unit_of(code: str, packs: Packs) -> str | None:
    """Return the unit in which APEX prices by a code, or None where it prices nothing by it."""
    land = "acre" if LAND.fullmatch(folded(code)) else None
    return _units(packs).get(folded(code), land)


@cache
def _units(packs: Packs) -> dict[str, str]:
    rates = map(rate_of, shipped_book(packs).lines)
    return {folded(rate.code): rate.unit for rate in rates}


def _rate(entry: Entry) -> Rate:
    """Return the rate of an entry; terrain belongs to the account of the line's structures."""
    unit = unit_named(entry.unit)
    if unit is None:
        raise InvariantError(f"{entry.rate.code} is priced per {entry.unit}, which is no unit")
    return Rate(
        code=entry.rate.code,
        description=entry.rate.words or entry.description,
        unit=unit,
        material_usd=cents(entry.rate.material),
        labor_usd=cents(entry.rate.labor),
        other_usd=cents(entry.rate.other),
        ferc_account=None if entry.category is CostCategory.TERRAIN else entry.account,
        category=entry.category.value,
    )


def _everything(packs: Packs) -> Iterator[Draft]:
    yield from (_line(packs, **fields) for fields in _lines(packs))
    for region, station in _stations(packs):
        yield price_substation(
            StationAtHand(
                path="",
                station=SubstationScope.model_validate({"name": "", **station}),
                region=region,
                lines=packs.lines,
                rates=packs.stations,
                sources={},
            )
        )


def _line(packs: Packs, *, region: str, **fields: Any) -> Draft:
    return price_line(
        LineAtHand(
            path="",
            line=LineScope.model_validate({"name": "", "miles": 1, **fields}),
            region=region,
            estimate_class=CONCEPT_CLASS,
            rates=packs.lines,
            sources={},
        )
    )


def _lines(packs: Packs) -> Iterator[dict[str, Any]]:
    rates, states = packs.lines, _states(packs)
    kinds: dict[tuple[Decimal, str, int], dict[str, int]] = {}
    for kv, structure, circuits, kind in rates.structures:
        kinds.setdefault((kv, structure, circuits), {})[kind] = 1
    for (kv, structure, circuits), counts in kinds.items():
        known = {kind: count for kind, count in counts.items() if kind in WORDS}
        line = {"voltage_kv": kv, "structure": structure, "circuits": circuits}
        yield {"region": states[0], **line, "structures": known}
    usual = {"voltage_kv": min(rates.defaults), "structure": "wood_pole", "terrain": EVERY_COVER}
    yield from ({"region": state, **usual} for state in states)
    for rate in rates.conductors.values():
        conductor = {"code": rate.code, "kind": rate.kind}
        yield {"region": states[0], **usual, "conductor": conductor}
    for kv in rates.defaults:
        yield {"region": states[0], "voltage_kv": kv, "scope": "rebuild"}
        yield {"region": states[0], "voltage_kv": kv, "scope": "reconductor"}


def _stations(packs: Packs) -> Iterator[tuple[str, dict[str, Any]]]:
    states, pairs = _states(packs), packs.stations.transformers
    transformers = [{"high_kv": high, "low_kv": low, "mva": 1} for high, low in pairs]
    for (work, positions, bus), rows in packs.stations.layouts.items():
        layout = {"scope": work, "positions": positions, "bus": bus}
        for kv in rows[0].quantity:
            yield states[0], {**layout, "voltage_kv": kv}
    usual = {"voltage_kv": min(packs.lines.defaults), "transformers": transformers}
    yield from ((state, usual) for state in states)


def _states(packs: Packs) -> list[str]:
    return sorted({state.state for state in packs.lines.states.values()})
