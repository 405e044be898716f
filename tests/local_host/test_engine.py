"""The engine with real threads and a real file: whole orchestrations, and what survives."""

import json
import threading
from collections.abc import Generator
from datetime import timedelta
from pathlib import Path
from typing import Any

import azure.durable_functions as df
import pytest
from azure.durable_functions import DurableOrchestrationContext as Context

from local_host.clock import utc_now
from local_host.engine import EngineOptions
from local_host.errors import (
    InstanceExists,
    InstanceFinished,
    InstanceNotFound,
    InvalidInstanceId,
    StartupError,
    UnknownFunction,
)
from local_host.history import Event, EventType, event
from local_host.instance import RuntimeStatus
from local_host.store import Store
from tests.local_host.running import Runs, running, until

Story = Generator[Any, Any, Any]
RETRY = df.RetryOptions(first_retry_interval_in_milliseconds=10, max_number_of_attempts=3)


def raised(name: str, value: Any = None) -> Event:
    return event(EventType.EVENT_RAISED, utc_now(), Name=name, Input=json.dumps(value))


def told(kind: EventType, reason: str = "because") -> Event:
    return event(kind, utc_now(), Reason=reason, Input=reason)


def add_one(number: int) -> int:
    return number + 1


def chain(context: Context) -> Story:
    value = 0
    for _ in range(context.get_input()):
        value = yield context.call_activity("add_one", value)
    return value


def fan(context: Context) -> Story:
    return (
        yield context.task_all(
            [context.call_activity("add_one", n) for n in range(context.get_input())]
        )
    )


def waits(context: Context) -> Story:
    return (yield context.wait_for_external_event("go"))


def test_a_chain_and_a_fan_give_what_their_activities_give(tmp_path: Path) -> None:
    with running(tmp_path / "d", orchestrators=(chain, fan), activities=(add_one,)) as runs:
        assert runs.run("chain", 12) == 12
        assert runs.run("fan", 40) == list(range(1, 41))


def test_a_failing_activity_is_retried_and_its_text_is_the_documented_one(tmp_path: Path) -> None:
    runs_of: list[int] = []

    def unlucky(number: int) -> int:
        runs_of.append(number)
        raise ValueError("boom")

    def story(context: Context) -> Story:
        try:
            yield context.call_activity_with_retry("unlucky", RETRY, 4)
        except Exception as error:  # noqa: BLE001
            return str(error)

    with running(tmp_path / "d", orchestrators=(story,), activities=(unlucky,)) as runs:
        text = runs.run("story")

    assert runs_of == [4, 4, 4]
    assert text.startswith("Activity function 'unlucky' failed:  ValueError: boom \n ")


def test_a_retry_ends_with_the_first_success(tmp_path: Path) -> None:
    luck = iter([False, True])

    def sometimes(_: Any) -> str:
        if not next(luck):
            raise ValueError("not yet")
        return "done"

    def story(context: Context) -> Story:
        return (yield context.call_activity_with_retry("sometimes", RETRY))

    with running(tmp_path / "d", orchestrators=(story,), activities=(sometimes,)) as runs:
        assert runs.run("story") == "done"


def test_sub_orchestrations_give_results_failures_and_deterministic_ids(tmp_path: Path) -> None:
    def child(context: Context) -> Story:
        if context.get_input() == "bad":
            raise ValueError("bad child")
        yield context.call_activity("add_one", 1)
        return context.instance_id

    def parent(context: Context) -> Story:
        good = yield context.call_sub_orchestrator("child", "good")
        try:
            yield context.call_sub_orchestrator_with_retry("child", RETRY, "bad")
        except Exception as error:  # noqa: BLE001
            return [good, str(error)]

    with running(tmp_path / "d", orchestrators=(parent, child), activities=(add_one,)) as runs:
        instance_id = runs.start("parent")
        good, bad = json.loads(runs.finished(instance_id).output or "")

        assert good == f"{runs.get(instance_id).execution_id}:00000000"
    assert bad == "Orchestrator function 'child' failed: bad child \n "


def test_a_child_knows_its_parent(tmp_path: Path) -> None:
    def child(context: Context) -> Any:
        return context.parent_instance_id

    def parent(context: Context) -> Story:
        return (yield context.call_sub_orchestrator("child", instance_id="child-1"))

    with running(tmp_path / "d", orchestrators=(parent, child)) as runs:
        assert runs.finished(runs.start("parent", instance_id="p")).output == '"p"'
        assert runs.get("child-1").status is RuntimeStatus.COMPLETED


def test_a_timer_against_an_event_is_won_by_whichever_comes(tmp_path: Path) -> None:
    def story(context: Context) -> Story:
        timer = context.create_timer(
            context.current_utc_datetime + timedelta(milliseconds=context.get_input())
        )
        go = context.wait_for_external_event("go")
        winner = yield context.task_any([timer, go])
        if winner is go:
            timer.cancel()
            return go.result
        return "late"

    with running(tmp_path / "d", orchestrators=(story,)) as runs:
        assert runs.run("story", 20) == "late"
        patient = runs.start("story", 600_000)
        until(runs.store.open_timers)
        runs.engine.send(patient, raised("go", {"by": "me"}))

        assert runs.finished(patient).output == '{"by": "me"}'
        assert runs.store.open_timers() == []


def test_continue_as_new_begins_again_and_keeps_pending_events(tmp_path: Path) -> None:
    def story(context: Context) -> Story:
        seen = context.get_input()
        seen.append((yield context.wait_for_external_event("next")))
        if len(seen) < 3:
            context.continue_as_new(seen)
            return None
        return seen

    with running(tmp_path / "d", orchestrators=(story,)) as runs:
        instance_id = runs.start("story", [])
        first = runs.get(instance_id).execution_id
        for number in range(3):
            runs.engine.send(instance_id, raised("next", number))

        assert runs.finished(instance_id).output == "[0, 1, 2]"
        assert runs.get(instance_id).execution_id != first
        started = [e for e in runs.store.history(instance_id) if e["EventType"] == 0]
        assert len(started) == 1  # the history is that of the last execution alone


def test_a_suspended_instance_does_nothing_until_it_is_resumed(tmp_path: Path) -> None:
    with running(tmp_path / "d", orchestrators=(waits,)) as runs:
        instance_id = runs.start("waits")
        runs.engine.send(instance_id, told(EventType.EXECUTION_SUSPENDED))
        until(lambda: runs.get(instance_id).status is RuntimeStatus.SUSPENDED)
        runs.engine.send(instance_id, raised("go", 1))
        until(lambda: len(runs.store.inbox(instance_id)) == 1)
        runs.engine.send(instance_id, told(EventType.EXECUTION_RESUMED))

        assert runs.finished(instance_id).output == "1"


def test_what_a_terminated_instance_still_runs_is_dropped(tmp_path: Path) -> None:
    go_on, begun = threading.Event(), threading.Event()

    def slow(_: Any) -> str:
        begun.set()
        go_on.wait(20)
        return "too late"

    def story(context: Context) -> Story:
        return (yield context.call_activity("slow"))

    with running(tmp_path / "d", orchestrators=(story,), activities=(slow,)) as runs:
        instance_id = runs.start("story")
        assert begun.wait(20)
        runs.engine.send(instance_id, told(EventType.EXECUTION_TERMINATED, "enough"))
        ended = runs.finished(instance_id)
        go_on.set()

        assert (ended.status, ended.output) == (RuntimeStatus.TERMINATED, '"enough"')
        assert runs.store.open_activities() == []
    with running(tmp_path / "d", orchestrators=(story,), activities=(slow,)) as runs:
        assert runs.store.inbox(instance_id) == []
        assert runs.get(instance_id) == ended


def test_a_live_id_is_refused_and_a_finished_one_replaced(tmp_path: Path) -> None:
    with running(tmp_path / "d", orchestrators=(waits,)) as runs:
        runs.start("waits", instance_id="job-1")
        with pytest.raises(InstanceExists):
            runs.start("waits", instance_id="job-1")
        runs.engine.send("job-1", raised("go", 1))
        first = runs.finished("job-1")

        runs.start("waits", instance_id="job-1")

        assert runs.get("job-1").status in {RuntimeStatus.PENDING, RuntimeStatus.RUNNING}
        assert runs.get("job-1").execution_id != first.execution_id


def test_any_state_lets_a_start_replace_a_running_instance(tmp_path: Path) -> None:
    options = EngineOptions(replace_running=True)
    with running(tmp_path / "d", orchestrators=(waits,), options=options) as runs:
        runs.start("waits", instance_id="job-1")
        first = runs.get("job-1").execution_id
        runs.start("waits", instance_id="job-1")

        assert runs.get("job-1").execution_id != first


@pytest.mark.parametrize("bad", ["@a", "a/b", "a\\b", "a#", "a?", "a\n", "", "x" * 257])
def test_an_instance_id_keeps_the_rules_of_the_service(tmp_path: Path, bad: str) -> None:
    with running(tmp_path / "d", orchestrators=(waits,)) as runs, pytest.raises(InvalidInstanceId):
        runs.start("waits", instance_id=bad)


def test_unknown_functions_are_named(tmp_path: Path) -> None:
    def story(context: Context) -> Story:
        yield context.call_activity("nobody")

    with running(tmp_path / "d", orchestrators=(story,)) as runs:
        with pytest.raises(UnknownFunction, match="'nothing' doesn't exist"):
            runs.start("nothing")
        assert "The function 'nobody' doesn't exist" in runs.run("story")


def test_messages_need_somebody_to_take_them(tmp_path: Path) -> None:
    with running(tmp_path / "d", orchestrators=(waits,)) as runs:
        with pytest.raises(InstanceNotFound):
            runs.engine.send("nobody", raised("go"))
        instance_id = runs.start("waits")
        runs.engine.send(instance_id, raised("go"))
        runs.finished(instance_id)
        with pytest.raises(InstanceFinished):
            runs.engine.send(instance_id, raised("go"))


def test_new_instances_take_the_apps_version_unless_told_otherwise(tmp_path: Path) -> None:
    def story(context: Context) -> Any:
        return context.version

    options = EngineOptions(version="2.0")
    with running(tmp_path / "d", orchestrators=(story,), options=options) as runs:
        assert runs.run("story") == "2.0"
        other = runs.engine.start("story", None, "null", "1.0")
        assert runs.finished(other).output == '"1.0"'


def test_activities_run_at_most_so_many_at_once(tmp_path: Path) -> None:
    lock = threading.Lock()
    three = threading.Barrier(3)
    now, most = 0, 0

    def counted(_: Any) -> None:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        three.wait(20)
        with lock:
            now -= 1

    def story(context: Context) -> Story:
        yield context.task_all([context.call_activity("counted", n) for n in range(12)])

    options = EngineOptions(activities_at_once=3)
    with running(
        tmp_path / "d", orchestrators=(story,), activities=(counted,), options=options
    ) as runs:
        runs.run("story")

    assert most == 3


def test_work_goes_on_where_the_last_host_left_it(tmp_path: Path) -> None:
    def story(context: Context) -> Story:
        yield context.call_activity("add_one", 1)
        timer = context.current_utc_datetime + timedelta(milliseconds=50)
        yield context.create_timer(timer)
        value = yield context.wait_for_external_event("go")
        return value

    with running(tmp_path / "d", orchestrators=(story,), activities=(add_one,)) as runs:
        instance_id = runs.start("story")
        until(runs.store.open_timers)
    with running(tmp_path / "d", orchestrators=(story,), activities=(add_one,)) as runs:
        until(lambda: not runs.store.open_timers())
        runs.engine.send(instance_id, raised("go", "on"))

        assert runs.finished(instance_id).output == '"on"'


def test_a_purged_instance_is_forgotten_while_its_activity_still_runs(tmp_path: Path) -> None:
    go_on, begun = threading.Event(), threading.Event()

    def slow(_: Any) -> None:
        begun.set()
        go_on.wait(20)

    def story(context: Context) -> Story:
        yield context.call_activity("slow")

    with running(tmp_path / "d", orchestrators=(story, waits), activities=(slow,)) as runs:
        instance_id = runs.start("story")
        assert begun.wait(20)
        with runs.store.transaction():
            runs.store.forget(instance_id)
        go_on.set()
        runs.start("waits", instance_id="after")
        until(lambda: runs.get("after").status is RuntimeStatus.RUNNING)

        assert runs.store.instance(instance_id) is None
        assert runs.store.waiting_instances() == []


def test_two_hosts_cannot_share_a_file(tmp_path: Path) -> None:
    with (
        running(tmp_path / "d", orchestrators=(waits,)),
        pytest.raises(StartupError, match="in use by another local host"),
    ):
        Store(tmp_path / "d")


def break_off(runs: Runs) -> None:
    with runs.store.transaction():
        runs.store.post("x", raised("go"))
        raise ZeroDivisionError


def test_a_transaction_that_breaks_leaves_nothing(tmp_path: Path) -> None:
    with running(tmp_path / "d", orchestrators=(waits,)) as runs:
        with pytest.raises(ZeroDivisionError):
            break_off(runs)

        assert runs.store.waiting_instances() == []
