"""An orchestration instance as it is stored and reported."""

from dataclasses import dataclass
from enum import StrEnum


class RuntimeStatus(StrEnum):
    """States of an instance, in the words of the management API.

    Nothing here is ever seen as continued-as-new or canceled; a client may still ask for them.
    """

    PENDING = "Pending"
    RUNNING = "Running"
    CONTINUED_AS_NEW = "ContinuedAsNew"
    CANCELED = "Canceled"
    COMPLETED = "Completed"
    FAILED = "Failed"
    TERMINATED = "Terminated"
    SUSPENDED = "Suspended"

    @property
    def finished(self) -> bool:
        """Say whether the instance takes no more messages."""
        return self in {self.COMPLETED, self.FAILED, self.TERMINATED, self.CANCELED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """The orchestration that waits for this one, and under which task id."""

    id: str
    execution_id: str
    task: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One orchestration.

    `input`, `output` and `custom_status` are JSON text. `created` and `updated` are ISO text.
    An *execution* is one life of the instance: continue-as-new begins another one.
    """

    id: str
    execution_id: str
    name: str
    version: str
    input: str
    status: RuntimeStatus
    created: str
    updated: str
    output: str | None = None
    custom_status: str | None = None
    parent: Parent | None = None
