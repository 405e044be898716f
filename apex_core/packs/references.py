"""Published cost per mile of other studies, to hold an estimate against; never a rate."""

from dataclasses import dataclass
from decimal import Decimal

from apex_core.packs.miso import Voltage
from apex_core.packs.shelf import Pack, dollar_year, number, optional_number

ALTERNATING, SINGLE = "AC", "single"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceCost:
    """What one study says a mile of single-circuit line costs [USD/mi]."""

    region: str
    voltage_kv: Voltage
    usd_per_mile: Decimal
    row_included: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One study: its figures, their dollar year and its label."""

    edition: str
    dollar_year: int
    costs: tuple[ReferenceCost, ...]
    source: str
    label: str


def nrel_revx(pack: Pack) -> Reference:
    """Read the alternating-current single-circuit lines of NREL reVX."""
    named = [(row, row["line"].split()) for row in pack.tables["lines"]]
    return _reference(
        pack,
        tuple(
            ReferenceCost(
                region=row["region"],
                voltage_kv=Decimal(words[0]),
                usd_per_mile=number(row, "usd_per_mile"),
                row_included=row["row_included"] == "yes",
            )
            for row, words in named
            if words[1:] == [ALTERNATING, SINGLE]
        ),
    )


def eipc_new_england(pack: Pack) -> Reference:
    """Read the overhead lines of EIPC that have a New England multiplier."""
    rows = [
        (row, multiplier)
        for row in pack.tables["lines"]
        if (multiplier := optional_number(row, "new_england_multiplier"))
        and row["note"] != "underground"
    ]
    return _reference(
        pack,
        tuple(
            ReferenceCost(
                region="New England",
                voltage_kv=number(row, "kv"),
                usd_per_mile=number(row, "usd_per_mile") * multiplier,
                row_included=True,
            )
            for row, multiplier in rows
        ),
    )


def _reference(pack: Pack, costs: tuple[ReferenceCost, ...]) -> Reference:
    return Reference(
        edition=pack.edition,
        dollar_year=dollar_year(pack),
        costs=costs,
        source=pack.manifest.source,
        label=pack.manifest.label,
    )
