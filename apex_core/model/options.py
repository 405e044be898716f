"""What a scope may ask for beyond the rate book's rules, each explicit and sourced."""

from decimal import Decimal
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from apex_core.model.noun import Noun

LONGEST_SPEND: Final = 30

Source = Annotated[str, Field(min_length=1, max_length=500)]
Factor = Annotated[Decimal, Field(gt=0, le=10)]
Part = Annotated[Decimal, Field(ge=0, le=1)]
IndexYear = Annotated[int, Field(ge=1990, le=2100)]


def _as_share(value: Any) -> Any:
    return {True: Decimal(1), False: Decimal(0)}[value] if isinstance(value, bool) else value


def _as_amount(value: Any) -> Any:
    return {True: "published", False: None}[value] if isinstance(value, bool) else value


# Pool transmission facility: true, false, or the part of the cost that is.
Ptf = Annotated[Part | None, BeforeValidator(_as_share)]

# True takes the published amount; a number is US dollars of the scope's year.
Mobilization = Annotated[
    Literal["published"] | Annotated[Decimal, Field(ge=0, le=10**9)] | None,
    BeforeValidator(_as_amount),
]


class Multiplier(Noun):
    """What the published rates are multiplied by, and who says so."""

    factor: Factor
    source: Source


class NamedMultiplier(Multiplier):
    """A multiplier of one line, such as for hilly terrain."""

    name: Annotated[str, Field(min_length=1, max_length=200)]


class Fallback(Noun):
    """Whose cost per mile may price a whole line that lacks a rate: a study and its region."""

    study: Literal["nrel-revx"] = "nrel-revx"
    region: Annotated[str, Field(min_length=1, max_length=40)]


class Spend(Noun):
    """How the cost is spread over the years that end with the year in service.

    Attributes
    ----------
    years
        Takes MISO's profile of so many years.
    shares
        Own shares, first year first; they add up to 1.
    """

    years: Literal[5, 6, 7, 8] | None = None
    shares: Annotated[tuple[Part, ...], Field(max_length=LONGEST_SPEND)] = ()
    source: Source | None = None

    @model_validator(mode="after")
    def _is_one_profile(self) -> Self:
        if (self.years is None) == (not self.shares):
            raise ValueError("give either years or shares, not both")
        if self.shares and sum(self.shares) != 1:
            raise ValueError(f"the shares must add up to 1, these come to {sum(self.shares)}")
        if self.shares and self.source is None:
            raise ValueError("shares of your own need a source")
        return self


class PriceIndex(Noun):
    """A price index by year: the series, its values, and its weight among several."""

    series: Annotated[str, Field(min_length=1, max_length=200)]
    weight: Part = Decimal(1)
    values: dict[IndexYear, Annotated[Decimal, Field(gt=0)]]
    source: Source


class Afudc(Noun):
    """Yearly rate of the allowance for funds used during construction, as a fraction."""

    rate: Part
    source: Source
