"""The action replayer alone: what is started, in which order, and when all has been awaited."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_host.errors import NonDeterministic
from local_host.history import Event, EventType, event
from local_host.replay import Action, Replayed, replay

NOW = datetime(2026, 3, 1, tzinfo=UTC)
BEGUN = [
    event(EventType.ORCHESTRATOR_STARTED, NOW),
    event(EventType.EXECUTION_STARTED, NOW, Name="story", Version="", Input="null"),
]


def call(name: str) -> Action:
    return {"actionType": 0, "functionName": name, "input": "null"}


def retried(name: str, attempts: int) -> Action:
    options = {"firstRetryIntervalInMilliseconds": 1, "maxNumberOfAttempts": attempts}
    return {"actionType": 1, "functionName": name, "input": "null", "retryOptions": options}


def wait(name: str) -> Action:
    return {"actionType": 6, "externalEventName": name, "reason": "ExternalEvent"}


def every(*parts: Action) -> Action:
    return {"actionType": 12, "compoundActions": list(parts)}


def first_of(*parts: Action) -> Action:
    return {"actionType": 11, "compoundActions": list(parts)}


def done(task: int) -> Event:
    return event(EventType.TASK_COMPLETED, NOW, TaskScheduledId=task, Result="null")


def failed(task: int) -> Event:
    return event(EventType.TASK_FAILED, NOW, TaskScheduledId=task, Reason="", Details="")


def fired(task: int) -> Event:
    return event(EventType.TIMER_FIRED, NOW, TimerId=task, FireAt="")


def raised(name: str) -> Event:
    return event(EventType.EVENT_RAISED, NOW, Name=name, Input="null")


def names(replayed: Replayed) -> list[str]:
    return [task.name or "timer" for task in replayed.scheduled]


@given(st.permutations(range(6)))
def test_a_fan_ends_with_its_last_member_whatever_the_order(order: list[int]) -> None:
    actions = [every(*(call(str(n)) for n in range(6))), call("next")]
    for finished in range(7):
        replayed = replay(actions, [*BEGUN, *(done(task) for task in order[:finished])])

        assert len(replayed.scheduled) == (7 if finished == 6 else 6)
        assert [task.task for task in replayed.scheduled] == list(range(len(replayed.scheduled)))


@given(st.integers(1, 6))
def test_a_retry_takes_two_ids_per_failure_and_ends_after_the_last_timer(attempts: int) -> None:
    history = list(BEGUN)
    for attempt in range(attempts):
        history += [failed(2 * attempt), fired(2 * attempt + 1)]

    assert names(replay([retried("a", attempts)], history)) == ["a", "timer"] * attempts
    assert replay([retried("a", attempts)], history).finished
    assert not replay([retried("a", attempts)], history[:-1]).finished


def test_a_race_inside_a_fan_is_one_member_of_it() -> None:
    actions = [every(first_of(call("a"), wait("go")), call("b")), call("next")]

    assert names(replay(actions, [*BEGUN, raised("go")])) == ["a", "b"]
    assert names(replay(actions, [*BEGUN, raised("go"), done(1)])) == ["a", "b", "next"]


def test_waits_of_one_name_are_met_in_their_order() -> None:
    actions = [every(wait("go"), wait("go")), call("next")]

    assert names(replay(actions, [*BEGUN, raised("go")])) == []
    assert names(replay(actions, [*BEGUN, raised("go"), raised("go")])) == ["next"]


def test_an_event_nobody_waits_for_is_kept_as_unread() -> None:
    replayed = replay([wait("go")], [*BEGUN, raised("stop"), raised("go"), raised("go")])

    assert replayed.finished
    assert [one["Name"] for one in replayed.unread_events] == ["stop", "go"]


def test_a_timer_cancelled_before_it_was_started_still_takes_its_id() -> None:
    timer = {"actionType": 5, "fireAt": "2026-03-02T00:00:00.000000Z", "isCanceled": True}
    replayed = replay([timer, call("next")], BEGUN)

    assert replayed.cancelled_timers == {0}
    assert (replayed.scheduled[1].task, replayed.scheduled[1].name) == (1, "next")


def test_a_second_report_of_one_task_is_ignored() -> None:
    actions: list[Any] = [call("a"), call("b")]

    assert names(replay(actions, [*BEGUN, done(0), done(0)])) == ["a", "b"]
    assert not replay(actions, [*BEGUN, done(0), done(0)]).finished


@pytest.mark.parametrize("actions", [[], [call("other")], [wait("go")]])
def test_a_history_that_the_actions_do_not_explain_is_refused(actions: list[Action]) -> None:
    past = event(EventType.TASK_SCHEDULED, NOW, task=0, Name="a", Version="", Input=None)

    with pytest.raises(NonDeterministic, match="scheduled task 0"):
        replay(actions, [*BEGUN, past])
