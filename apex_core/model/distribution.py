"""Distributions of one uncertain quantity, by the parameters an estimator states."""

import math
from itertools import pairwise
from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from apex_core.model.noun import Noun

PERT_WEIGHT: Final = 4.0  # Malcolm et al. 1959
NORMAL_P90: Final = 1.2815515655446004  # standard normal quantile of 0.9

DISTRIBUTIONS: Final = "triangular, pert, normal, lognormal, uniform, event or constant"
LARGEST: Final = 1e15  # beyond any project in dollars; keeps sums and squares finite
WIDEST_SIGMA: Final = 10.0  # of a lognormal; keeps its largest quantile finite

Number = Annotated[float, Field(ge=-LARGEST, le=LARGEST, allow_inf_nan=False)]
NotNegative = Annotated[Number, Field(ge=0)]
Probability = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class Triangular(Noun):
    """Triangle from *low* over *mode* to *high*."""

    distribution: Literal["triangular"] = "triangular"
    low: Number
    mode: Number
    high: Number

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        require_order(self, "low", "mode", "high")
        return self


class Pert(Noun):
    """Beta distribution on [*low*, *high*] whose mean weighs the mode by *lambda*.

    ``weight`` (``lambda`` in JSON) is 4 in the classic PERT; larger is more peaked, 0 is uniform.
    """

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True)

    distribution: Literal["pert"] = "pert"
    low: Number
    mode: Number
    high: Number
    weight: Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False, alias="lambda")] = (
        PERT_WEIGHT
    )

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        require_order(self, "low", "mode", "high")
        return self


class Normal(Noun):
    """Normal distribution, cut off outside [*minimum*, *maximum*] where they are given."""

    distribution: Literal["normal"] = "normal"
    mean: Number
    sd: NotNegative
    minimum: Number | None = None
    maximum: Number | None = None

    @model_validator(mode="after")
    def _has_room(self) -> Self:
        require_order(self, "minimum", "mean", "maximum")
        return self


class Lognormal(Noun):
    """Lognormal distribution by median and sigma (of the logarithm), or by its P10 and P90.

    All of it lies above *shift*: a factor between -50 % and +100 % is ``p10=-0.5, p90=1,
    shift=-1``. Values outside [*minimum*, *maximum*] are cut off where these are given.
    """

    distribution: Literal["lognormal"] = "lognormal"
    median: Number | None = None
    sigma: Annotated[float, Field(ge=0, le=WIDEST_SIGMA, allow_inf_nan=False)] | None = None
    p10: Number | None = None
    p90: Number | None = None
    shift: Number = 0.0
    minimum: Number | None = None
    maximum: Number | None = None

    @model_validator(mode="after")
    def _is_stated_once(self) -> Self:
        given = tuple(
            name for name in ("median", "sigma", "p10", "p90") if getattr(self, name) is not None
        )
        if given not in (("median", "sigma"), ("p10", "p90")):
            raise wrong("", "give median and sigma, or p10 and p90", ", ".join(given))
        for name in {"median", "p10"} & set(given):
            if getattr(self, name) <= self.shift:
                raise wrong(
                    name, f"must lie above the shift of {self.shift:g}", getattr(self, name)
                )
        require_order(self, "p10", "p90")
        if self.log_sigma > WIDEST_SIGMA:
            raise wrong("p90", f"lies too far above p10, which is {self.p10:g}", self.p90)
        middle = self.shift + math.exp(self.log_median)
        if self.minimum is not None and self.minimum > middle:
            raise wrong("minimum", f"must not be above the median of {middle:g}", self.minimum)
        if self.maximum is not None and self.maximum < middle:
            raise wrong("maximum", f"must not be below the median of {middle:g}", self.maximum)
        return self

    @property
    def log_median(self) -> float:
        """Mean of the logarithm of what lies above the shift."""
        if self.median is not None:
            return math.log(self.median - self.shift)
        low, high = self._log_ends
        return (low + high) / 2

    @property
    def log_sigma(self) -> float:
        """Standard deviation of the logarithm of what lies above the shift."""
        if self.sigma is not None:
            return self.sigma
        low, high = self._log_ends
        return (high - low) / (2 * NORMAL_P90)

    @property
    def _log_ends(self) -> tuple[float, float]:
        assert self.p10 is not None and self.p90 is not None  # noqa: PT018, S101  _is_stated_once
        return math.log(self.p10 - self.shift), math.log(self.p90 - self.shift)


class Uniform(Noun):
    """Every value between *low* and *high* alike; *mode* only says what the base assumes."""

    distribution: Literal["uniform"] = "uniform"
    low: Number
    mode: Number | None = None
    high: Number

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        require_order(self, "low", "mode", "high")
        return self


class Constant(Noun):
    """A certain value."""

    distribution: Literal["constant"] = "constant"
    value: Number


def untagged(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    """Take the tag out of an error's path: the author wrote ``items.0.low``, and no tag."""
    try:
        return handler(value)
    except ValidationError as error:
        raise ValidationError.from_exception_data(
            error.title,
            [
                InitErrorDetails(
                    type=_rule(_said(detail), detail["type"]),
                    loc=detail["loc"][1:],
                    input=detail["input"],
                )
                for detail in error.errors(include_url=False)
            ],
        ) from error


def _said(detail: Any) -> str:
    match detail["type"]:
        case "union_tag_invalid":
            return f"needs a distribution: {DISTRIBUTIONS} (got {detail['ctx']['tag'][:40]!r})"
        case "union_tag_not_found":
            return f"needs a distribution: {DISTRIBUTIONS}"
        case _:
            return str(detail["msg"])


def wrong(field: str, rule: str, value: Any) -> ValidationError:
    """Return the error of one field, to be raised in a validator of the whole noun."""
    location = tuple(int(part) if part.isdigit() else part for part in field.split(".") if part)
    return ValidationError.from_exception_data(
        field, [InitErrorDetails(type=_rule(rule), loc=location, input=value)]
    )


def require_order(noun: Noun, *fields: str) -> None:
    """Refuse the noun unless the given ones of *fields* are in ascending order.

    Raises
    ------
    ValidationError
        Naming the first field that is below the one before it.
    """
    given = [(field, getattr(noun, field)) for field in fields]
    known = [(field, value) for field, value in given if value is not None]
    for (before, least), (field, value) in pairwise(known):
        if value < least:
            raise wrong(field, f"must not be below {before}, which is {least:g}", value)


def _rule(message: str, kind: str = "rule") -> PydanticCustomError:
    # a template, because braces in a message would be read as fields
    return PydanticCustomError(kind, "{said}", {"said": message})


def _kind_of_impact(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("distribution", "number"))
    return str(getattr(value, "distribution", "number"))


Impact = Annotated[
    Annotated[Number, Tag("number")]
    | Annotated[Triangular, Tag("triangular")]
    | Annotated[Pert, Tag("pert")]
    | Annotated[Normal, Tag("normal")]
    | Annotated[Lognormal, Tag("lognormal")]
    | Annotated[Uniform, Tag("uniform")]
    | Annotated[Constant, Tag("constant")],
    Discriminator(
        _kind_of_impact,
        custom_error_type="rule",
        custom_error_message=(
            "must be a number or a triangular, pert, normal, lognormal, uniform or "
            "constant distribution"
        ),
    ),
    WrapValidator(untagged),
]


class Event(Noun):
    """A risk that happens with a probability and then costs its impact; otherwise nothing."""

    distribution: Literal["event"] = "event"
    probability: Probability
    impact: Impact


Distribution = Triangular | Pert | Normal | Lognormal | Uniform | Event | Constant
