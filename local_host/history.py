"""The events of a durable orchestration, in the shape the 1.x extension sends them."""

from datetime import UTC, datetime
from enum import IntEnum
from typing import Any

Event = dict[str, Any]


class EventType(IntEnum):
    """Numbers of the history events (durabletask-dotnet ``EventType``)."""

    EXECUTION_STARTED = 0
    EXECUTION_COMPLETED = 1
    EXECUTION_TERMINATED = 3
    TASK_SCHEDULED = 4
    TASK_COMPLETED = 5
    TASK_FAILED = 6
    SUB_ORCHESTRATION_CREATED = 7
    SUB_ORCHESTRATION_COMPLETED = 8
    SUB_ORCHESTRATION_FAILED = 9
    TIMER_CREATED = 10
    TIMER_FIRED = 11
    ORCHESTRATOR_STARTED = 12
    ORCHESTRATOR_COMPLETED = 13
    EVENT_RAISED = 15
    EXECUTION_SUSPENDED = 19
    EXECUTION_RESUMED = 20


SCHEDULING = frozenset(
    {EventType.TASK_SCHEDULED, EventType.SUB_ORCHESTRATION_CREATED, EventType.TIMER_CREATED}
)
"""Events that record that a task was started; their ``EventId`` is the task's id."""

COMPLETION_KEY = {
    EventType.TASK_COMPLETED: "TaskScheduledId",
    EventType.TASK_FAILED: "TaskScheduledId",
    EventType.SUB_ORCHESTRATION_COMPLETED: "TaskScheduledId",
    EventType.SUB_ORCHESTRATION_FAILED: "TaskScheduledId",
    EventType.TIMER_FIRED: "TimerId",
}
"""Events that record that a task ended, and the field that names the task."""

FAILURES = frozenset({EventType.TASK_FAILED, EventType.SUB_ORCHESTRATION_FAILED})


def event(kind: EventType, when: datetime, *, task: int = -1, **fields: Any) -> Event:
    """Return one history event.

    Parameters
    ----------
    kind
        What happened.
    when
        When it happened, timezone-aware.
    task
        Id of the task it records the start of; -1 for events that start none.
    **fields
        The event's own fields, in the extension's spelling.
    """
    return {
        "EventType": int(kind),
        "EventId": task,
        "IsPlayed": False,
        "Timestamp": to_text(when),
        **fields,
    }


def to_text(when: datetime) -> str:
    """Return an instant as the ISO text the extension uses (UTC, ``Z``)."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def to_time(text: str) -> datetime:
    """Return the instant that `to_text` or the SDK wrote."""
    return datetime.fromisoformat(text)
