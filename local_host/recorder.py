"""Write down what a turn decided, and say what has to be started because of it."""

import json
import logging
import uuid
from dataclasses import dataclass, field, replace
from datetime import datetime

from local_host.clock import utc_now
from local_host.history import Event, EventType, event, to_text
from local_host.instance import Instance, Parent, RuntimeStatus
from local_host.replay import Scheduled
from local_host.store import OpenActivity, OpenTimer, Store, TaskKey
from local_host.turn import Turn

_log = logging.getLogger("local_host.engine")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is to be started once the transaction is over; `awake` are instances with messages."""

    activities: list[OpenActivity] = field(default_factory=list)
    timers: list[OpenTimer] = field(default_factory=list)
    awake: list[str] = field(default_factory=list)


class Recorder:
    """Turns decisions into rows; every method runs inside the caller's transaction."""

    def __init__(self, store: Store, *, version: str) -> None:
        self._store = store
        self._version = version

    def begin(
        self,
        name: str,
        instance_id: str,
        input_json: str,
        *,
        version: str | None,
        parent: Parent | None = None,
    ) -> None:
        """Write a new instance in place of whatever had its id."""
        now = to_text(utc_now())
        instance = Instance(
            id=instance_id,
            execution_id=uuid.uuid4().hex,
            name=name,
            version=self._version if version is None else version,
            input=input_json,
            status=RuntimeStatus.PENDING,
            created=now,
            updated=now,
            parent=parent,
        )
        self._store.forget(instance_id)
        self._store.put_instance(instance)
        self._store.post(instance_id, _execution_started(instance))

    def record(self, instance: Instance, turn: Turn) -> Work:
        """Write everything a turn decided.

        Nothing is written if the instance was purged or replaced while the orchestrator ran.
        """
        work = Work()
        known = self._store.instance(instance.id)
        if known is None or known.execution_id != instance.execution_id:
            return work
        self._store.consume(turn.consumed)
        if turn.restart_input is not None:
            self._restart(instance, turn, json.dumps(turn.restart_input[0]))
            work.awake.append(instance.id)
        else:
            self._continue(instance, turn, work)
        return work

    def _continue(self, instance: Instance, turn: Turn, work: Work) -> None:
        now = utc_now()
        after = replace(
            instance,
            status=turn.status,
            updated=to_text(now),
            output=turn.output,
            custom_status=turn.custom_status or instance.custom_status,
        )
        self._store.put_instance(after)
        closing = (_execution_completed(after, now),) if after.status.finished else ()
        end = event(EventType.ORCHESTRATOR_COMPLETED, now)
        self._store.append_history(instance.id, [*turn.events, *closing, end])
        for task in turn.cancelled_timers:
            self._store.take_timer(_key(instance, task))
        if after.status.finished:
            self._finish(after, now, work)
        else:
            for scheduled in turn.scheduled:
                self._schedule(instance, scheduled, work)

    def _finish(self, instance: Instance, now: datetime, work: Work) -> None:
        self._store.drop_open_work(instance.id)
        self._tell_parent(instance, now, work)
        if instance.status is RuntimeStatus.FAILED:
            _log.error("%s '%s' failed: %s", instance.name, instance.id, instance.output)
        else:
            _log.info("%s '%s' is %s", instance.name, instance.id, instance.status)

    def _restart(self, instance: Instance, turn: Turn, input_json: str) -> None:
        """Begin the next execution: empty history, new id, unread events kept in their order."""
        again = replace(
            instance,
            execution_id=uuid.uuid4().hex,
            input=input_json,
            status=RuntimeStatus.RUNNING,
            updated=to_text(utc_now()),
            custom_status=turn.custom_status or instance.custom_status,
        )
        later = self._store.take_inbox_over_restart(instance.id)
        self._store.forget_execution(instance.id)
        self._store.put_instance(again)
        for happened in (_execution_started(again), *turn.carried, *later):
            self._store.post(instance.id, {**happened, "IsPlayed": False})

    def _schedule(self, instance: Instance, task: Scheduled, work: Work) -> None:
        key = _key(instance, task.task)
        if task.fire_at is not None:
            timer = OpenTimer(key=key, due=to_text(task.fire_at))
            self._store.add_timer(timer)
            work.timers.append(timer)
        elif task.kind == EventType.TASK_SCHEDULED:
            text = task.input if isinstance(task.input, str) else json.dumps(task.input)
            activity = OpenActivity(key=key, name=task.name, input=text)
            self._store.add_activity(activity)
            work.activities.append(activity)
        else:
            self._start_child(instance, task, work)

    def _start_child(self, instance: Instance, task: Scheduled, work: Work) -> None:
        child_id = task.instance_id or f"{instance.execution_id}:{task.task:08x}"
        known = self._store.instance(child_id)
        if known and not known.status.finished:
            reason = f"An Orchestration instance with the ID '{child_id}' already runs."
            self._store.post(instance.id, _child_failed(task.task, reason, utc_now()))
            work.awake.append(instance.id)
            return
        parent = Parent(id=instance.id, execution_id=instance.execution_id, task=task.task)
        self.begin(task.name, child_id, json.dumps(task.input), version=task.version, parent=parent)
        work.awake.append(child_id)

    def _tell_parent(self, child: Instance, now: datetime, work: Work) -> None:
        """Tell the orchestration that waits for this one, if it still does."""
        waiting = child.parent
        parent = self._store.instance(waiting.id) if waiting else None
        if waiting is None or parent is None or parent.execution_id != waiting.execution_id:
            return
        if parent.status.finished:
            return
        if child.status is RuntimeStatus.COMPLETED:
            told = event(
                EventType.SUB_ORCHESTRATION_COMPLETED,
                now,
                TaskScheduledId=waiting.task,
                Result=child.output,
            )
        else:
            told = _child_failed(waiting.task, json.loads(child.output or '""'), now)
        self._store.post(parent.id, told)
        work.awake.append(parent.id)


def _child_failed(task: int, reason: str, now: datetime) -> Event:
    return event(
        EventType.SUB_ORCHESTRATION_FAILED, now, TaskScheduledId=task, Reason=reason, Details=""
    )


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


def _key(instance: Instance, task: int) -> TaskKey:
    return TaskKey(id=instance.id, execution_id=instance.execution_id, task=task)
