"""The durable engine: turns, activities and timers, on a store that survives a crash.

One thread takes turns and fires timers; activities run in a pool.
Everything a turn decides is recorded in one transaction before anything is started, and a
completion is recorded only while its task is still open. So after a crash work runs again, but
nothing is recorded twice.
"""

import heapq
import itertools
import json
import logging
import threading
import time
import traceback
import uuid
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from local_host.clock import utc_now
from local_host.errors import (
    InstanceExists,
    InstanceFinished,
    InstanceNotFound,
    InvalidInstanceId,
    UnknownFunction,
)
from local_host.history import Event, EventType, event, to_text, to_time
from local_host.instance import Instance, Parent, RuntimeStatus
from local_host.replay import Scheduled
from local_host.store import OpenActivity, OpenTimer, Store, TaskKey
from local_host.turn import Orchestrator, Turn, take_turn

Activity = Callable[[str], str]
"""Takes the activity's input as JSON, returns its result as JSON."""

_LONGEST_ID = 256
_GRACE_S = 3.0
_log = logging.getLogger("local_host.engine")


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineOptions:
    """What host.json says about orchestrations.

    `activities_at_once` bounds the pool; `version` is stamped on new instances;
    `replace_running` lets a start replace an instance that still runs (``AnyState``).
    """

    activities_at_once: int = 20
    version: str = ""
    replace_running: bool = False


class Engine:
    """Runs the orchestrators and activities of one app."""

    def __init__(
        self,
        store: Store,
        *,
        orchestrators: Mapping[str, Orchestrator],
        activities: Mapping[str, Activity],
        options: EngineOptions,
    ) -> None:
        self._store = store
        self._orchestrators = orchestrators
        self._activities = activities
        self._options = options
        self._ready: dict[str, None] = {}
        self._due: list[tuple[float, int, OpenTimer]] = []
        self._tie = itertools.count()
        self._wake = threading.Condition()
        self._stopping = False
        self._closed = False
        self._activities_running: set[Future[None]] = set()
        self._pool = ThreadPoolExecutor(options.activities_at_once, thread_name_prefix="activity")
        self._thread = threading.Thread(target=self._run, name="orchestrator", daemon=True)

    def open(self) -> None:
        """Take up all work the store remembers, and begin."""
        for activity in self._store.open_activities():
            self._submit(activity)
        self._set_timers(self._store.open_timers())
        self._wake_up(self._store.waiting_instances())
        self._thread.start()

    def close(self) -> None:
        """Finish the current turn and begin nothing more.

        Running activities get a moment; what they report later is dropped and they run again
        after the next start.
        """
        with self._wake:
            self._stopping = True
            self._wake.notify()
        if self._thread.is_alive():
            self._thread.join()
        self._pool.shutdown(wait=False, cancel_futures=True)
        wait(set(self._activities_running), timeout=_GRACE_S)
        self._closed = True

    def start(
        self, name: str, instance_id: str | None, input_json: str, version: str | None = None
    ) -> str:
        """Start an orchestration and return its id.

        Parameters
        ----------
        name
            The orchestrator.
        instance_id
            Its id; None takes a new one.
        input_json
            The input, as JSON text.
        version
            The version to stamp on it; None takes the app's default.

        Raises
        ------
        UnknownFunction, InvalidInstanceId
            If the arguments are wrong.
        InstanceExists
            If the id belongs to an instance that still runs. A finished one is replaced.
        """
        if name not in self._orchestrators:
            raise UnknownFunction(name, "orchestrator")
        chosen = uuid.uuid4().hex if instance_id is None else _checked_id(instance_id)
        created = self._new_instance(name, chosen, input_json, version)
        with self._store.transaction():
            known = self._store.instance(chosen)
            if known and not known.status.finished and not self._options.replace_running:
                raise InstanceExists(
                    f"An Orchestration instance with the status {known.status} already exists."
                )
            self._begin(created)
        self._wake_up([chosen])
        return chosen

    def send(self, instance_id: str, happened: Event) -> None:
        """Give a message (event, terminate, suspend, resume) to an instance.

        Raises
        ------
        InstanceNotFound, InstanceFinished
            If there is nobody to take it.
        """
        with self._store.transaction():
            known = self._store.instance(instance_id)
            if known is None:
                raise InstanceNotFound(f"No instance with ID '{instance_id}' found.")
            if known.status.finished:
                raise InstanceFinished(f"Instance '{instance_id}' is {known.status}.")
            self._store.post(instance_id, happened)
        self._wake_up([instance_id])

    def _new_instance(
        self,
        name: str,
        instance_id: str,
        input_json: str,
        version: str | None,
        parent: Parent | None = None,
    ) -> Instance:
        now = to_text(utc_now())
        return Instance(
            id=instance_id,
            execution_id=uuid.uuid4().hex,
            name=name,
            version=self._options.version if version is None else version,
            input=input_json,
            status=RuntimeStatus.PENDING,
            created=now,
            updated=now,
            parent=parent,
        )

    def _begin(self, instance: Instance) -> None:
        self._store.forget(instance.id)
        self._store.put_instance(instance)
        self._store.post(instance.id, _execution_started(instance))

    # The orchestrator thread.

    def _wake_up(self, instance_ids: Iterable[str]) -> None:
        with self._wake:
            self._ready.update(dict.fromkeys(instance_ids))
            self._wake.notify()

    def _set_timers(self, timers: Iterable[OpenTimer]) -> None:
        with self._wake:
            for timer in timers:
                due = to_time(timer.due).timestamp()
                heapq.heappush(self._due, (due, next(self._tie), timer))
            self._wake.notify()

    def _run(self) -> None:
        while (work := self._next()) is not None:
            try:
                if isinstance(work, OpenTimer):
                    self._fire(work)
                else:
                    self._turn(work)
            except Exception:  # noqa: BLE001 -- the thread must go on
                _log.exception("the turn of %s broke; it stays as it was", work)

    def _next(self) -> str | OpenTimer | None:
        """Wait for an instance with messages or a timer that is due; None means stop."""
        with self._wake:
            while not self._stopping:
                left_s = self._due[0][0] - time.time() if self._due else None
                if left_s is not None and left_s <= 0:
                    return heapq.heappop(self._due)[2]
                if self._ready:
                    first = next(iter(self._ready))
                    del self._ready[first]
                    return first
                self._wake.wait(left_s)
        return None

    def _fire(self, timer: OpenTimer) -> None:
        fired = event(EventType.TIMER_FIRED, utc_now(), TimerId=timer.key.task, FireAt=timer.due)
        with self._store.transaction():
            if not self._store.take_timer(timer.key):
                return
            self._store.post(timer.key.id, fired)
        self._wake_up([timer.key.id])

    def _turn(self, instance_id: str) -> None:
        with self._store.transaction():
            instance = self._store.instance(instance_id)
            inbox = self._store.inbox(instance_id)
            history = self._store.history(instance_id)
        if instance is None or not inbox:
            return
        if instance.status.finished:
            with self._store.transaction():
                self._store.consume([message.number for message in inbox])
            return
        turn = take_turn(
            instance,
            history,
            inbox,
            now=_turn_time(history),
            orchestrator=self._orchestrators.get(instance.name) or _missing(instance.name),
        )
        self._commit(instance, self._checked(instance, turn))

    def _checked(self, instance: Instance, turn: Turn) -> Turn:
        """Fail a turn that asks for a function the app does not have."""
        for task in turn.scheduled:
            if task.kind == EventType.TASK_SCHEDULED and task.name not in self._activities:
                missing = UnknownFunction(task.name, "activity")
            elif (
                task.kind == EventType.SUB_ORCHESTRATION_CREATED
                and task.name not in self._orchestrators
            ):
                missing = UnknownFunction(task.name, "orchestrator")
            else:
                continue
            return replace(
                turn,
                status=RuntimeStatus.FAILED,
                output=json.dumps(f"Orchestrator function '{instance.name}' failed: {missing}"),
                scheduled=(),
                restart_input=None,
            )
        return turn

    def _commit(self, instance: Instance, turn: Turn) -> None:
        """Record everything a turn decided, then start it."""
        work = _Work()
        with self._store.transaction():
            known = self._store.instance(instance.id)
            if known is None or known.execution_id != instance.execution_id:
                return  # purged or replaced while the orchestrator ran
            self._store.consume(turn.consumed)
            if turn.restart_input is not None:
                self._restart(instance, turn, work)
            else:
                self._record(instance, turn, work)
        for activity in work.activities:
            self._submit(activity)
        self._set_timers(work.timers)
        self._wake_up(work.awake)

    def _record(self, instance: Instance, turn: Turn, work: "_Work") -> None:
        now = utc_now()
        after = replace(
            instance,
            status=turn.status,
            updated=to_text(now),
            output=turn.output,
            custom_status=turn.custom_status or instance.custom_status,
        )
        self._store.put_instance(after)
        ending = EventType.ORCHESTRATOR_COMPLETED
        closing = (_execution_completed(after, now),) if after.status.finished else ()
        self._store.append_history(instance.id, [*turn.events, *closing, event(ending, now)])
        for task in turn.cancelled_timers:
            self._store.take_timer(_key(instance, task))
        if after.status.finished:
            self._store.drop_open_work(instance.id)
            self._tell_parent(after, now, work)
            if after.status is RuntimeStatus.FAILED:
                _log.error("%s '%s' failed: %s", after.name, after.id, after.output)
            else:
                _log.info("%s '%s' is %s", after.name, after.id, after.status)
        else:
            for scheduled in turn.scheduled:
                self._schedule(instance, scheduled, work)

    def _restart(self, instance: Instance, turn: Turn, work: "_Work") -> None:
        """Begin the next execution: empty history, new id, unread events kept in their order."""
        assert turn.restart_input is not None  # noqa: S101  -- the caller asked
        again = replace(
            instance,
            execution_id=uuid.uuid4().hex,
            input=json.dumps(turn.restart_input[0]),
            status=RuntimeStatus.RUNNING,
            updated=to_text(utc_now()),
            custom_status=turn.custom_status or instance.custom_status,
        )
        later = self._store.take_inbox_over_restart(instance.id)
        self._store.forget_execution(instance.id)
        self._store.put_instance(again)
        for happened in (_execution_started(again), *turn.carried, *later):
            self._store.post(instance.id, {**happened, "IsPlayed": False})
        work.awake.append(instance.id)

    def _schedule(self, instance: Instance, task: Scheduled, work: "_Work") -> None:
        key = _key(instance, task.task)
        if task.fire_at is not None:
            timer = OpenTimer(key=key, due=to_text(task.fire_at))
            self._store.add_timer(timer)
            work.timers.append(timer)
        elif task.kind == EventType.TASK_SCHEDULED:
            activity = OpenActivity(key=key, name=task.name, input=_as_text(task.input))
            self._store.add_activity(activity)
            work.activities.append(activity)
        else:
            self._start_child(instance, task, work)

    def _start_child(self, instance: Instance, task: Scheduled, work: "_Work") -> None:
        child_id = task.instance_id or f"{instance.execution_id}:{task.task:08x}"
        known = self._store.instance(child_id)
        if known and not known.status.finished:
            self._store.post(
                instance.id,
                event(
                    EventType.SUB_ORCHESTRATION_FAILED,
                    utc_now(),
                    TaskScheduledId=task.task,
                    Reason=f"An Orchestration instance with the ID '{child_id}' already runs.",
                    Details="",
                ),
            )
            work.awake.append(instance.id)
            return
        parent = Parent(id=instance.id, execution_id=instance.execution_id, task=task.task)
        self._begin(
            self._new_instance(task.name, child_id, json.dumps(task.input), task.version, parent)
        )
        work.awake.append(child_id)

    def _tell_parent(self, child: Instance, now: datetime, work: "_Work") -> None:
        parent = child.parent and self._store.instance(child.parent.id)
        if not child.parent or not parent or parent.status.finished:
            return
        if parent.execution_id != child.parent.execution_id:
            return
        if child.status is RuntimeStatus.COMPLETED:
            told = event(
                EventType.SUB_ORCHESTRATION_COMPLETED,
                now,
                TaskScheduledId=child.parent.task,
                Result=child.output,
            )
        else:
            reason = json.loads(child.output) if child.output else ""
            told = event(
                EventType.SUB_ORCHESTRATION_FAILED,
                now,
                TaskScheduledId=child.parent.task,
                Reason=reason,
                Details="",
            )
        self._store.post(parent.id, told)
        work.awake.append(parent.id)

    # The activity pool.

    def _submit(self, activity: OpenActivity) -> None:
        try:
            running = self._pool.submit(self._run_activity, activity)
        except RuntimeError:
            return  # the engine closes; the store remembers
        self._activities_running.add(running)
        running.add_done_callback(self._activities_running.discard)

    def _run_activity(self, activity: OpenActivity) -> None:
        key = activity.key
        if self._stopping or not self._store.wants_activity(key):
            return
        try:
            fields: dict[str, Any] = {"Result": self._activities[activity.name](activity.input)}
            kind = EventType.TASK_COMPLETED
        except (Exception, SystemExit) as error:  # noqa: BLE001 -- it becomes the task's failure
            _log.warning("activity %s of '%s' failed: %s", activity.name, key.id, error)
            kind = EventType.TASK_FAILED
            fields = {
                "Reason": f"Activity function '{activity.name}' failed:  "
                f"{type(error).__name__}: {error}",
                "Details": "".join(traceback.format_exception(error)),
            }
        ended = event(kind, utc_now(), TaskScheduledId=key.task, **fields)
        if self._closed:
            return
        with self._store.transaction():
            if not self._store.take_activity(key):
                return
            self._store.post(key.id, ended)
        self._wake_up([key.id])


class _Work:
    """What is to be started once a turn has been recorded."""

    def __init__(self) -> None:
        self.activities: list[OpenActivity] = []
        self.timers: list[OpenTimer] = []
        self.awake: list[str] = []


def _checked_id(instance_id: str) -> str:
    bad = instance_id.startswith("@") or any(
        character in "/\\#?" or not character.isprintable() for character in instance_id
    )
    if bad or not 0 < len(instance_id) <= _LONGEST_ID:
        raise InvalidInstanceId(
            f"{instance_id!r} is not an instance id: 1 to {_LONGEST_ID} characters, "
            "none of / \\ # ? or control characters, not starting with @."
        )
    return instance_id


def _execution_started(instance: Instance) -> Event:
    return event(
        EventType.EXECUTION_STARTED,
        utc_now(),
        Name=instance.name,
        Version=instance.version,
        Input=instance.input,
        InstanceId=instance.id,
    )


def _execution_completed(instance: Instance, now: datetime) -> Event:
    return event(
        EventType.EXECUTION_COMPLETED,
        now,
        OrchestrationStatus=instance.status,
        Result=instance.output,
    )


def _turn_time(history: list[Event]) -> datetime:
    """Return now, but never before what the orchestration has already seen."""
    return max([utc_now(), *(to_time(history[-1]["Timestamp"]) for _ in history[-1:])])


def _key(instance: Instance, task: int) -> TaskKey:
    return TaskKey(id=instance.id, execution_id=instance.execution_id, task=task)


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _missing(name: str) -> Orchestrator:
    def refuse(_context: str) -> str:
        raise UnknownFunction(name, "orchestrator")

    return refuse
