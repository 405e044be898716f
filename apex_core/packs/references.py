"""Published costs of other studies, to hold an estimate against; never a rate."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from apex_core.packs.miso import Voltage
from apex_core.packs.shelf import Pack, dollar_year, number, optional_number

SINGLE_CIRCUIT: Final = ["AC", "single"]
UNDERGROUND: Final = "underground"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceCost:
    """What one study says a mile of single-circuit line costs in one region [USD/mi]."""

    region: str
    voltage_kv: Voltage
    usd_per_mile: Decimal
    holds_right_of_way: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One study: its figures, their dollar year and its label."""

    edition: str
    dollar_year: int
    costs: tuple[ReferenceCost, ...]
    source: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionalMultiplier:
    """What overhead lines of one voltage cost in a region over the study's common base [USD/mi]."""

    voltage_kv: Voltage
    multiplier: Decimal
    usd_per_mile: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionalMultipliers:
    """The multipliers of one region, the names it goes by in lower case, and their label."""

    edition: str
    dollar_year: int
    regions: frozenset[str]
    multipliers: tuple[RegionalMultiplier, ...]
    source: str
    label: str

    def at(self, voltage_kv: Voltage) -> tuple[Decimal, ...]:
        """Return the multipliers of one voltage in ascending order."""
        return tuple(
            sorted(row.multiplier for row in self.multipliers if row.voltage_kv == voltage_kv)
        )

    def costs_at(self, voltage_kv: Voltage) -> tuple[Decimal, ...]:
        """Return what a mile costs in the region, in ascending order [USD/mi]."""
        return tuple(
            sorted(row.usd_per_mile for row in self.multipliers if row.voltage_kv == voltage_kv)
        )


def nrel_revx(pack: Pack) -> Reference:
    """Read the alternating-current single-circuit lines of NREL reVX."""
    named = [(row, row["line"].split()) for row in pack.tables["lines"]]
    return Reference(
        edition=pack.edition,
        dollar_year=dollar_year(pack),
        costs=tuple(
            ReferenceCost(
                region=row["region"],
                voltage_kv=Decimal(words[0]),
                usd_per_mile=number(row, "usd_per_mile"),
                holds_right_of_way=row["row_included"] == "yes",
            )
            for row, words in named
            if words[1:] == SINGLE_CIRCUIT
        ),
        source=pack.manifest.source,
        label=pack.manifest.label,
    )


def eipc_new_england(pack: Pack) -> RegionalMultipliers:
    """Read EIPC's New England multipliers of overhead lines."""
    rows = (row for row in pack.tables["lines"] if row["note"] != UNDERGROUND)
    return RegionalMultipliers(
        edition=pack.edition,
        dollar_year=dollar_year(pack),
        regions=frozenset(row["region"].lower() for row in pack.tables["regions"]),
        multipliers=tuple(
            RegionalMultiplier(
                voltage_kv=number(row, "kv"),
                multiplier=multiplier,
                usd_per_mile=number(row, "usd_per_mile") * multiplier,
            )
            for row in rows
            if (multiplier := optional_number(row, "new_england_multiplier")) is not None
        ),
        source=pack.manifest.source,
        label=pack.manifest.label,
    )
