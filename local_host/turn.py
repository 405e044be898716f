"""One turn of an orchestration: history and new messages in, what to record and to run out."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from local_host.errors import NonDeterministic
from local_host.history import SCHEDULING, Event, EventType, event, to_text
from local_host.instance import Instance, RuntimeStatus
from local_host.replay import Replayed, Scheduled, replay

Orchestrator = Callable[[str], str]
"""Takes the context JSON, returns the SDK's answer as JSON."""

_OUT_OF_PROC = "$OutOfProcData$:"  # what the SDK puts between an error and its answer
_CONTROL = frozenset({EventType.EXECUTION_SUSPENDED, EventType.EXECUTION_RESUMED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message waiting for an instance; `number` is its place in the inbox."""

    number: int
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one turn decided; nothing has been recorded or started yet."""

    events: tuple[Event, ...]
    consumed: tuple[int, ...]
    status: RuntimeStatus
    output: str | None = None
    custom_status: str | None = None
    scheduled: tuple[Scheduled, ...] = ()
    cancelled_timers: frozenset[int] = frozenset()
    restart_input: tuple[Any] | None = None
    carried: tuple[Event, ...] = ()


def take_turn(
    instance: Instance,
    history: Sequence[Event],
    inbox: Sequence[Message],
    *,
    now: datetime,
    orchestrator: Orchestrator,
) -> Turn:
    """Take one turn.

    Parameters
    ----------
    instance
        The orchestration as it is stored.
    history
        Its recorded events, all marked as played.
    inbox
        Messages not yet seen, in order of arrival.
    now
        The orchestration's clock for this turn, timezone-aware.
    orchestrator
        The app's orchestrator function.
    """
    started = event(EventType.ORCHESTRATOR_STARTED, now)
    for message in inbox:
        if message.event["EventType"] == EventType.EXECUTION_TERMINATED:
            return Turn(
                events=(started, message.event),
                consumed=tuple(message.number for message in inbox),
                status=RuntimeStatus.TERMINATED,
                output=json.dumps(message.event["Input"]),
            )
    suspended = _suspended(instance, inbox)
    delivered = [message for message in inbox if not suspended or _passes(message)]
    events = (started, *(message.event for message in delivered))
    consumed = tuple(message.number for message in delivered)
    if suspended:
        return Turn(events=events, consumed=consumed, status=RuntimeStatus.SUSPENDED)
    return _decide(instance, history, events, consumed, orchestrator)


def _suspended(instance: Instance, inbox: Sequence[Message]) -> bool:
    switches = [m.event["EventType"] for m in inbox if m.event["EventType"] in _CONTROL]
    if switches:
        return bool(switches[-1] == EventType.EXECUTION_SUSPENDED)
    return instance.status is RuntimeStatus.SUSPENDED


def _passes(message: Message) -> bool:
    """Say whether a message reaches an instance that is suspended; the others wait."""
    return message.event["EventType"] in {*_CONTROL, EventType.EXECUTION_STARTED}


def _decide(
    instance: Instance,
    history: Sequence[Event],
    events: tuple[Event, ...],
    consumed: tuple[int, ...],
    orchestrator: Orchestrator,
) -> Turn:
    """Ask the orchestrator, replay its actions, and see where that leaves the instance."""
    whole = [*history, *events]
    try:
        answer = _ask(orchestrator, _context(instance, whole, replaying=bool(history)))
        replayed = replay(answer["actions"][0], whole)
    except (NonDeterministic, NotImplementedError, _OrchestratorBroke) as error:
        return _failed(instance, events, consumed, str(error))
    custom_status = json.dumps(answer["customStatus"]) if "customStatus" in answer else None
    if replayed.finished and "error" in answer:
        return _failed(instance, events, consumed, answer["error"], custom_status)
    scheduled = _not_yet_started(replayed, history)
    done = replayed.finished and answer["isDone"]
    restart = replayed.restart_input if done else None
    completed = done and restart is None
    return Turn(
        events=(*events, *(_start_event(task, events[0]["Timestamp"]) for task in scheduled)),
        consumed=consumed,
        status=RuntimeStatus.COMPLETED if completed else RuntimeStatus.RUNNING,
        output=json.dumps(answer.get("output")) if completed else None,
        custom_status=custom_status,
        scheduled=scheduled,
        cancelled_timers=replayed.cancelled_timers,
        restart_input=restart,
        carried=replayed.unread_events if restart is not None else (),
    )


class _OrchestratorBroke(Exception):
    """The orchestrator raised outside the protocol."""


def _ask(orchestrator: Orchestrator, context: str) -> dict[str, Any]:
    try:
        text = orchestrator(context)
    except Exception as error:
        text = str(error).rpartition(_OUT_OF_PROC)[2]
        if text == str(error):
            raise _OrchestratorBroke(f"{type(error).__name__}: {error}") from error
    answer: dict[str, Any] = json.loads(text)
    return answer


def _context(instance: Instance, history: Sequence[Event], *, replaying: bool) -> str:
    return json.dumps(
        {
            "history": history,
            "input": json.loads(instance.input),
            "instanceId": instance.id,
            "isReplaying": replaying,
            "parentInstanceId": instance.parent.id if instance.parent else None,
            "upperSchemaVersion": 1,
            "upperSchemaVersionNew": 2,
            "defaultHttpAsyncRequestSleepTimeMillseconds": 30_000,
        }
    )


def _failed(
    instance: Instance,
    events: tuple[Event, ...],
    consumed: tuple[int, ...],
    error: str,
    custom_status: str | None = None,
) -> Turn:
    return Turn(
        events=events,
        consumed=consumed,
        status=RuntimeStatus.FAILED,
        output=json.dumps(f"Orchestrator function '{instance.name}' failed: {error}"),
        custom_status=custom_status,
    )


def _not_yet_started(replayed: Replayed, history: Sequence[Event]) -> tuple[Scheduled, ...]:
    started = {past["EventId"] for past in history if past["EventType"] in SCHEDULING}
    return tuple(
        task
        for task in replayed.scheduled
        if task.task not in started and task.task not in replayed.cancelled_timers
    )


def _start_event(task: Scheduled, timestamp: str) -> Event:
    """Return the event that records the start of *task*."""
    base = {
        "EventType": int(task.kind),
        "EventId": task.task,
        "IsPlayed": False,
        "Timestamp": timestamp,
    }
    if task.fire_at is not None:
        return {**base, "FireAt": to_text(task.fire_at)}
    return {**base, "Name": task.name, "Version": task.version or "", "Input": None}
