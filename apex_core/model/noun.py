"""What every noun has in common: it cannot change, and it knows all its fields."""

import re
from typing import Any, Final, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from apex_core.errors import FieldError, InputError

_LONGEST_SHOWN_VALUE: Final = 80
_SHOULD: Final = re.compile(r"\w+ should (be|have|match) ")
_PLAIN: Final = {
    "missing": "is missing",
    "extra_forbidden": "is not a field here; check its spelling",
    "string_type": "must be text; put a number in quotes",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "multiple_of": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "decimal_type": "must be a number",
    "decimal_parsing": "must be a number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "tuple_type": "must be a list",
    "dict_type": "must be a group of fields",
    "model_type": "must be a group of fields",
    "model_attributes_type": "must be a group of fields",
}


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
        FieldError(_path(detail["loc"]), rule_of(detail) + _shown(detail["input"]))
        for detail in error.errors(include_url=False, include_context=False)
    )
    first = errors[0]
    return InputError(first.message, path=first.path, errors=errors)


def rule_of(detail: Any) -> str:
    """Return the rule that was broken, in plain words, from one of pydantic's error details."""
    said = detail["msg"].removeprefix("Value error, ")
    return _PLAIN.get(detail["type"]) or _SHOULD.sub(r"must \1 ", said, count=1)


def _path(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location)


def _shown(value: Any) -> str:
    is_small = isinstance(value, str | int | float) and len(repr(value)) <= _LONGEST_SHOWN_VALUE
    return f" (got {value!r})" if is_small else ""
