"""The ticket: what the estimator asks for, where documents may supply what it leaves out."""

from decimal import Decimal
from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    Field,
    TypeAdapter,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)

from apex_core.model.job import Priority
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
from apex_core.model.rates import BookRef
from apex_core.model.risk import MOST_INPUTS, AnyFactor, AnyItem, Correlation
from apex_core.model.scope import (
    Adder,
    ConductorKind,
    EstimateClass,
    Land,
    Miles,
    Structure,
    StructureCounts,
    SubstationScope,
    Terrain,
    Work,
    Year,
)

RATE_BOOK_DOLLAR_YEAR: Final = 2024  # of the shipped MISO MTEP24 rate book
DEFAULT_TRIALS: Final = 10_000
DEFAULT_SEED: Final = 20_260_101  # fixed, so that a ticket without a seed repeats itself

Kilovolts = Annotated[Decimal, Field(gt=0, le=1200)]  # no line above 1,200 kV was ever built
Name = Annotated[str, Field(min_length=1, max_length=200)]


def _written_as(noun: Any) -> WrapValidator:
    """Hold plain fields against a noun of the risk model, and keep them as they were written."""
    adapter: TypeAdapter[Any] = TypeAdapter(noun)

    def check(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
        adapter.validate_python(value)
        return handler(value)

    return WrapValidator(check)


_Item = Annotated[dict[str, Any], _written_as(AnyItem)]
_Factor = Annotated[dict[str, Any], _written_as(AnyFactor)]
_Correlation = Annotated[dict[str, Any], _written_as(Correlation)]


class TicketConductor(Noun):
    """The conductor as far as the estimator gives it, by code word or by size."""

    code: str | None = None
    kcmil: Annotated[Decimal, Field(gt=0, le=5000)] | None = None
    kind: ConductorKind | None = None
    bundle: Annotated[int, Field(ge=1, le=8)] | None = None


class TicketLine(Noun):
    """One line; every field a document can supply may be missing."""

    name: Name
    voltage_kv: Kilovolts | None = None
    miles: Miles | None = None
    straight_line_miles: Miles | None = None
    circuits: Literal[1, 2] | None = None
    structure: Structure | None = None
    scope: Work | None = None
    conductor: TicketConductor | None = None
    structures: StructureCounts | None = None
    land: Land | None = None
    terrain: Terrain | None = None
    mobilization: Mobilization = None
    short_length: bool = False
    multipliers: tuple[NamedMultiplier, ...] = ()
    fallback: Fallback | None = None
    ptf: Ptf = None

    @model_validator(mode="after")
    def _has_at_most_one_length(self) -> Self:
        if self.miles is not None and self.straight_line_miles is not None:
            raise ValueError("give either miles or straight_line_miles, not both")
        return self


class Comparison(Noun):
    """A published figure shown beside the result; it changes nothing."""

    label: Name
    usd: Annotated[Decimal, Field(gt=0)]
    source: str


class TicketRisk(Noun):
    """The risk model the estimator wants.

    Attributes
    ----------
    drivers
        ``default`` adds the shipped, labelled risk drivers; ``none`` leaves them out.
    factors, items, correlation
        As in the risk model's own file, and checked as there.
    """

    drivers: Literal["default", "none"] = "default"
    factors: Annotated[tuple[_Factor, ...], Field(max_length=MOST_INPUTS)] = ()
    items: Annotated[tuple[_Item, ...], Field(max_length=MOST_INPUTS)] = ()
    correlation: _Correlation | None = None


class Ticket(Noun):
    """What ``estimate.yaml`` asks for.

    Attributes
    ----------
    dollar_year
        Year of the dollars of the base estimate; the rate book's own year unless given.
    estimate_class
        The class the estimator wants; the class the documents support is found independently.
    documents
        Paths or patterns (``*.pdf``) of the documents to use; empty means all of the project.
    rate_book
        The company's own book, whose rates take the place of shipped ones of the same code.
    trials, seed
        Of the simulation; the same seed gives the same result.
    """

    name: Name
    region: str | None = None
    dollar_year: Year = RATE_BOOK_DOLLAR_YEAR
    in_service_year: Year | None = None
    estimate_class: EstimateClass | None = None
    lines: tuple[TicketLine, ...] = ()
    substations: tuple[SubstationScope, ...] = ()
    adders: tuple[Adder, ...] = ()
    regional_factor: Multiplier | None = None
    spend: Spend | None = None
    price_indices: tuple[PriceIndex, ...] = ()
    afudc: Afudc | None = None
    priority: Priority = Priority.NORMAL
    trials: Annotated[int, Field(ge=1_000, le=1_000_000)] = DEFAULT_TRIALS
    seed: Annotated[int, Field(ge=0, lt=2**63)] = DEFAULT_SEED
    documents: tuple[str, ...] = ()
    comparison: Comparison | None = None
    risk: TicketRisk = TicketRisk()
    rate_book: BookRef | None = None
