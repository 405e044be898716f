"""What makes the cost of a line spread: drivers with their default ranges, all judgement."""

from dataclasses import dataclass
from decimal import Decimal

from apex_core.packs.shelf import Pack, number, optional_number


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskDriver:
    """One driver.

    Attributes
    ----------
    kind
        ``systemic``, ``uncertainty``, ``event``, ``event+range`` or ``benchmark``.
    applies_to
        What it moves: ``total``, ``structures``, ``conductor material``, ``ROW``, ...
    low, mode, high
        Its range in *unit*; none where the driver is not a range of its own.
    unit
        ``pct``, ``months`` or ``pct_per_year``.
    """

    name: str
    kind: str
    applies_to: str
    low: Decimal | None
    mode: Decimal | None
    high: Decimal | None
    unit: str
    distribution: str
    rationale: str
    status: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskDrivers:
    """Every driver, with the label they must carry.

    Attributes
    ----------
    correlation
        Rank correlation between any two drivers where nothing better is known. [-]
    """

    drivers: tuple[RiskDriver, ...]
    correlation: Decimal
    correlation_source: str
    status: str
    label: str


def risk_drivers(pack: Pack) -> RiskDrivers:
    """Read the drivers."""
    dependence = pack.tables["dependence"][0]
    return RiskDrivers(
        drivers=tuple(
            RiskDriver(
                name=row["driver"],
                kind=row["kind"],
                applies_to=row["applies_to"],
                low=optional_number(row, "low"),
                mode=optional_number(row, "mode"),
                high=optional_number(row, "high"),
                unit=row["unit"],
                distribution=row["distribution"],
                rationale=row["rationale"],
                status=row["status"],
                source=row["source"],
            )
            for row in pack.tables["drivers"]
        ),
        correlation=number(dependence, "coefficient"),
        correlation_source=dependence["source"],
        status=pack.manifest.status,
        label=pack.manifest.label,
    )
