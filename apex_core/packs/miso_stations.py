"""MISO's substation rate book: layouts by bus and positions, and what their parts cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from apex_core.packs.miso import Voltage, by_voltage
from apex_core.packs.shelf import Pack, Row

Layout = tuple[str, int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRate:
    """One component of one part of a station [USD per *unit*]."""

    component: str
    unit: str
    table: str
    usd: Mapping[Voltage, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutRow:
    """How many of one part a layout needs, by voltage, in *unit*."""

    part: str
    unit: str
    quantity: Mapping[Voltage, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class StationRates:
    """Everything a substation is priced from.

    Attributes
    ----------
    parts
        Components of each part that cost money.
    layouts
        By work, positions and bus.
    transformers
        By the two voltages, in either order. [USD/MVA]
    """

    edition: str
    parts: Mapping[str, tuple[PartRate, ...]]
    layouts: Mapping[Layout, tuple[LayoutRow, ...]]
    transformers: Mapping[tuple[Voltage, Voltage], Decimal]


def station_rates(pack: Pack) -> StationRates:
    """Read the rate book."""
    return StationRates(
        edition=pack.edition,
        parts=_parts(pack.tables["substation_units"]),
        layouts=_layouts(pack.tables["substation_quantities"]),
        transformers={
            (Decimal(row["kv"]), kv): usd
            for row in pack.tables["transformers"]
            for kv, usd in by_voltage(row)
        },
    )


def _parts(rows: tuple[Row, ...]) -> dict[str, tuple[PartRate, ...]]:
    parts: dict[str, tuple[PartRate, ...]] = {}
    for row in rows:
        if row["unit"].startswith("usd_per_") or row["unit"] == "usd_each":
            rate = PartRate(
                component=row["component"],
                unit=row["unit"].removeprefix("usd_").removeprefix("per_"),
                table=f"Table {row['table']}",
                usd=dict(by_voltage(row)),
            )
            parts[row["item"]] = (*parts.get(row["item"], ()), rate)
    return parts


def _layouts(rows: tuple[Row, ...]) -> dict[Layout, tuple[LayoutRow, ...]]:
    layouts: dict[Layout, tuple[LayoutRow, ...]] = {}
    for row in rows:
        key = (row["work"], int(row["positions"]), row["bus"])
        entry = LayoutRow(part=row["item"], unit=row["unit"], quantity=dict(by_voltage(row)))
        layouts[key] = (*layouts.get(key, ()), entry)
    return layouts
