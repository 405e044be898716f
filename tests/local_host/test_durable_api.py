"""Every route of the management API, called by the genuine client of the SDK."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import azure.durable_functions as df
import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from azure.durable_functions import DurableOrchestrationContext as Context
from azure.durable_functions.models.utils.http_utils import _close_session

from local_host.durable_api import WEBHOOK, DurableApi, client_json
from tests.local_host.running import DEADLINE_S, Runs, running

pytestmark = pytest.mark.enable_socket

Story = Generator[Any, Any, Any]
Status = df.OrchestrationRuntimeStatus
YEAR = timedelta(days=365)


def waits(context: Context) -> Story:
    context.set_custom_status("waiting")
    return (yield context.wait_for_external_event("go"))


def echoes(context: Context) -> Any:
    return [context.get_input(), context.version]


def fails(context: Context) -> Story:
    yield context.create_timer(context.current_utc_datetime)
    raise ValueError(context.instance_id)


@dataclass(frozen=True, kw_only=True)
class Service:
    """The API behind a real server, with a client and plain HTTP beside it."""

    client: Any
    http: ClientSession
    url: str
    runs: Runs

    async def finished(self, instance_id: str) -> Any:
        async with asyncio.timeout(DEADLINE_S):
            while True:
                if self.runs.get(instance_id).status.finished:
                    return await self.client.get_status(instance_id)
                await asyncio.sleep(0.002)

    async def call(self, method: str, path: str, **more: Any) -> tuple[int, Any]:
        async with self.http.request(method, f"{self.url}{path}", **more) as answer:
            return answer.status, await answer.json(content_type=None)


@asynccontextmanager
async def service(runs: Runs) -> AsyncIterator[Service]:
    apis: list[DurableApi] = []

    async def answer(request: web.Request) -> web.Response:
        return await apis[0].answer(request, request.rel_url.raw_path.removeprefix(WEBHOOK))

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    async with TestServer(app) as server, ClientSession() as http:
        url = str(server.make_url("")).rstrip("/")
        apis.append(DurableApi(runs.engine, runs.store, base_url=url, key="k"))
        description = client_json(hub="hub", base_url=url, rpc_url=f"{url}{WEBHOOK}/", key="k")
        client = df.DurableOrchestrationClient(description)
        try:
            yield Service(client=client, http=http, url=f"{url}{WEBHOOK}", runs=runs)
        finally:
            await _close_session()


@pytest.fixture
def serve(tmp_path: Path) -> Callable[[Callable[[Service], Awaitable[None]]], None]:
    """Run a coroutine against the service."""

    async def within(scene: Callable[[Service], Awaitable[None]]) -> None:
        with running(tmp_path / "d", orchestrators=(waits, echoes, fails)) as runs:
            async with service(runs) as ready:
                await scene(ready)

    return lambda scene: asyncio.run(within(scene))


Serve = Callable[[Callable[[Service], Awaitable[None]]], None]


def test_an_instance_is_started_and_its_status_read(serve: Serve) -> None:
    async def scene(service: Service) -> None:
        started = await service.client.start_new("echoes", "job-1", {"a": [1, None]})
        status = await service.finished("job-1")

        assert started == "job-1"
        assert status.runtime_status is Status.Completed
        assert status.output == [{"a": [1, None]}, "1"]
        assert status.name == "echoes"
        assert json.loads(status.input_) == {"a": [1, None]}  # encoded twice, as in the cloud
        assert status.created_time.tzinfo is not None

    serve(scene)


def test_a_start_without_id_takes_a_guid_and_a_version_can_be_given(serve: Serve) -> None:
    async def scene(service: Service) -> None:
        instance_id = await service.client.start_new("echoes", version="9")

        assert len(instance_id) == 32
        assert (await service.finished(instance_id)).output == [None, "9"]

    serve(scene)


def test_an_unknown_orchestrator_is_refused_with_a_clean_text(serve: Serve) -> None:
    async def scene(service: Service) -> None:
        with pytest.raises(Exception, match="The function 'nobody' doesn't exist"):
            await service.client.start_new("nobody")
        code, body = await service.call("POST", "/orchestrators/nobody")
        assert (code, set(body)) == (400, {"Message", "ExceptionMessage", "ExceptionType"})

    serve(scene)


def test_a_live_id_raises_and_a_finished_one_is_replaced(serve: Serve) -> None:
    async def scene(service: Service) -> None:
        await service.client.start_new("waits", "job-1")
        with pytest.raises(Exception, match="already exists"):
            await service.client.start_new("waits", "job-1")
        await service.client.raise_event("job-1", "go", 1)
        await service.finished("job-1")

        await service.client.start_new("echoes", "job-1", "again")
        assert (await service.finished("job-1")).output[0] == "again"

    serve(scene)


@pytest.mark.parametrize("value", [None, 0, "yes", "5", {"by": ["me"]}])
def test_an_event_arrives_with_its_value(serve: Serve, value: Any) -> None:
    async def scene(service: Service) -> None:
        await service.client.start_new("waits", "job-1")
        await service.client.raise_event("job-1", "go", value)
        assert (await service.finished("job-1")).output == value

    serve(scene)


def test_an_event_posted_by_hand_arrives_as_it_was_posted(serve: Serve) -> None:
    async def scene(service: Service) -> None:
        await service.client.start_new("waits", "job-1")
        code, _ = await service.call("POST", "/instances/job-1/raiseEvent/go", json="plain words")
        assert code == 202
        assert (await service.finished("job-1")).output == "plain words"

    serve(scene)


def test_events_that_cannot_be_taken_are_refused(serve: Serve) -> None:
    async def scene(service: Service) -> None:
        await service.client.start_new("echoes", "over", 1)
        await service.finished("over")
        await service.client.start_new("waits", "live")
        with pytest.raises(Exception, match="No instance with ID nobody found"):
            await service.client.raise_event("nobody", "go", 1)
        with pytest.raises(Exception, match="is gone"):
            await service.client.raise_event("over", "go", 1)
        target = "/instances/live/raiseEvent/go"
        assert (await service.call("POST", target, data="1"))[0] == 400
        not_json = {"data": "{", "headers": {"content-type": "application/json"}}
        assert (await service.call("POST", target, **not_json))[0] == 400

    serve(scene)


def test_an_instance_is_suspended_resumed_and_terminated(serve: Serve) -> None:
    async def scene(service: Service) -> None:
        await service.client.start_new("waits", "job-1")
        await service.client.suspend("job-1", "a break, 50 %")
        await reached(service, "job-1", Status.Suspended)
        await service.client.resume("job-1", "on we go")
        await reached(service, "job-1", Status.Running)
        await service.client.terminate("job-1", "that is enough, 100 %25")
        status = await service.finished("job-1")
        assert (status.runtime_status, status.output) == (
            Status.Terminated,
            "that is enough, 100 %25",
        )
        await service.client.terminate("job-1", "again")  # 410, which the client takes for done
        with pytest.raises(Exception, match="No instance with ID 'nobody' found"):
            await service.client.suspend("nobody", "x")

    serve(scene)


async def reached(service: Service, instance_id: str, wanted: Any) -> None:
    async with asyncio.timeout(DEADLINE_S):
        while True:
            status = await service.client.get_status(instance_id)
            if status.runtime_status is wanted:
                return
            await asyncio.sleep(0.002)


def test_the_status_of_nobody_is_falsy(serve: Serve) -> None:
    async def scene(service: Service) -> None:
        status = await service.client.get_status("nobody")
        assert not status
        assert status.runtime_status is None

    serve(scene)


def test_the_status_tells_live_from_finished_by_code_and_headers(serve: Serve) -> None:
    async def scene(service: Service) -> None:
        await service.client.start_new("waits", "live")
        await service.client.start_new("fails", "bad")
        await reached(service, "live", Status.Running)
        await reached(service, "bad", Status.Failed)
        async with service.http.get(f"{service.url}/instances/live") as answer:
            assert (answer.status, answer.headers["Retry-After"]) == (202, "5")
            assert answer.headers["Location"] == f"{service.url}/instances/live?code=k"
            assert (await answer.json())["customStatus"] == "waiting"
        code, body = await service.call("GET", "/instances/bad")
        assert (code, body["output"]) == (200, "Orchestrator function 'fails' failed: bad")
        asked = "/instances/bad?returnInternalServerErrorOnFailure=true"
        assert (await service.call("GET", asked))[0] == 500

    serve(scene)


def test_input_and_history_are_shown_when_asked_for(serve: Serve) -> None:
    async def scene(service: Service) -> None:
        await service.client.start_new("echoes", "job-1", "in")
        await service.finished("job-1")
        _, plain = await service.call("GET", "/instances/job-1")
        _, bare = await service.call("GET", "/instances/job-1?showInput=false")
        asked = "/instances/job-1?showHistory=true&showHistoryOutput=true"
        _, full = await service.call("GET", asked)

        assert (plain["input"], bare["input"]) == ('"in"', None)
        assert "historyEvents" not in plain
        kinds = [one["EventType"] for one in full["historyEvents"]]
        assert kinds == [
            "OrchestratorStarted",
            "ExecutionStarted",
            "ExecutionCompleted",
            "OrchestratorCompleted",
        ]
        assert full["historyEvents"][2]["Result"] == '["in", "1"]'

    serve(scene)


def test_instances_are_listed_by_time_status_and_prefix(serve: Serve) -> None:
    async def scene(service: Service) -> None:
        for name, instance_id in (("echoes", "a-1"), ("waits", "a-2"), ("waits", "b-1")):
            await service.client.start_new(name, instance_id, 1)
        await service.finished("a-1")
        await reached(service, "b-1", Status.Running)
        now = datetime.now(tz=UTC)  # noqa: TID251

        async def ids(**wanted: Any) -> set[str]:
            found = await service.client.get_status_by(**wanted)
            return {one.instance_id for one in found}

        assert {one.instance_id for one in await service.client.get_status_all()} == {
            "a-1",
            "a-2",
            "b-1",
        }
        assert await ids(instance_id_prefix="a-") == {"a-1", "a-2"}
        assert await ids(runtime_status=[Status.Completed]) == {"a-1"}
        assert await ids(runtime_status=list(Status)) == {"a-1", "a-2", "b-1"}
        assert await ids(created_time_from=now - YEAR, created_time_to=now + YEAR) == {
            "a-1",
            "a-2",
            "b-1",
        }
        assert await ids(created_time_to=now - YEAR) == set()
        assert await ids(created_time_from=now + YEAR) == set()

    serve(scene)


def test_a_long_list_comes_in_pages(serve: Serve) -> None:
    async def scene(service: Service) -> None:
        wanted = [f"job-{n}" for n in range(5)]
        for instance_id in wanted:
            await service.client.start_new("echoes", instance_id)
        seen: list[str] = []
        token = ""
        while True:
            headers = {"x-ms-continuation-token": token}
            async with service.http.get(
                f"{service.url}/instances/?top=2", headers=headers
            ) as answer:
                seen += [one["instanceId"] for one in await answer.json()]
                token = answer.headers["x-ms-continuation-token"]
            if not token:
                break
        assert sorted(seen) == wanted

    serve(scene)


def test_instances_are_purged_alone_and_many_at_once(serve: Serve) -> None:
    async def scene(service: Service) -> None:
        for instance_id in ("a", "b", "c"):
            await service.client.start_new("echoes", instance_id)
            await service.finished(instance_id)
        await service.client.start_new("waits", "live")
        long_ago = datetime(2000, 1, 1, tzinfo=UTC)

        assert (await service.client.purge_instance_history("a")).instances_deleted == 1
        assert (await service.client.purge_instance_history("a")).instances_deleted == 0
        many = await service.client.purge_instance_history_by(
            long_ago, runtime_status=[Status.Completed]
        )
        assert many.instances_deleted == 2
        none = await service.client.purge_instance_history_by(long_ago)
        assert none.instances_deleted == 0
        assert [one.instance_id for one in await service.client.get_status_all()] == ["live"]
        assert (await service.call("DELETE", "/instances/"))[0] == 400

    serve(scene)


def test_an_instance_is_restarted_with_its_input(serve: Serve) -> None:
    async def scene(service: Service) -> None:
        await service.client.start_new("echoes", "a", "in")
        await service.finished("a")

        fresh = await service.client.restart("a")
        assert (await service.finished(fresh["id"])).output == ["in", "1"]
        same = await service.client.restart("a", restart_with_new_instance_id=False)
        assert same["id"] == "a"
        assert (await service.call("POST", "/instances/nobody/restart"))[0] == 400

    serve(scene)


def test_a_start_can_wait_for_the_output(serve: Serve) -> None:
    async def scene(service: Service) -> None:
        patient = "?timeout=20&pollingInterval=0.01"
        code, output = await service.call("POST", f"/orchestrators/echoes{patient}", json='"in"')
        assert (code, output) == (200, ["in", "1"])
        assert (await service.call("POST", f"/orchestrators/fails{patient}"))[0] == 500
        code, body = await service.call("POST", "/orchestrators/waits/w?timeout=0")
        assert (code, body["id"]) == (202, "w")

    serve(scene)


def test_rewind_says_that_it_is_not_there(serve: Serve) -> None:
    async def scene(service: Service) -> None:
        await service.client.start_new("fails", "bad")
        await service.finished("bad")
        with pytest.raises(Exception, match="rewind is not supported"):
            await service.client.rewind("bad", "try again")
        assert (await service.call("POST", "/instances/bad/rewind"))[0] == 501
        assert (await service.call("GET", "/entities/counter"))[0] == 404

    serve(scene)


def test_the_links_of_an_instance_lead_back_here(serve: Serve) -> None:
    async def scene(service: Service) -> None:
        links = service.client.create_http_management_payload("job-1")
        at = f"{service.url}/instances/job-1"
        assert links == {
            "id": "job-1",
            "statusQueryGetUri": f"{at}?code=k",
            "sendEventPostUri": f"{at}/raiseEvent/{{eventName}}?code=k",
            "terminatePostUri": f"{at}/terminate?reason={{text}}&code=k",
            "rewindPostUri": f"{at}/rewind?reason={{text}}&code=k",
            "purgeHistoryDeleteUri": f"{at}?code=k",
            "restartPostUri": f"{at}/restart?code=k",
            "suspendPostUri": f"{at}/suspend?reason={{text}}&code=k",
            "resumePostUri": f"{at}/resume?reason={{text}}&code=k",
        }

    serve(scene)
