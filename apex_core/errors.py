"""The failures APEX can name.

::

    ApexError
    ├── InputError             the user can fix it: an answer, never retried
    │   └── UnreadableDocument the file cannot be read as what it claims to be
    ├── DependencyError        the world failed: retried by the orchestrator
    │   └── StoreUnavailable
    └── InvariantError         our own bug: never retried, always paged
"""

from collections.abc import Sequence
from typing import NamedTuple


class FieldError(NamedTuple):
    """One wrong field: where it stands and what is wrong with it."""

    path: str
    message: str


class ApexError(Exception):
    """Anything APEX itself raises."""


class InputError(ApexError):
    """The input is wrong and its author can fix it.

    Parameters
    ----------
    message
        A sentence that says the rule, the value and what to do.
    path
        Dotted path of the field, such as ``lines.0.voltage_kv``; empty for the whole input.
    value
        The offending value, quoted in the sentence when it is given.
    errors
        Every wrong field, when there are several; *path* and *message* then describe the first.
    """

    def __init__(
        self,
        message: str,
        *,
        path: str = "",
        value: object = None,
        errors: Sequence[FieldError] = (),
    ) -> None:
        said = message if value is None else f"{message} (got {value!r})"
        super().__init__(f"{path}: {said}" if path else said)
        self.message = said
        self.path = path
        self.errors = tuple(errors) or (FieldError(path, said),)


class UnreadableDocument(InputError):
    """The file cannot be read as a document; the sentence says why and what to send instead."""


class DependencyError(ApexError):
    """Something outside APEX failed; trying again later may help."""


class StoreUnavailable(DependencyError):
    """Storage did not answer, or answered with an error of its own."""


class InvariantError(ApexError):
    """APEX contradicts itself; a person must look."""
