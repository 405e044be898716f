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
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from local_host.activity_pool import Activity, ActivityPool
from local_host.clock import utc_now
from local_host.errors import (
    InstanceExists,
    InstanceFinished,
    InstanceNotFound,
    InvalidInstanceId,
    UnknownFunction,
)
from local_host.history import Event, EventType, event, to_time
from local_host.instance import Instance, RuntimeStatus
from local_host.recorder import Recorder, Work
from local_host.store import OpenTimer, Store
from local_host.turn import Orchestrator, Turn, take_turn

_LONGEST_ID = 256
_LONGEST_WAIT_S = 60.0  # a laptop that slept must notice soon
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
        self._recorder = Recorder(store, version=options.version)
        self._pool = ActivityPool(
            store, activities, at_once=options.activities_at_once, wake=self._wake_up
        )
        self._ready: dict[str, None] = {}
        self._due: list[tuple[float, int, OpenTimer]] = []
        self._tie = itertools.count()
        self._wake = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="orchestrator", daemon=True)

    def open(self) -> None:
        """Take up all work the store remembers, and begin."""
        self._start_work(
            Work(
                activities=self._store.open_activities(),
                timers=self._store.open_timers(),
                awake=self._store.waiting_instances(),
            )
        )
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
        self._pool.close()

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
        with self._store.transaction():
            known = self._store.instance(chosen)
            if known and not known.status.finished and not self._options.replace_running:
                raise InstanceExists(
                    f"An Orchestration instance with the status {known.status} already exists."
                )
            self._recorder.begin(name, chosen, input_json, version=version)
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

    def _start_work(self, work: Work) -> None:
        for activity in work.activities:
            self._pool.submit(activity)
        with self._wake:
            for timer in work.timers:
                due = to_time(timer.due).timestamp()
                heapq.heappush(self._due, (due, next(self._tie), timer))
        self._wake_up(work.awake)

    def _wake_up(self, instance_ids: Iterable[str]) -> None:
        with self._wake:
            self._ready.update(dict.fromkeys(instance_ids))
            self._wake.notify()

    # What follows runs in the orchestrator thread.

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
                left_s = self._due[0][0] - time.time() if self._due else _LONGEST_WAIT_S
                if left_s <= 0:
                    return heapq.heappop(self._due)[2]
                if self._ready:
                    first = next(iter(self._ready))
                    del self._ready[first]
                    return first
                self._wake.wait(min(left_s, _LONGEST_WAIT_S))
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
        checked = self._checked(instance, turn)
        with self._store.transaction():
            work = self._recorder.record(instance, checked)
        self._start_work(work)

    def _checked(self, instance: Instance, turn: Turn) -> Turn:
        """Fail a turn that asks for a function the app does not have."""
        known = {
            EventType.TASK_SCHEDULED: ("activity", self._activities),
            EventType.SUB_ORCHESTRATION_CREATED: ("orchestrator", self._orchestrators),
        }
        for task in turn.scheduled:
            what, there = known.get(task.kind, ("", {task.name: None}))
            if task.name not in there:
                missing = UnknownFunction(task.name, what)
                return replace(
                    turn,
                    status=RuntimeStatus.FAILED,
                    output=json.dumps(f"Orchestrator function '{instance.name}' failed: {missing}"),
                    scheduled=(),
                )
        return turn


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


def _turn_time(history: list[Event]) -> datetime:
    """Return now, but never before what the orchestration has already seen."""
    return max([utc_now(), *(to_time(past["Timestamp"]) for past in history[-1:])])


def _missing(name: str) -> Orchestrator:
    def refuse(_context: str) -> str:
        raise UnknownFunction(name, "orchestrator")

    return refuse
