"""Timer triggers: six-field schedules in UTC, remembered so that a missed run is made up for."""

import asyncio
import json
from datetime import datetime

from azure.functions.meta import Datum
from cronsim import CronSim, CronSimError

from local_host.clock import utc_now
from local_host.errors import StartupError
from local_host.history import to_text, to_time
from local_host.index import Function
from local_host.invoke import Invoker, Occasion
from local_host.receipts import Receipts, TimerState
from local_host.settings import expand

_LONGEST_SLEEP_S = 60.0  # a laptop that slept must notice soon


class TimerListener:
    """Runs one function on its schedule until it is cancelled."""

    def __init__(self, function: Function, invoker: Invoker, receipts: Receipts) -> None:
        self._function = function
        self._invoker = invoker
        self._receipts = receipts
        self._schedule = expand(function.trigger.fields["schedule"])
        next_run(self._schedule, utc_now(), function.name)

    async def prepare(self) -> None:
        """Need nothing: the schedule was read when this was made."""

    async def run(self) -> None:
        """Wait and run until cancelled."""
        state = self._receipts.timer(self._function.name)
        if state is not None and state.schedule == self._schedule:
            past_due = to_time(state.next) <= utc_now()
        else:
            past_due = False
            state = self._remember(None)
        if past_due or self._function.trigger.fields.get("runOnStartup"):
            state = await self._call(state, past_due=past_due)
        while True:
            await self._sleep_until(to_time(state.next))
            state = await self._call(state, past_due=False)

    async def _sleep_until(self, due: datetime) -> None:
        left_s = (due - utc_now()).total_seconds()
        while left_s > 0:
            await asyncio.sleep(min(left_s, _LONGEST_SLEEP_S))
            left_s = (due - utc_now()).total_seconds()

    async def _call(self, state: TimerState, *, past_due: bool) -> TimerState:
        request = {
            "IsPastDue": past_due,
            "Schedule": {"AdjustForDST": True},
            "ScheduleStatus": {
                "Last": state.last,
                "Next": state.next,
                "LastUpdated": state.last,
            },
        }
        started = utc_now()
        occasion = Occasion(value=Datum(json.dumps(request), "json"))
        await self._invoker.attempt(self._function, occasion)
        return self._remember(started)

    def _remember(self, last: datetime | None) -> TimerState:
        due = next_run(self._schedule, utc_now(), self._function.name)
        state = TimerState(
            schedule=self._schedule, last=to_text(last) if last else None, next=to_text(due)
        )
        self._receipts.put_timer(self._function.name, state)
        return state


def next_run(schedule: str, after: datetime, function: str) -> datetime:
    """Return the first instant of a six-field schedule (seconds first) after another.

    Raises
    ------
    StartupError
        If the schedule cannot be read or never comes true.
    """
    fields = len(schedule.split())
    try:
        return next(CronSim(schedule if fields == 6 else f"0 {schedule}", after))  # noqa: PLR2004
    except (CronSimError, StopIteration) as error:
        raise StartupError(
            f"function {function!r}: {schedule!r} is not a schedule of six fields "
            "(second minute hour day month weekday)"
        ) from error
