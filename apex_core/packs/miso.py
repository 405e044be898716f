"""MISO's transmission line rate book: what things cost, and how many a mile needs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from apex_core.packs.shelf import Pack, Row, dollar_year, number, optional_number

Voltage = Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureRate:
    """One structure, installed [USD each].

    ``foundation_usd`` is none for wood poles: their embedment is part of the installation.
    """

    material_usd: Decimal
    installation_usd: Decimal
    hardware_usd: Decimal
    foundation_usd: Decimal | None
    table: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConductorRate:
    """One sub-conductor, strung [USD per 1,000 ft]."""

    code: str
    kind: str
    kcmil: Decimal
    material_usd: Decimal
    installation_usd: Decimal
    accessories_usd: Decimal
    table: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoltageDefaults:
    """What a line of one voltage usually has: its conductor and its right of way [ft]."""

    code: str
    kind: str
    bundle: int
    row_width_ft: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRates:
    """One state's land.

    Attributes
    ----------
    usd_per_acre
        Value of pasture, crop and suburban land, and the fees for acquisition and permitting.
    mix
        Fractions of pasture, crop and suburban land. [-]
    terrain
        Fractions of forest and wetland; the rest is level. [-]
    """

    state: str
    usd_per_acre: Mapping[str, Decimal]
    mix: Mapping[str, Decimal]
    terrain: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class StateNote:
    """Something a state asks for that the rates do not hold."""

    state: str
    from_kv: Voltage
    note: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """One figure of the guide, and where it stands."""

    value: Decimal
    unit: str
    status: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationPeriod:
    """A yearly rate and the years it holds; no ``to_year`` means until further notice."""

    from_year: int
    to_year: int | None
    rate: Decimal
    status: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRates:
    """Everything a transmission line is priced from.

    Attributes
    ----------
    structures
        By voltage, structure, circuits and type.
    structures_per_mile
        By material, circuits, type and voltage. [1/mi]
    conductors
        By code word in lower case and kind.
    states
        By name in lower case, and by postal code.
    removal
        Cost of removing an existing wood-pole line, by its circuits and voltage. [USD/mi]
    published
        Published capital cost, by state (or ``all``), voltage and case. [million USD/mi]
    """

    edition: str
    dollar_year: int
    source: str
    label: str
    structures: Mapping[tuple[Voltage, str, int, str], StructureRate]
    structures_per_mile: Mapping[tuple[str, int, str, Voltage], Decimal]
    conductors: Mapping[tuple[str, str], ConductorRate]
    defaults: Mapping[Voltage, VoltageDefaults]
    states: Mapping[str, StateRates]
    state_notes: tuple[StateNote, ...]
    constants: Mapping[str, Constant]
    removal: Mapping[tuple[int, Voltage], Decimal]
    published: Mapping[tuple[str, Voltage, str], Decimal]
    escalation: tuple[EscalationPeriod, ...]

    def constant(self, name: str) -> Decimal:
        """Return one of the guide's figures."""
        return self.constants[name].value

    def cite(self, where: str) -> str:
        """Say which edition a figure is from, and where it stands in the guide."""
        return f"{self.edition}, {where}"


def by_voltage(row: Row) -> Iterator[tuple[Voltage, Decimal]]:
    """Yield the filled cells of a row whose columns are nominal voltages."""
    return (
        (Decimal(column), Decimal(cell))
        for column, cell in row.items()
        if column.isdecimal() and cell
    )


def line_rates(pack: Pack) -> LineRates:
    """Read the rate book."""
    tables = pack.tables
    return LineRates(
        edition=pack.edition,
        dollar_year=dollar_year(pack),
        source=pack.manifest.source,
        label=pack.manifest.label,
        structures=dict(map(_structure, tables["structures"])),
        structures_per_mile={
            (row["material"], int(row["circuits"]), row["type"], kv): count
            for row in tables["structures_per_mile"]
            for kv, count in by_voltage(row)
        },
        conductors=dict(map(_conductor, tables["conductors"])),
        defaults=dict(map(_defaults, tables["conductor_choice"])),
        states={key: rates for row in tables["land"] for key, rates in _state(row)},
        state_notes=tuple(map(_state_note, tables["state_notes"])),
        constants={row["name"]: _constant(row) for row in tables["constants"]},
        removal={
            (int(row["circuits"]), kv): usd
            for row in tables["removal_per_mile"]
            for kv, usd in by_voltage(row)
        },
        published={
            (row["state"], number(row, "kv"), row["case"]): number(row, "musd_per_mile")
            for row in tables["published_per_mile"]
        },
        escalation=tuple(map(_period, tables["escalation"])),
    )


def _structure(row: Row) -> tuple[tuple[Voltage, str, int, str], StructureRate]:
    key = (number(row, "kv"), row["structure"], int(row["circuits"]), row["type"])
    return key, StructureRate(
        material_usd=number(row, "material_usd"),
        installation_usd=number(row, "installation_usd"),
        hardware_usd=number(row, "hardware_usd"),
        foundation_usd=optional_number(row, "foundation_usd"),
        table=f"Table {row['table']}",
    )


def _conductor(row: Row) -> tuple[tuple[str, str], ConductorRate]:
    return (row["code"].lower(), row["kind"]), ConductorRate(
        code=row["code"],
        kind=row["kind"],
        kcmil=number(row, "kcmil"),
        material_usd=number(row, "material_usd_per_kft"),
        installation_usd=number(row, "install_usd_per_kft"),
        accessories_usd=number(row, "accessories_usd_per_kft"),
        table=f"Table {row['table']}",
    )


def _defaults(row: Row) -> tuple[Voltage, VoltageDefaults]:
    return number(row, "kv"), VoltageDefaults(
        code=row["code"],
        kind=row["kind"],
        bundle=int(row["bundle"]),
        row_width_ft=number(row, "row_width_ft"),
    )


def _state(row: Row) -> tuple[tuple[str, StateRates], ...]:
    uses, fees = ("pasture", "crop", "suburban"), ("acquisition", "permitting")
    rates = StateRates(
        state=row["state"],
        usd_per_acre={name: number(row, f"{name}_usd_per_acre") for name in (*uses, *fees)},
        mix={use: number(row, use) for use in uses},
        terrain={cover: number(row, cover) for cover in ("forest", "wetland")},
    )
    return (row["state"].lower(), rates), (row["postal_code"].lower(), rates)


def _state_note(row: Row) -> StateNote:
    return StateNote(
        state=row["state"], from_kv=number(row, "from_kv"), note=row["note"], where=row["where"]
    )


def _constant(row: Row) -> Constant:
    return Constant(
        value=number(row, "value"), unit=row["unit"], status=row["status"], where=row["where"]
    )


def _period(row: Row) -> EscalationPeriod:
    return EscalationPeriod(
        from_year=int(row["from_year"]),
        to_year=int(row["to_year"]) if row["to_year"] else None,
        rate=number(row, "rate"),
        status=row["status"],
        note=row["note"],
    )
