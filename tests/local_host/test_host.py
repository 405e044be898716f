"""The whole host as a person starts it: the test app, one process, a real Azurite."""

import base64
import errno
import functools
import json
import os
import socket
import stat
from pathlib import Path
from typing import Any

import jwt
import pytest
import requests
from azure.storage.blob import BlobServiceClient
from azure.storage.queue import QueueServiceClient, TextBase64EncodePolicy

from local_host.azurite import Azurite
from local_host.clock import utc_now
from local_host.tokens import mint
from tests.local_host.conftest import HostProcess, Hosts
from tests.local_host.running import until

pytestmark = [pytest.mark.azurite, pytest.mark.enable_socket]


HEAD = "import azure.functions as func\napp = func.FunctionApp()\n"
TWICE = """for _ in "ab":
    @app.route(route="x")
    def twice(req: func.HttpRequest) -> str: return ""
"""
FOREIGN = """@app.event_hub_message_trigger("e", "hub", "name")
def f(e: str) -> None: ...
"""
OFTEN = """@app.timer_trigger("t", schedule="often")
def f(t: func.TimerRequest) -> None: ...
"""
ENDLESS = """import asyncio, os, pathlib, time
@app.timer_trigger("t", schedule="0 0 0 1 1 *", run_on_startup=True)
async def f(t: func.TimerRequest) -> None:
    pathlib.Path(os.environ["BEGUN"]).touch()
    await asyncio.to_thread(time.sleep, 600)
"""


@pytest.fixture(scope="session")
def blobs(azurite: Azurite) -> BlobServiceClient:
    return BlobServiceClient.from_connection_string(azurite.connection_string)


@pytest.fixture(scope="session")
def queues(azurite: Azurite) -> QueueServiceClient:
    return QueueServiceClient.from_connection_string(azurite.connection_string)


def get(host: HostProcess, path: str, **more: Any) -> requests.Response:
    return requests.get(f"{host.url}{path}", timeout=20, **more)


def post(host: HostProcess, path: str, **more: Any) -> requests.Response:
    return requests.post(f"{host.url}{path}", timeout=20, **more)


def content(blobs: BlobServiceClient, container: str, name: str) -> str | None:
    """Return a blob's text, or None while it is not there."""
    blob = blobs.get_blob_client(container, name)
    return blob.download_blob(encoding="utf-8").readall() if blob.exists() else None


def poisoned(queues: QueueServiceClient, queue: str) -> list[Any]:
    """Return the messages of a poison queue."""
    client = queues.get_queue_client(queue)
    if queue not in {one.name for one in queues.list_queues()}:
        return []
    return [
        json.loads(base64.b64decode(message.content))
        for message in client.peek_messages(max_messages=32)
    ]


def trace(host: HostProcess) -> list[str]:
    file = host.data.parent / "trace.txt"
    return file.read_text().splitlines() if file.exists() else []


# What it says.


def test_the_ready_line_names_address_and_functions(host: HostProcess) -> None:
    ready = host.said[0]

    assert ready["event"] == "ready"
    assert ready["url"].startswith("http://127.0.0.1:")
    assert {"hello", "take_order", "fan", "double"} <= set(ready["functions"])


# HTTP.


def test_an_optional_route_parameter_may_be_missing(host: HostProcess) -> None:
    assert get(host, "/api/hello").text == "hello nobody"
    assert get(host, "/api/hello/ann%20b").text == "hello ann b"


def test_a_request_arrives_whole_and_the_answer_leaves_whole(host: HostProcess) -> None:
    answer = post(host, "/api/echo/3/a/b?q=1&q=2", json={"deep": [1]}, headers={"X-Thing": "value"})

    assert answer.status_code == 201
    assert answer.json() == {
        "method": "POST",
        "route": {"kind": "3", "rest": "a/b"},
        "params": {"q": "1,2"},
        "header": "value",
        "json": {"deep": [1]},
        "function": "echo",
    }
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-answer"] == "42"
    assert answer.cookies["a"] == "1"


def test_text_nothing_and_failure_have_their_codes(host: HostProcess) -> None:
    text, nothing, broken = (get(host, f"/api/{name}") for name in ("hello", "nothing", "broken"))

    assert (text.status_code, text.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    assert (nothing.status_code, nothing.content) == (204, b"")
    assert (broken.status_code, broken.content) == (500, b"")


def test_only_the_named_methods_are_answered(host: HostProcess) -> None:
    assert post(host, "/api/nothing").status_code == 404
    assert requests.put(f"{host.url}/api/hello", timeout=20).status_code == 200
    assert get(host, "/api/echo/x/y").status_code == 404


def test_a_body_over_the_limit_is_refused(host: HostProcess) -> None:
    assert post(host, "/api/echo/1/x", data=b"1" * 1_048_577).status_code == 413


def test_keys_open_functions_by_their_level(host: HostProcess) -> None:
    keys = host.keys()
    own, other = keys["functions"]["guarded"], keys["functions"]["hello"]

    def opens(path: str, key: str) -> bool:
        by_header = get(host, path, headers={"x-functions-key": key}).status_code
        by_query = get(host, path, params={"code": key}).status_code
        assert by_header == by_query
        assert by_header in {200, 401}
        return by_header == 200

    assert [opens("/api/guarded", k) for k in (own, keys["host"], keys["master"], other, "")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert [opens("/api/admin-only", k) for k in (own, keys["host"], keys["master"])] == [
        False,
        False,
        True,
    ]


def test_the_keys_file_is_private(host: HostProcess) -> None:
    assert stat.S_IMODE((host.data / "keys.json").stat().st_mode) == 0o600


def test_tokens_of_the_host_verify_by_what_it_publishes(host: HostProcess) -> None:
    configuration = get(host, "/.well-known/openid-configuration").json()
    keys = jwt.PyJWKSet.from_dict(requests.get(configuration["jwks_uri"], timeout=20).json())
    token = mint(
        host.data,
        issuer=host.url,
        audience="api",
        subject="ann",
        claims={},
        lifetime_s=60,
        now=utc_now(),
    )
    key = keys[jwt.get_unverified_header(token)["kid"]]

    assert configuration["issuer"] == host.url
    assert jwt.decode(token, key, algorithms=["RS256"], audience="api")["iss"] == host.url


# Queues and blobs.


def test_a_message_becomes_a_blob_named_by_its_content(
    host: HostProcess, blobs: BlobServiceClient
) -> None:
    assert post(host, "/api/send", data=json.dumps({"id": "o-1"})).text == "sent"

    text = until(lambda: content(blobs, "orders", "o-1.txt"))
    assert text.startswith("o-1 1 20")
    assert text.endswith("+00:00")


def test_a_message_that_always_fails_is_tried_three_times_and_moved_away(
    host: HostProcess, queues: QueueServiceClient
) -> None:
    queue = queues.get_queue_client("orders", message_encode_policy=TextBase64EncodePolicy())
    queue.send_message(json.dumps({"id": "o-bad", "fail": True}))

    until(lambda: {"id": "o-bad", "fail": True} in poisoned(queues, "orders-poison"))
    assert [line for line in trace(host) if "o-bad" in line] == [
        "order o-bad 1",
        "order o-bad 2",
        "order o-bad 3",
    ]


def test_a_blob_is_seen_once_and_again_when_it_changes(
    host: HostProcess, blobs: BlobServiceClient
) -> None:
    blob = blobs.get_blob_client("inbox", "p/one.txt")
    blob.upload_blob(b"first")
    assert until(lambda: content(blobs, "outbox", "p/one")) == "inbox/p/one.txt 5 first"
    blob.upload_blob(b"second", overwrite=True)

    until(lambda: content(blobs, "outbox", "p/one") == "inbox/p/one.txt 6 second")
    assert [line for line in trace(host) if "p/one.txt" in line] == [
        "blob inbox/p/one.txt first",
        "blob inbox/p/one.txt second",
    ]


def test_a_blob_outside_the_pattern_is_left_alone(
    host: HostProcess, blobs: BlobServiceClient
) -> None:
    blobs.get_blob_client("inbox", "p/left.csv").upload_blob(b"x")
    blobs.get_blob_client("inbox", "p/taken.txt").upload_blob(b"x")

    until(lambda: content(blobs, "outbox", "p/taken"))
    assert not [line for line in trace(host) if "left" in line]


def test_a_blob_that_always_fails_is_reported_as_the_service_does(
    host: HostProcess, blobs: BlobServiceClient, queues: QueueServiceClient
) -> None:
    blob = blobs.get_blob_client("inbox", "p/bad.txt")
    etag = blob.upload_blob(b"poison")["etag"]

    notice = {
        "Type": "BlobTrigger",
        "FunctionId": "Host.Functions.take_blob",
        "BlobType": "BlockBlob",
        "ContainerName": "inbox",
        "BlobName": "p/bad.txt",
        "ETag": etag,
    }
    until(lambda: notice in poisoned(queues, "webjobs-blobtrigger-poison"))
    assert len([line for line in trace(host) if "p/bad.txt" in line]) == 3


# Timers.


def test_a_timer_that_asks_for_it_runs_at_the_start(host: HostProcess) -> None:
    until(lambda: "timer False" in trace(host))


# Orchestrations.


def test_an_orchestration_runs_from_an_http_function_to_its_status(host: HostProcess) -> None:
    started = post(host, "/api/start/fan?id=fan-1", data="5")
    assert started.status_code == 202
    assert started.headers["Location"] == started.json()["statusQueryGetUri"]
    address = started.json()["statusQueryGetUri"]
    assert address.startswith(host.url)

    until(lambda: requests.get(address, timeout=20).status_code == 200)
    status = requests.get(address, timeout=20).json()
    assert (status["runtimeStatus"], status["output"]) == ("Completed", [0, 2, 4, 6, 8])


def test_an_event_posted_to_the_webhook_decides(host: HostProcess) -> None:
    links = post(host, "/api/start/approval").json()
    status = links["statusQueryGetUri"]
    until(lambda: requests.get(status, timeout=20).json()["customStatus"] == "waiting")

    event = links["sendEventPostUri"].replace("{eventName}", "decision")
    assert requests.post(event, json={"by": "ann"}, timeout=20).status_code == 202
    until(lambda: requests.get(status, timeout=20).status_code == 200)
    assert requests.get(status, timeout=20).json()["output"] == {"by": "ann"}


def test_the_webhooks_want_their_key(host: HostProcess) -> None:
    base = "/runtime/webhooks/durabletask/instances/"

    assert get(host, base).status_code == 401
    assert get(host, f"{base}?code={host.keys()['host']}").status_code == 401
    assert get(host, f"{base}?code={host.keys()['master']}").status_code == 200


def test_the_version_of_host_json_reaches_the_orchestrator(host: HostProcess) -> None:
    address = post(host, "/api/start/tells_version").json()["statusQueryGetUri"]

    until(lambda: requests.get(address, timeout=20).status_code == 200)
    assert requests.get(address, timeout=20).json()["output"] == "1.2"


def traced(file: Path, lines: int) -> bool:
    return len(file.read_text().splitlines()) >= lines


def test_no_orchestration_is_lost_when_the_host_is_killed_twice(
    hosts: Hosts, tmp_path: Path
) -> None:
    data, trace_file = tmp_path / "data", tmp_path / "trace.txt"
    host = hosts.start(data, TRACE_FILE=str(trace_file))
    jobs = [f"job-{number}" for number in range(25)]
    for job in jobs:
        post(host, f"/api/start/chain?id={job}", data="4").raise_for_status()
    for enough in (15, 50):
        until(functools.partial(traced, trace_file, enough))
        host.kill()
        host = hosts.start(data, TRACE_FILE=str(trace_file))

    key = host.keys()["master"]
    webhook = "/runtime/webhooks/durabletask/instances"

    def outputs() -> list[Any]:
        found = get(host, f"{webhook}/?code={key}").json()
        return [one["output"] for one in found if one["runtimeStatus"] == "Completed"]

    assert until(lambda: len(outputs()) == len(jobs) and outputs()) == [4] * len(jobs)


# Starting and stopping.


def test_sigterm_ends_it_cleanly(hosts: Hosts, tmp_path: Path) -> None:
    host = hosts.start(tmp_path / "data")

    assert host.stop() == 0
    assert host.process.stdout is not None
    assert json.loads(host.process.stdout.readline()) == {"event": "stopped"}


def test_it_stops_with_its_parent_if_asked_to(hosts: Hosts, tmp_path: Path) -> None:
    host = hosts.launch(tmp_path / "data", options=("--stop-with-parent",))
    host.wait_ready()
    assert host.process.stdin is not None
    host.process.stdin.close()

    assert host.process.wait(timeout=20) == 0


def test_a_thread_that_never_ends_does_not_keep_it(hosts: Hosts, tmp_path: Path) -> None:
    app, begun = tmp_path / "app", tmp_path / "begun"
    app.mkdir()
    (app / "function_app.py").write_text(HEAD + ENDLESS)
    host = hosts.launch(tmp_path / "data", app=app, environment={"BEGUN": str(begun)})
    host.wait_ready()
    until(begun.exists)

    assert host.stop() == 0


def refusal(hosts: Hosts, data: Path, **more: Any) -> str:
    """Start a host that cannot start, and return its one sentence."""
    host = hosts.launch(data, **more)
    assert host.process.stdout is not None
    said = json.loads(host.process.stdout.readline())
    assert host.process.wait(timeout=30) == 1
    assert said["event"] == "failed"
    assert "\n" not in said["message"]
    return str(said["message"])


def test_a_taken_port_is_named(hosts: Hosts, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refusal(hosts, tmp_path / "data", options=("--port", str(port)))

    assert said == f"cannot listen on 127.0.0.1:{port}: {os.strerror(errno.EADDRINUSE)}"


def test_unreachable_storage_is_named(hosts: Hosts, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    nobody = f"http://127.0.0.1:{port}/devstoreaccount1"
    connection = f"AccountName=devstoreaccount1;AccountKey=a2V5;BlobEndpoint={nobody};"
    environment = {"AzureWebJobsStorage": f"{connection}QueueEndpoint={nobody};"}
    said = refusal(hosts, tmp_path / "data", environment=environment)

    assert said.startswith("the storage of AzureWebJobsStorage cannot be reached:")


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("import nowhere_to_be_found\n", "ModuleNotFoundError: No module named 'nowhere_to_be"),
        ("\n\nx = 1 / 0\n", "ZeroDivisionError: division by zero [APP/function_app.py:3]"),
        ("def f(:\n", "SyntaxError: invalid syntax"),
        ("x = 1\n", "must hold exactly one FunctionApp or DFApp, found 0"),
        (HEAD + TWICE, "Function twice does not have a unique function name"),
        (HEAD + FOREIGN, "function 'f': the trigger 'eventHubTrigger' is not supported by the"),
        (HEAD + OFTEN, "function 'f': 'often' is not a schedule"),
    ],
)
def test_an_app_that_cannot_be_loaded_is_refused_in_one_sentence(
    hosts: Hosts, tmp_path: Path, source: str, sentence: str
) -> None:
    app = tmp_path / "app"
    app.mkdir()
    (app / "function_app.py").write_text(source)
    said = refusal(hosts, tmp_path / "data", app=app)

    assert sentence in said.replace(str(app), "APP").replace(os.sep, "/")


def test_a_second_host_on_the_same_data_is_refused(hosts: Hosts, tmp_path: Path) -> None:
    hosts.start(tmp_path / "data")

    assert "in use by another local host" in refusal(hosts, tmp_path / "data")
