"""Published figures that apply only where a scope asks for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from apex_core.packs.miso import Voltage
from apex_core.packs.shelf import Pack, dollar_year, number


@dataclass(frozen=True, slots=True, kw_only=True)
class Mobilizations:
    """Amount per line by the highest voltage it holds for, ascending [USD of *dollar_year*]."""

    edition: str
    dollar_year: int
    up_to_kv: Mapping[Voltage, Decimal]
    source: str
    label: str

    def at(self, voltage_kv: Voltage) -> Decimal | None:
        """Return the amount at a voltage; none above the last that is published."""
        return next((usd for kv, usd in self.up_to_kv.items() if voltage_kv <= kv), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class LengthMultipliers:
    """Multiplier of the cost per mile by the length it holds below, ascending [mi]."""

    edition: str
    below_miles: Mapping[Decimal, Decimal]
    source: str
    label: str

    def at(self, miles: Decimal) -> Decimal:
        """Return the multiplier at a length; 1 for a line that is not short."""
        short = (factor for below, factor in self.below_miles.items() if miles < below)
        return next(short, Decimal(1))


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendProfiles:
    """Shares of the cost by year, by the number of years; the year in service is the last."""

    edition: str
    shares: Mapping[int, tuple[Decimal, ...]]
    source: str
    label: str


def mobilizations(pack: Pack) -> Mobilizations:
    """Read the amounts."""
    rows = pack.tables["lines"]
    return Mobilizations(
        edition=pack.edition,
        dollar_year=dollar_year(pack),
        up_to_kv={number(row, "up_to_kv"): number(row, "usd") for row in rows},
        source=pack.manifest.source,
        label=pack.manifest.label,
    )


def length_multipliers(pack: Pack) -> LengthMultipliers:
    """Read the multipliers."""
    rows = pack.tables["lines"]
    return LengthMultipliers(
        edition=pack.edition,
        below_miles={number(row, "below_miles"): number(row, "multiplier") for row in rows},
        source=pack.manifest.source,
        label=pack.manifest.label,
    )


def spend_profiles(pack: Pack) -> SpendProfiles:
    """Read the profiles."""
    return SpendProfiles(
        edition=pack.edition,
        shares={
            int(row["years"]): tuple(map(Decimal, row["shares"].split()))
            for row in pack.tables["profiles"]
        },
        source=pack.manifest.source,
        label=pack.manifest.label,
    )
