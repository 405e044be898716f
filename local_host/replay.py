"""Replay an orchestrator's actions over its history, exactly as the durable 1.x extension does.

The SDK sends, every turn, all actions since the start of the execution.
The extension runs through them as a second orchestrator of its own: start an action, await it,
ignore its failure, go on.
Ids are counted on both sides, so this module must count exactly like the SDK:
a leaf takes the next id when it starts, a retry takes one for its timer and one for its re-run,
a wait for an external event takes none.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from local_host.errors import NonDeterministic
from local_host.history import COMPLETION_KEY, FAILURES, SCHEDULING, Event, EventType, to_time

Action = dict[str, Any]


class ActionType(IntEnum):
    """Numbers of the actions an orchestrator can ask for."""

    CALL_ACTIVITY = 0
    CALL_ACTIVITY_WITH_RETRY = 1
    CALL_SUB_ORCHESTRATOR = 2
    CALL_SUB_ORCHESTRATOR_WITH_RETRY = 3
    CONTINUE_AS_NEW = 4
    CREATE_TIMER = 5
    WAIT_FOR_EXTERNAL_EVENT = 6
    CALL_ENTITY = 7
    CALL_HTTP = 8
    SIGNAL_ENTITY = 9
    WHEN_ANY = 11
    WHEN_ALL = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled:
    """One task the host must run: an activity, a sub-orchestration or a timer.

    `kind` is the event that records its start; `fire_at` is set for timers only.
    """

    task: int
    kind: EventType
    name: str = ""
    input: Any = None
    instance_id: str | None = None
    version: str | None = None
    fire_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What the host knows after running through all actions.

    `finished` means that every action has been awaited, which is more than the orchestrator
    having returned. `restart_input` is set, in a tuple of one, by continue-as-new.
    """

    scheduled: tuple[Scheduled, ...]
    cancelled_timers: frozenset[int]
    finished: bool
    restart_input: tuple[Any] | None
    unread_events: tuple[Event, ...]


def replay(actions: Sequence[Action], history: Sequence[Event]) -> Replayed:
    """Replay *actions* over *history*.

    Parameters
    ----------
    actions
        The flat action list of the orchestrator's answer, cumulative since the execution began.
    history
        All events of the execution, including the new ones of this turn.

    Raises
    ------
    NonDeterministic
        If the history records the start of a task that the actions no longer ask for.
    NotImplementedError
        If an action is an entity call, a signal or a durable HTTP call.
    """
    run = _Replay(actions)
    for happened in history:
        run.see(happened)
    run.check_against(history)
    return run.result()


@dataclass(slots=True, eq=False)
class _Task:
    """Something awaited: it ends once and then tells who waits for it."""

    done: bool = False
    failed: bool = False
    _waiting: list[Callable[[], None]] = field(default_factory=list)

    def then(self, go_on: Callable[[], None]) -> None:
        if self.done:
            go_on()
        else:
            self._waiting.append(go_on)

    def end(self, *, failed: bool = False) -> None:
        if self.done:
            return
        self.done, self.failed = True, failed
        for go_on in self._waiting:
            go_on()


class _Replay:
    """The extension's side of one execution."""

    def __init__(self, actions: Sequence[Action]) -> None:
        self._actions = actions
        self._position = 0
        self._scheduled: list[Scheduled] = []
        self._open: dict[int, _Task] = {}
        self._waits: dict[str, deque[_Task]] = {}
        self._unread: list[Event] = []
        self._cancelled: set[int] = set()
        self._restart_input: tuple[Any] | None = None
        self._finished = False
        self._now: datetime | None = None

    def see(self, happened: Event) -> None:
        """Let one event of the history happen."""
        kind = happened["EventType"]
        if kind == EventType.ORCHESTRATOR_STARTED:
            self._now = to_time(happened["Timestamp"])
        elif kind == EventType.EXECUTION_STARTED:
            self._go_on()
        elif kind == EventType.EVENT_RAISED:
            self._raise(happened)
        elif kind in COMPLETION_KEY:
            task = self._open.pop(happened[COMPLETION_KEY[kind]], None)
            if task is not None:
                task.end(failed=kind in FAILURES)

    def check_against(self, history: Sequence[Event]) -> None:
        """Refuse a history that records starts which this run did not make."""
        for happened in history:
            if happened["EventType"] not in SCHEDULING:
                continue
            task = happened["EventId"]
            mine = self._scheduled[task] if task < len(self._scheduled) else None
            if mine is None or (mine.kind, mine.name) != (
                happened["EventType"],
                happened.get("Name", ""),
            ):
                raise NonDeterministic(
                    "Non-Deterministic workflow detected: a previous execution of this "
                    f"orchestration scheduled task {task} ({happened.get('Name') or 'a timer'}), "
                    "but the current replay has not. Was the orchestrator's code changed after "
                    "this instance started?"
                )

    def result(self) -> Replayed:
        """Return where the run stands."""
        return Replayed(
            scheduled=tuple(self._scheduled),
            cancelled_timers=frozenset(self._cancelled),
            finished=self._finished,
            restart_input=self._restart_input,
            unread_events=tuple(self._unread),
        )

    def _go_on(self) -> None:
        """Start actions in order until one has to be awaited."""
        while self._position < len(self._actions):
            task = self._start(self._actions[self._position])
            self._position += 1
            if not task.done:
                task.then(self._go_on)
                return
        self._finished = True

    def _start(self, action: Action) -> _Task:
        kind = ActionType(action["actionType"])
        start = {
            ActionType.CALL_ACTIVITY: self._call,
            ActionType.CALL_SUB_ORCHESTRATOR: self._call,
            ActionType.CALL_ACTIVITY_WITH_RETRY: self._retry,
            ActionType.CALL_SUB_ORCHESTRATOR_WITH_RETRY: self._retry,
            ActionType.CONTINUE_AS_NEW: self._restart,
            ActionType.CREATE_TIMER: self._create_timer,
            ActionType.WAIT_FOR_EXTERNAL_EVENT: self._wait_for_event,
            ActionType.WHEN_ANY: self._when_any,
            ActionType.WHEN_ALL: self._when_all,
        }.get(kind)
        if start is None:
            raise NotImplementedError(f"{kind.name}: the local host has no entities, no call_http")
        return start(action)

    def _leaf(self, **fields: Any) -> _Task:
        task = _Task()
        self._open[len(self._scheduled)] = task
        self._scheduled.append(Scheduled(task=len(self._scheduled), **fields))
        return task

    def _call(self, action: Action) -> _Task:
        activity = action["actionType"] in (
            ActionType.CALL_ACTIVITY,
            ActionType.CALL_ACTIVITY_WITH_RETRY,
        )
        return self._leaf(
            kind=EventType.TASK_SCHEDULED if activity else EventType.SUB_ORCHESTRATION_CREATED,
            name=action["functionName"],
            input=action.get("input"),
            instance_id=action.get("instanceId"),
            version=action.get("version"),
        )

    def _retry(self, action: Action) -> _Task:
        """Run, and after a failure wait and run again; the last failure waits once more."""
        options = action["retryOptions"]
        interval = timedelta(milliseconds=options["firstRetryIntervalInMilliseconds"])
        attempts = 0
        whole = _Task()

        def attempt() -> None:
            nonlocal attempts
            attempts += 1
            once = self._call(action)
            once.then(lambda: self._timer(interval).then(again) if once.failed else whole.end())

        def again() -> None:
            if attempts >= options["maxNumberOfAttempts"]:
                whole.end(failed=True)
            else:
                attempt()

        attempt()
        return whole

    def _timer(self, delay: timedelta) -> _Task:
        if self._now is None:
            raise NonDeterministic("the history does not begin with OrchestratorStarted")
        return self._leaf(kind=EventType.TIMER_CREATED, fire_at=self._now + delay)

    def _create_timer(self, action: Action) -> _Task:
        task = self._leaf(kind=EventType.TIMER_CREATED, fire_at=to_time(action["fireAt"]))
        if action.get("isCanceled"):
            self._cancelled.add(self._scheduled[-1].task)
            task.end()
        return task

    def _restart(self, action: Action) -> _Task:
        self._restart_input = (action.get("input"),)
        return _Task(done=True)

    def _wait_for_event(self, action: Action) -> _Task:
        name = action["externalEventName"]
        for happened in self._unread:
            if happened["Name"] == name:
                self._unread.remove(happened)
                return _Task(done=True)
        task = _Task()
        self._waits.setdefault(name, deque()).append(task)
        return task

    def _raise(self, happened: Event) -> None:
        waiting = self._waits.get(happened["Name"])
        if waiting:
            waiting.popleft().end()
        else:
            self._unread.append(happened)

    def _when_any(self, action: Action) -> _Task:
        children = [self._start(part) for part in action["compoundActions"]]
        whole = _Task(done=not children)
        for child in children:
            child.then(whole.end)
        return whole

    def _when_all(self, action: Action) -> _Task:
        children = [self._start(part) for part in action["compoundActions"]]
        whole = _Task(done=not children)
        left = len(children)

        def one_less() -> None:
            nonlocal left
            left -= 1
            if left == 0:
                whole.end()

        for child in children:
            child.then(one_less)
        return whole
