"""What every noun has in common: it cannot change, and it knows all its fields."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from apex_core.errors import FieldError, InputError


class Noun(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @classmethod
    def read(cls, data: Any) -> Self:
        """Build the noun from outside data.

        Raises
        ------
        InputError
            With the path, the rule and the value of every field that is wrong.
        """
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise as_input_error(error) from error


def as_input_error(error: ValidationError) -> InputError:
    """Say what pydantic found in APEX's own words: path, rule, value."""
    errors = tuple(
        FieldError(_path(detail["loc"]), _sentence(detail["msg"], detail["input"]))
        for detail in error.errors(include_url=False, include_context=False)
    )
    first = errors[0]
    return InputError(first.message, path=first.path, errors=errors)


def _path(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location)


def _sentence(rule: str, value: Any) -> str:
    said = rule.removeprefix("Value error, ")
    is_small = isinstance(value, str | int | float | bool) and len(str(value)) <= 80  # noqa: PLR2004
    return f"{said} (got {value!r})" if is_small else said
