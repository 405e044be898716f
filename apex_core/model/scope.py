"""What is to be built: the scope of a project in the field's own quantities."""

import re
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from apex_core.model.noun import Noun
from apex_core.model.options import (
    Afudc,
    Fallback,
    Mobilization,
    Multiplier,
    NamedMultiplier,
    PriceIndex,
    Ptf,
    Spend,
)

_WITH_UNIT: Final = re.compile(r"\s*([-+]?\d[\d.]*)\s*([A-Za-z]+)\.?\s*")


def _in_miles(value: Any) -> Any:
    """Refuse a length in another unit in words that name both; never convert in silence."""
    written = _WITH_UNIT.fullmatch(value) if isinstance(value, str) else None
    if written is None:
        return value
    if written[2].lower() in {"mi", "mile", "miles"}:
        return written[1]
    raise ValueError(f"must be in miles (mi), not in {written[2]}: convert it")


LARGEST: Final = Decimal(1_000_000_000_000)  # no quantity or price of one project comes near

Fraction = Annotated[Decimal, Field(ge=0, le=1)]
Positive = Annotated[Decimal, Field(gt=0, lt=LARGEST)]
NotNegative = Annotated[Decimal, Field(ge=0, lt=LARGEST)]
Count = Annotated[Decimal, Field(ge=0, lt=LARGEST, multiple_of=1)]
Miles = Annotated[Decimal, Field(gt=0, le=10_000), BeforeValidator(_in_miles)]
Usd = Annotated[Decimal, Field(gt=-LARGEST, lt=LARGEST)]
Year = Annotated[int, Field(ge=1990, le=2100)]
EstimateClass = Annotated[int, Field(ge=1, le=5)]

CONCEPT_CLASS: Final = 5  # of a scope that names no class


class Structure(StrEnum):
    """What carries the wires."""

    STEEL_POLE = "steel_pole"
    STEEL_TOWER = "steel_tower"
    WOOD_POLE = "wood_pole"


class Work(StrEnum):
    """What is done to the line."""

    NEW = "new"
    REBUILD = "rebuild"
    RECONDUCTOR = "reconductor"


class ConductorKind(StrEnum):
    """Construction of the conductor."""

    ACSR = "acsr"
    ACSS = "acss"
    ACCC = "accc"


class Conductor(Noun):
    """The phase conductor: code word, construction, sub-conductors per phase.

    Without ``bundle`` the line has as many sub-conductors as is usual at its voltage.
    """

    code: str
    kind: ConductorKind = ConductorKind.ACSS
    bundle: Annotated[int, Field(ge=1, le=8)] | None = None


class StructureCounts(Noun):
    """Structures of the whole line by type; they replace the per-mile counts of the rate book."""

    tangent: Count = Decimal(0)
    running_angle: Count = Decimal(0)
    non_angled_deadend: Count = Decimal(0)
    angled_deadend: Count = Decimal(0)

    @property
    def total(self) -> Decimal:
        """Structures of every type."""
        return self.tangent + self.running_angle + self.non_angled_deadend + self.angled_deadend

    @model_validator(mode="after")
    def _counts_something(self) -> Self:
        if not self.total:
            raise ValueError("structure counts need at least one structure; leave them out instead")
        return self


class Land(Noun):
    """The right of way: whose land values apply, and what this project knows better.

    ``state`` names the rate book's set; every other field replaces that set's value.
    The fractions of pasture, crop and suburban land replace the set's together and add up to 1.
    Money is per acre, fractions are of the right of way's area. [USD, ft, -]
    """

    state: str | None = None
    row_width_ft: Annotated[Decimal, Field(gt=0, le=5_280)] | None = None
    pasture_fraction: Fraction | None = None
    crop_fraction: Fraction | None = None
    suburban_fraction: Fraction | None = None
    pasture_usd_per_acre: NotNegative | None = None
    crop_usd_per_acre: NotNegative | None = None
    suburban_usd_per_acre: NotNegative | None = None
    acquisition_usd_per_acre: NotNegative | None = None
    permitting_usd_per_acre: NotNegative | None = None


class Terrain(Noun):
    """Shares of the right of way that cost more to build on; they replace the state's shares."""

    forest_fraction: Fraction | None = None
    wetland_fraction: Fraction | None = None
    mountain_fraction: Fraction | None = None


class LineScope(Noun):
    """One transmission line.

    Attributes
    ----------
    voltage_kv
        Nominal voltage. [kV]
    miles
        Route length. [mi]
    straight_line_miles
        Straight-line length where no route is known; the class's route adder then applies. [mi]
    mobilization
        True for the published amount, or an amount; none means that it is not priced apart. [USD]
    short_length
        Whether a short line takes the published multiplier of its length.
    multipliers
        Further multipliers of the published rates, each with its source.
    fallback
        Whose cost per mile prices the whole line where it lacks a rate; none leaves gaps unpriced.
    ptf
        Part that is pool transmission facility; none where nobody says. [-]
    """

    name: str
    voltage_kv: Positive
    miles: Miles | None = None
    straight_line_miles: Miles | None = None
    circuits: Literal[1, 2] = 1
    structure: Structure = Structure.STEEL_POLE
    scope: Work = Work.NEW
    conductor: Conductor | None = None
    structures: StructureCounts | None = None
    land: Land | None = None
    terrain: Terrain | None = None
    mobilization: Mobilization = None
    short_length: bool = False
    multipliers: tuple[NamedMultiplier, ...] = ()
    fallback: Fallback | None = None
    ptf: Ptf = None

    @model_validator(mode="after")
    def _has_one_length(self) -> Self:
        if (self.miles is None) == (self.straight_line_miles is None):
            raise ValueError("give either miles or straight_line_miles, not both")
        return self


class Transformer(Noun):
    """A power transformer: its two voltages and its rating."""

    high_kv: Positive
    low_kv: Positive
    mva: Positive
    count: Annotated[int, Field(ge=1, le=100)] = 1


class SubstationScope(Noun):
    """One substation: a new station, or an upgrade of one, by bus arrangement and positions."""

    name: str
    voltage_kv: Positive
    bus: Literal["ring", "breaker_and_half", "double_breaker"] = "ring"
    scope: Literal["new", "upgrade"] = "new"
    positions: Annotated[int, Field(ge=1)] = 4
    transformers: tuple[Transformer, ...] = ()
    ptf: Ptf = None


class Adder(Noun):
    """A cost the rate books do not hold, given and explained by the estimator.

    A negative ``usd`` is a credit and must say so with ``credit: true``.
    """

    name: str
    usd: Usd
    wbs: str | None = None
    ferc_account: str | None = None
    source: str
    credit: bool = False
    ptf: Ptf = None

    @model_validator(mode="after")
    def _negative_is_a_credit(self) -> Self:
        if self.usd < 0 and not self.credit:
            raise ValueError("a negative amount must be marked credit: true")
        return self


class ProjectScope(Noun):
    """Everything that is to be priced, in one place and one dollar year.

    Attributes
    ----------
    region
        State (or other region) whose labour, land and terrain apply.
    dollar_year
        Year of the dollars the base estimate is stated in.
    in_service_year
        Year to which costs are escalated; none means no escalation.
    regional_factor
        What the published rates are multiplied by to stand for the region; none leaves them.
    spend
        How cost spreads over the years before service; none takes all of it in the last.
    price_indices
        In place of MISO's yearly rates; their weights add up to 1.
    afudc
        In place of MISO's flat share; it needs to know the spending.
    estimate_class
        AACE class 5 to 1; none means that the documents decide (class 5 where there are none).
    """

    name: str
    region: str
    dollar_year: Year
    in_service_year: Year | None = None
    estimate_class: EstimateClass | None = None
    lines: tuple[LineScope, ...] = ()
    substations: tuple[SubstationScope, ...] = ()
    adders: tuple[Adder, ...] = ()
    regional_factor: Multiplier | None = None
    spend: Spend | None = None
    price_indices: tuple[PriceIndex, ...] = ()
    afudc: Afudc | None = None

    @model_validator(mode="after")
    def _has_something_to_price(self) -> Self:
        if not (self.lines or self.substations or self.adders):
            raise ValueError("a scope needs at least one line, substation or adder")
        return self

    @model_validator(mode="after")
    def _knows_its_time(self) -> Self:
        if self.spend and self.in_service_year is None:
            raise ValueError("spend needs an in_service_year: the spending ends with it")
        if self.afudc and self.spend is None:
            raise ValueError("a yearly AFUDC rate needs spend: say over which years")
        weights = sum(index.weight for index in self.price_indices)
        if self.price_indices and weights != 1:
            raise ValueError(f"the weights of price_indices must add up to 1, not {weights}")
        return self


def class_of(scope: ProjectScope) -> int:
    """Return the class of a scope; one that names none is a concept."""
    return scope.estimate_class or CONCEPT_CLASS
