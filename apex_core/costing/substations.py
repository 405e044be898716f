"""The cost of one substation: its layout part by part, its site and its transformers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from apex_core.costing.codes import rate_code
from apex_core.costing.entry import Draft, Entry, Missing, UnitRate, draft, not_shipped
from apex_core.costing.line import numbers
from apex_core.costing.money import plain
from apex_core.costing.station_parts import PARTS, unit_price
from apex_core.errors import InputError
from apex_core.model.cost import CostCategory
from apex_core.model.finding import Finding, FindingKind
from apex_core.model.scope import SubstationScope, Transformer
from apex_core.packs.miso import LineRates, StateRates
from apex_core.packs.miso_stations import LayoutRow, StationRates

UNSTABLE_KV: Final = 765
SITE: Final = "Land of the site, with its permits"
LOWER_BOUND: Final = (
    "substation unit costs add up to 3 to 10 % less than the published station totals, because "
    "some items are missing from the unit tables: read substations as a lower bound"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StationAtHand:
    """A substation, its rate books, and the sources of its quantities."""

    path: str
    station: SubstationScope
    region: str
    lines: LineRates
    rates: StationRates
    sources: Mapping[str, str]

    def source(self, field: str) -> str:
        """Say where a field of the substation came from."""
        return self.sources.get(f"{self.path}.{field}", "scope")


def price_substation(at: StationAtHand) -> Draft:
    """Price a substation from its layout.

    Raises
    ------
    InputError
        If the voltage, the layout or a transformer is not in the rate book.
    """
    layout = {row.part: row for row in _layout(at)}
    parts = [_part(at, name, row) for name, row in layout.items() if name in PARTS]
    site = [*_site(at, layout["site_area"]), *_road(at, layout["access_road"])]
    return draft(*parts, *site, *_transformers(at)) + _notes(at)


def _layout(at: StationAtHand) -> tuple[LayoutRow, ...]:
    station = at.station
    key = (station.scope, station.positions, station.bus)
    if key not in at.rates.layouts:
        known = sorted({count for work, count, _ in at.rates.layouts if work == station.scope})
        raise InputError(
            f"no layout of this many positions is published for work of the kind {station.scope}: "
            f"give one of {', '.join(map(str, known))}",
            path=f"{at.path}.positions",
            value=station.positions,
        )
    layout = at.rates.layouts[key]
    if station.voltage_kv not in layout[0].quantity:
        raise InputError(
            f"the rate book has no such voltage: give one of {numbers(layout[0].quantity)} kV",
            path=f"{at.path}.voltage_kv",
            value=plain(station.voltage_kv),
        )
    return layout


def _part(at: StationAtHand, name: str, row: LayoutRow) -> Entry:
    part = PARTS[name]
    kv = at.station.voltage_kv
    priced = unit_price(at.rates, part, kv)
    return Entry(
        key=name,
        category=part.category,
        account=part.account,
        description=f"{part.words}, {plain(kv)} kV",
        quantity=row.quantity[kv] / priced.layout_units,
        unit=priced.unit,
        quantity_source=_layout_source(at),
        rate=priced.rate,
    )


def _site(at: StationAtHand, row: LayoutRow) -> Iterator[Entry | Missing]:
    acres = row.quantity[at.station.voltage_kv]
    yield Entry(
        key="site_work",
        category=CostCategory.SITE_WORK,
        account="352",
        description="Site work on level ground with light vegetation",
        quantity=acres,
        unit="acre",
        quantity_source=_layout_source(at),
        rate=UnitRate(
            other=at.lines.constant("substation_site"),
            source=at.lines.cite("Table 2.3-1"),
            code=rate_code("station", "site_work"),
        ),
    )
    if at.station.scope == "new":
        yield _land(at, row)


def _land(at: StationAtHand, row: LayoutRow) -> Entry | Missing:
    state = at.lines.states.get(at.region.lower())
    entry = Entry(
        key="land",
        category=CostCategory.RIGHT_OF_WAY,
        account="350",
        description=SITE,
        quantity=row.quantity[at.station.voltage_kv],
        unit="acre",
        quantity_source=_layout_source(at),
        rate=_land_rate(at, state) if state else not_shipped("station", "land", at.region),
    )
    if state is not None:
        return entry
    return Missing(
        key=entry.key,
        category=entry.category,
        description=SITE,
        reason=f"the rate book has no land rates for {at.region}: add the site under adders",
        entry=entry,
    )


def _land_rate(at: StationAtHand, state: StateRates) -> UnitRate:
    value = sum(share * state.usd_per_acre[use] for use, share in state.mix.items())
    return UnitRate(
        other=value + state.usd_per_acre["acquisition"] + state.usd_per_acre["permitting"],
        source=f"{at.lines.cite('Tables 2.1 and 3.1-7')}, {state.state}",
        code=rate_code("station", "land", state.state),
        words=f"{SITE}, {state.state}",
    )


def _road(at: StationAtHand, row: LayoutRow) -> Iterator[Entry]:
    miles = row.quantity[at.station.voltage_kv]
    if miles:
        yield Entry(
            key="access_road",
            category=CostCategory.SITE_WORK,
            account="359",
            description="Access road",
            quantity=miles,
            unit="mile",
            quantity_source=_layout_source(at),
            rate=UnitRate(
                other=at.lines.constant("access_road"),
                source=at.lines.cite("section 2.3"),
                code=rate_code("station", "access_road"),
            ),
        )


def _transformers(at: StationAtHand) -> Iterator[Entry]:
    for number, transformer in enumerate(at.station.transformers):
        yield _transformer(at, f"transformers.{number}", transformer)


def _transformer(at: StationAtHand, key: str, transformer: Transformer) -> Entry:
    pair = (transformer.high_kv, transformer.low_kv)
    if pair not in at.rates.transformers:
        known = numbers({high: None for high, _ in at.rates.transformers})
        raise InputError(
            f"no transformer of these voltages is in the rate book: give two of {known} kV",
            path=f"{at.path}.{key}",
            value=f"{plain(transformer.high_kv)}/{plain(transformer.low_kv)}",
        )
    return Entry(
        key=key,
        category=CostCategory.TRANSFORMERS,
        account="353",
        description=f"Power transformer {plain(pair[0])}/{plain(pair[1])} kV, "
        f"{plain(transformer.mva)} MVA, installed",
        quantity=transformer.mva * transformer.count,
        unit="MVA",
        quantity_source=f"{plain(transformer.mva)} MVA × {transformer.count} ({at.source(key)})",
        rate=UnitRate(
            other=at.rates.transformers[pair],
            source=at.lines.cite("Table 2.3-7"),
            code=rate_code("transformer", max(pair), min(pair)),
            words=f"Power transformer {plain(max(pair))}/{plain(min(pair))} kV, installed",
        ),
    )


def _notes(at: StationAtHand) -> Draft:
    bound = Finding(kind=FindingKind.CHECK, sentence=f"{at.station.name}: {LOWER_BOUND}")
    if at.station.voltage_kv < UNSTABLE_KV:
        return Draft(findings=(bound,))
    short = (
        f"{at.station.name}: at 765 kV the unit tables leave out more than at lower voltages, "
        "among it the shunt reactor of every line position"
    )
    return Draft(findings=(bound,), warnings=(short,))


def _layout_source(at: StationAtHand) -> str:
    cited = at.lines.cite("Tables 3.2-2 to 3.2-5")
    return f"{at.station.positions} position(s) ({at.source('positions')}), layout of {cited}"
