"""Drive one orchestration turn by turn, with a clock that the test moves."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import azure.durable_functions as df

from local_host.history import Event, EventType, event
from local_host.instance import Instance, RuntimeStatus
from local_host.turn import Message, Turn, take_turn

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Play:
    """One instance: give it messages, look at what the turn decided."""

    def __init__(self, orchestrator: Callable[..., Any], input_json: str = '"null"') -> None:
        self.now = START
        self.history: list[Event] = []
        self.answers: list[str] = []
        self.instance = Instance(
            id="one",
            execution_id="e1",
            name="story",
            version="7",
            input=input_json,
            status=RuntimeStatus.PENDING,
            created="",
            updated="",
        )
        self._handle = df.Orchestrator.create(orchestrator)
        self._messages = 0

    def begin(self) -> Turn:
        """Take the first turn."""
        return self.take(
            event(
                EventType.EXECUTION_STARTED,
                self.now,
                Name="story",
                Version="7",
                Input=self.instance.input,
            )
        )

    def take(self, *news: Event, after_s: float = 1.0) -> Turn:
        """Take a turn with these messages."""
        self.now += timedelta(seconds=after_s)
        self._messages += len(news)
        inbox = [Message(number=n, event=one) for n, one in enumerate(news)]
        turn = take_turn(self.instance, self.history, inbox, now=self.now, orchestrator=self._asked)
        self.history += [{**one, "IsPlayed": True} for one in turn.events]
        self.instance = replace(self.instance, status=turn.status)
        return turn

    def completed(self, task: int, result: str = "null") -> Event:
        """Return the message of an activity that succeeded."""
        return event(EventType.TASK_COMPLETED, self.now, TaskScheduledId=task, Result=result)

    def failed(self, task: int) -> Event:
        """Return the message of an activity that failed."""
        return event(
            EventType.TASK_FAILED, self.now, TaskScheduledId=task, Reason="no luck", Details="why"
        )

    def fired(self, task: int) -> Event:
        """Return the message of a timer."""
        return event(EventType.TIMER_FIRED, self.now, TimerId=task, FireAt="")

    def raised(self, name: str, value: str) -> Event:
        """Return the message of an external event; *value* is JSON."""
        return event(EventType.EVENT_RAISED, self.now, Name=name, Input=value)

    def told(self, kind: EventType) -> Event:
        """Return a suspend, resume or terminate message."""
        return event(kind, self.now, Reason="because", Input="because")

    def _asked(self, context: str) -> str:
        try:
            answer: str = self._handle(context)
        except Exception as error:
            self.answers.append(str(error))
            raise
        self.answers.append(answer)
        return answer


def tasks(turn: Turn) -> list[tuple[int, str]]:
    """Return id and name of what a turn starts; a timer is named ``timer``."""
    return [(task.task, task.name or "timer") for task in turn.scheduled]
