"""The durable 1.x protocol, each rule as history in and answer out, through the real SDK."""

import json
from collections.abc import Generator
from datetime import timedelta
from typing import Any

import azure.durable_functions as df
import pytest
from azure.durable_functions import DurableOrchestrationContext as Context

from local_host.history import EventType, to_text
from local_host.instance import RuntimeStatus
from local_host.turn import Turn
from tests.local_host.play import START, Play, tasks

RETRY = df.RetryOptions(first_retry_interval_in_milliseconds=5_000, max_number_of_attempts=2)
Story = Generator[Any, Any, Any]


pytestmark = pytest.mark.filterwarnings("ignore:Potential duplicate Task completion")


def actions(play: Play) -> list[dict[str, Any]]:
    """Return the actions of the last answer, without its error text."""
    answer = json.loads(play.answers[-1].rpartition("$OutOfProcData$:")[2])
    assert len(answer["actions"]) == 1
    return list(answer["actions"][0])


def test_an_activity_is_asked_for_with_its_input_as_json_text() -> None:
    def story(context: Context) -> Story:
        yield context.call_activity("measure", {"k": 1})

    play = Play(story)
    turn = play.begin()

    assert actions(play) == [{"actionType": 0, "functionName": "measure", "input": '{"k": 1}'}]
    assert tasks(turn) == [(0, "measure")]
    assert turn.status is RuntimeStatus.RUNNING


def test_a_retry_arrives_as_a_when_all_of_one() -> None:
    def story(context: Context) -> Story:
        yield context.call_activity_with_retry("measure", RETRY)

    play = Play(story)
    play.begin()

    options = {"firstRetryIntervalInMilliseconds": 5000, "maxNumberOfAttempts": 2}
    inner = {"actionType": 1, "functionName": "measure", "input": "null", "retryOptions": options}
    assert actions(play) == [{"actionType": 12, "compoundActions": [inner]}]


def test_a_retry_takes_ids_for_its_timer_and_its_rerun_and_waits_once_more_after_the_last() -> None:
    def story(context: Context) -> Story:
        try:
            yield context.call_activity_with_retry("measure", RETRY)
        except Exception as error:  # noqa: BLE001
            yield context.call_activity("report", str(error))

    play = Play(story)

    assert tasks(play.begin()) == [(0, "measure")]
    waiting = play.take(play.failed(0))
    assert tasks(waiting) == [(1, "timer")]
    assert waiting.scheduled[0].fire_at == play.now + timedelta(seconds=5)
    assert tasks(play.take(play.fired(1))) == [(2, "measure")]
    assert tasks(play.take(play.failed(2))) == [(3, "timer")]
    last = play.take(play.fired(3))
    assert tasks(last) == [(4, "report")]
    assert last.scheduled[0].input == '"no luck \\n why"'


def test_two_retries_in_parallel_count_ids_in_the_order_of_their_failures() -> None:
    def story(context: Context) -> Story:
        return (
            yield context.task_all(
                [context.call_activity_with_retry(name, RETRY) for name in ("left", "right")]
            )
        )

    play = Play(story)

    assert tasks(play.begin()) == [(0, "left"), (1, "right")]
    assert tasks(play.take(play.failed(1), play.failed(0))) == [(2, "timer"), (3, "timer")]
    assert tasks(play.take(play.fired(3))) == [(4, "left")]
    assert tasks(play.take(play.fired(2), play.completed(4, '"L"'))) == [(5, "right")]
    done = play.take(play.completed(5, '"R"'))
    assert (done.status, done.output) == (RuntimeStatus.COMPLETED, '["L", "R"]')


def test_ids_run_through_activities_timers_and_sub_orchestrations_but_not_events() -> None:
    def story(context: Context) -> Story:
        yield context.call_activity("first")
        yield context.create_timer(context.current_utc_datetime + timedelta(minutes=1))
        yield context.wait_for_external_event("go")
        yield context.call_sub_orchestrator("child", {"a": 1}, instance_id="mine")

    play = Play(story)

    assert tasks(play.begin()) == [(0, "first")]
    timer = play.take(play.completed(0))
    assert tasks(timer) == [(1, "timer")]
    assert timer.scheduled[0].fire_at == play.now + timedelta(minutes=1)
    assert tasks(play.take(play.fired(1))) == []
    child = play.take(play.raised("go", "null"))
    assert tasks(child) == [(2, "child")]
    assert child.scheduled[0].kind is EventType.SUB_ORCHESTRATION_CREATED
    assert child.scheduled[0].instance_id == "mine"


def test_a_failed_activity_arrives_as_one_plain_exception_of_reason_and_details() -> None:
    def story(context: Context) -> Story:
        try:
            yield context.call_activity("measure")
        except Exception as error:  # noqa: BLE001
            return [type(error).__name__, str(error)]

    play = Play(story)
    play.begin()
    done = play.take(play.failed(0))

    assert done.output == '["Exception", "no luck \\n why"]'


def test_an_orchestrator_that_raises_fails_with_its_name_and_message() -> None:
    def story(context: Context) -> Story:
        yield context.call_activity("measure")
        raise ValueError("too deep")

    play = Play(story)
    play.begin()
    done = play.take(play.completed(0))

    assert "\n\n$OutOfProcData$:" in play.answers[-1]
    assert done.status is RuntimeStatus.FAILED
    assert done.output == "\"Orchestrator function 'story' failed: too deep\""


def test_the_host_schedules_nothing_after_an_early_failure_until_the_siblings_end() -> None:
    def story(context: Context) -> Story:
        try:
            yield context.task_all([context.call_activity("quick"), context.call_activity("slow")])
        except Exception:  # noqa: BLE001
            yield context.call_activity("clean_up")

    play = Play(story)

    assert tasks(play.begin()) == [(0, "quick"), (1, "slow")]
    early = play.take(play.failed(0))
    assert len(actions(play)) == 2  # the orchestrator has already gone on
    assert tasks(early) == []
    assert tasks(play.take(play.completed(1))) == [(2, "clean_up")]


def test_an_early_uncaught_failure_ends_the_instance_only_with_the_last_sibling() -> None:
    def story(context: Context) -> Story:
        yield context.task_all([context.call_activity("quick"), context.call_activity("slow")])

    play = Play(story)
    play.begin()

    assert play.take(play.failed(0)).status is RuntimeStatus.RUNNING
    assert play.take(play.completed(1)).status is RuntimeStatus.FAILED


def test_a_compound_action_lists_only_children_not_yet_scheduled() -> None:
    def story(context: Context) -> Story:
        a, b, c = (context.call_activity(name) for name in "abc")
        yield context.task_any([a, b])
        yield context.task_any([b, c])

    play = Play(story)
    play.begin()
    play.take(play.completed(0))

    names = [[part["functionName"] for part in any_["compoundActions"]] for any_ in actions(play)]
    assert names == [["a", "b"], ["c"]]


def test_a_sliding_window_of_task_any_stalls_on_the_newest_task() -> None:
    def story(context: Context) -> Story:
        a, b, c = (context.call_activity(name) for name in "abc")
        yield context.task_any([a, b])
        yield context.task_any([b, c])
        yield context.call_activity("next")

    play = Play(story)

    assert tasks(play.begin()) == [(0, "a"), (1, "b")]
    assert tasks(play.take(play.completed(0))) == [(2, "c")]
    assert tasks(play.take(play.completed(1))) == []  # b is done, but the host waits for c
    assert tasks(play.take(play.completed(2))) == [(3, "next")]


def test_the_winner_of_task_any_leaves_the_loser_running() -> None:
    def story(context: Context) -> Story:
        slow = context.call_activity("slow")
        timer = context.create_timer(context.current_utc_datetime + timedelta(seconds=9))
        winner = yield context.task_any([slow, timer])
        return winner is timer

    play = Play(story)

    assert tasks(play.begin()) == [(0, "slow"), (1, "timer")]
    done = play.take(play.fired(1))
    assert (done.status, done.output) == (RuntimeStatus.COMPLETED, "true")


def test_a_cancelled_timer_is_the_same_action_marked_as_cancelled() -> None:
    def story(context: Context) -> Story:
        timer = context.create_timer(context.current_utc_datetime + timedelta(days=30))
        go = context.wait_for_external_event("go")
        yield context.task_any([timer, go])
        timer.cancel()
        return go.result

    play = Play(story)
    play.begin()
    fire_at = to_text(START + timedelta(days=30, seconds=1))
    waiting = {"actionType": 6, "externalEventName": "go", "reason": "ExternalEvent"}
    timer = {"actionType": 5, "fireAt": fire_at, "isCanceled": False}
    assert actions(play) == [{"actionType": 11, "compoundActions": [timer, waiting]}]

    done = play.take(play.raised("go", '"yes"'))

    cancelled = {**timer, "isCanceled": True}
    assert actions(play) == [{"actionType": 11, "compoundActions": [cancelled, waiting]}]
    assert done.cancelled_timers == {0}
    assert (done.status, done.output) == (RuntimeStatus.COMPLETED, '"yes"')


def two_waits(context: Context) -> Story:
    yield context.call_activity("prepare")
    first = yield context.wait_for_external_event("go")
    second = yield context.wait_for_external_event("go")
    return [first, second]


def test_two_events_before_two_waits_give_both_the_second_value() -> None:
    play = Play(two_waits)
    play.begin()
    play.take(play.raised("go", "1"), play.raised("go", "2"))
    done = play.take(play.completed(0))

    assert (done.status, done.output) == (RuntimeStatus.COMPLETED, "[2, 2]")


def test_one_event_before_two_waits_of_its_name_hangs_the_instance() -> None:
    play = Play(two_waits)
    play.begin()
    play.take(play.raised("go", "1"))
    stuck = play.take(play.completed(0))

    assert json.loads(play.answers[-1])["isDone"] is True  # the orchestrator thinks it is done
    assert stuck.status is RuntimeStatus.RUNNING


def test_two_events_after_their_waits_arrive_in_order() -> None:
    play = Play(two_waits)
    play.begin()
    play.take(play.completed(0))
    play.take(play.raised("go", "1"))
    done = play.take(play.raised("go", "2"))

    assert done.output == "[1, 2]"


def test_continue_as_new_keeps_the_events_nobody_has_read() -> None:
    def story(context: Context) -> Story:
        yield context.call_activity("prepare")
        yield context.wait_for_external_event("go")
        context.continue_as_new({"round": 2})

    play = Play(story)
    play.begin()
    play.take(play.raised("go", "1"), play.raised("stop", "2"))
    again = play.take(play.completed(0))

    assert actions(play)[-1] == {"actionType": 4, "input": '{"round": 2}'}
    assert again.restart_input == ('{"round": 2}',)
    assert [one["Name"] for one in again.carried] == ["stop"]


def test_a_suspended_instance_holds_its_messages_until_it_is_resumed() -> None:
    def story(context: Context) -> Story:
        return (yield context.call_activity("measure"))

    play = Play(story)
    play.begin()
    suspended = play.take(play.told(EventType.EXECUTION_SUSPENDED), play.completed(0, "5"))
    asked = len(play.answers)

    assert suspended.status is RuntimeStatus.SUSPENDED
    assert suspended.consumed == (0,)  # the completion stays in the inbox
    held = play.take(play.completed(0, "5"))
    assert (held.consumed, len(play.answers)) == ((), asked)

    done = play.take(play.completed(0, "5"), play.told(EventType.EXECUTION_RESUMED))

    assert (done.status, done.output) == (RuntimeStatus.COMPLETED, "5")


def test_terminate_ends_an_instance_without_asking_it() -> None:
    def story(context: Context) -> Story:
        yield context.call_activity("measure")

    play = Play(story)
    play.begin()
    ended = play.take(play.completed(0), play.told(EventType.EXECUTION_TERMINATED))

    assert (ended.status, ended.output) == (RuntimeStatus.TERMINATED, '"because"')
    assert len(play.answers) == 1


def test_the_custom_status_is_reported_and_an_empty_one_is_not_sent() -> None:
    def story(context: Context) -> Story:
        context.set_custom_status({"at": 1})
        yield context.call_activity("measure")
        context.set_custom_status("")
        yield context.call_activity("measure")

    play = Play(story)

    assert play.begin().custom_status == '{"at": 1}'
    assert play.take(play.completed(0)).custom_status is None


def test_the_context_tells_version_input_time_and_whether_it_replays() -> None:
    seen: list[Any] = []

    def story(context: Context) -> Story:
        seen.append((context.is_replaying, to_text(context.current_utc_datetime)))
        yield context.call_activity("measure")
        seen.append((context.is_replaying, to_text(context.current_utc_datetime)))
        return [context.version, context.get_input()]

    play = Play(story, input_json=json.dumps('{"depth": 3}'))
    play.begin()
    first = to_text(play.now)
    done = play.take(play.completed(0))

    assert seen == [(False, first), (True, first), (False, to_text(play.now))]
    assert done.output == '["7", {"depth": 3}]'


def test_a_changed_orchestrator_fails_instead_of_taking_anothers_result() -> None:
    names = iter(["old_step", "new_step"])

    def story(context: Context) -> Story:
        yield context.call_activity(next(names))

    play = Play(story)
    play.begin()
    done = play.take(play.completed(0))

    assert done.status is RuntimeStatus.FAILED
    assert "Non-Deterministic workflow detected" in str(done.output)


@pytest.mark.parametrize(
    ("ask", "name"),
    [
        (lambda c: c.call_http("GET", "http://example.org"), "CALL_HTTP"),
        (lambda c: c.call_entity(df.EntityId("counter", "a"), "add"), "CALL_ENTITY"),
    ],
)
def test_entities_and_durable_http_fail_the_instance_by_name(ask: Any, name: str) -> None:
    def story(context: Context) -> Story:
        yield ask(context)

    done: Turn = Play(story).begin()

    assert done.status is RuntimeStatus.FAILED
    assert name in str(done.output)


def test_an_orchestrator_without_yield_completes_at_once() -> None:
    def story(context: Context) -> str:
        return str(context.instance_id)

    done = Play(story).begin()

    assert (done.status, done.output) == (RuntimeStatus.COMPLETED, '"one"')
