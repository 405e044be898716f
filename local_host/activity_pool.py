"""Run activities in a bounded pool and report how they ended, at most once each."""

import logging
import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait

from local_host.clock import utc_now
from local_host.history import Event, EventType, event
from local_host.store import OpenActivity, Store

Activity = Callable[[str], str]
"""Takes the activity's input as JSON, returns its result as JSON."""

_GRACE_S = 3.0
_log = logging.getLogger("local_host.engine")


class ActivityPool:
    """Threads that run activities; *wake* is told which instance got a message."""

    def __init__(
        self,
        store: Store,
        activities: Mapping[str, Activity],
        *,
        at_once: int,
        wake: Callable[[list[str]], None],
    ) -> None:
        self._store = store
        self._activities = activities
        self._wake = wake
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="activity")
        self._running: set[Future[None]] = set()
        self._closed = False

    def submit(self, activity: OpenActivity) -> None:
        """Run an activity as soon as there is room; while closing, the store remembers it."""
        try:
            running = self._pool.submit(self._run, activity)
        except RuntimeError:
            return
        self._running.add(running)
        running.add_done_callback(self._running.discard)

    def close(self) -> None:
        """Begin nothing more; what runs gets a moment, and is dropped if it takes longer."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        wait(set(self._running), timeout=_GRACE_S)
        self._closed = True

    def _run(self, activity: OpenActivity) -> None:
        key = activity.key
        if not self._store.wants_activity(key):
            return
        ended = self._outcome(activity)
        if self._closed:
            return  # it runs again after the next start
        with self._store.transaction():
            if not self._store.take_activity(key):
                return
            self._store.post(key.id, ended)
        self._wake([key.id])

    def _outcome(self, activity: OpenActivity) -> Event:
        """Run the activity; whatever it raises becomes the task's failure."""
        task = activity.key.task
        try:
            result = self._activities[activity.name](activity.input)
        except (Exception, SystemExit) as error:  # noqa: BLE001
            _log.warning("activity %s of '%s' failed: %s", activity.name, activity.key.id, error)
            reason = f"Activity function '{activity.name}' failed:  {type(error).__name__}: {error}"
            details = "".join(traceback.format_exception(error))
            return event(
                EventType.TASK_FAILED,
                utc_now(),
                TaskScheduledId=task,
                Reason=reason,
                Details=details,
            )
        return event(EventType.TASK_COMPLETED, utc_now(), TaskScheduledId=task, Result=result)
