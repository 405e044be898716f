"""``./apex up`` and the commands that work with it, as processes, on a real Azurite."""
# ruff: noqa: S603 - they are our own programs

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cli.storage import stop_storage
from cli.tools import ROOT

SAMPLE = ROOT / "samples" / "okatie-230"

pytestmark = [
    pytest.mark.azurite,
    pytest.mark.enable_socket,
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="sends POSIX signals"),
]


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "cli", *map(str, arguments)]


def call(*arguments: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments),
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},  # noqa: TID251 - what a child inherits
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@dataclass
class Up:
    """One data folder, and the ``./apex up`` that runs on it."""

    data: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    def start(self, *more: str) -> dict[str, Any]:
        arguments = command("up", "--data", self.data, "--port", str(self.port), *more)
        self.process = subprocess.Popen(arguments, cwd=ROOT)
        until = time.monotonic() + 60
        while time.monotonic() < until and self.process.poll() is None:
            if (note := self.note()) and note["pid"] == self.process.pid:
                return note
            time.sleep(0.05)
        raise AssertionError("./apex up does not come up")

    def end(self, number: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(30)

    def note(self) -> dict[str, Any] | None:
        try:
            note: dict[str, Any] = json.loads((self.data / "running.json").read_text())
        except (OSError, ValueError):
            return None
        return note


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Up]:
    with socket.create_server(("127.0.0.1", 0)) as opened:
        port = opened.getsockname()[1]
    one = Up(tmp_path / "the data", port)
    yield one
    if one.process is not None and one.process.poll() is None:
        one.end(signal.SIGTERM)
    stop_storage(one.data / "storage")


def is_alive(pid: int) -> bool:
    """Say whether a process runs; one that nobody has waited for yet does not."""
    status = Path("/proc") / str(pid) / "status"
    if Path("/proc/self/status").exists():
        try:
            return "State:\tZ" not in status.read_text()
        except OSError:
            return False
    asked = ["ps", "-o", "stat=", "-p", str(pid)]
    shown = subprocess.run(asked, capture_output=True, text=True, check=False)
    return shown.stdout.strip()[:1] not in {"", "Z"}


def azurite_of(up: Up) -> int:
    return int(json.loads((up.data / "storage" / "azurite.json").read_text())["pid"])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=str)
def test_a_signal_stops_everything_and_is_no_failure(up: Up, number: signal.Signals) -> None:
    note = up.start()
    azurite = azurite_of(up)

    assert up.end(number) == 0

    assert not is_alive(note["host_pid"])
    assert not is_alive(azurite)
    assert up.note() is None


def test_a_second_up_on_the_same_folder_says_who_runs_there(up: Up) -> None:
    note = up.start()

    second = call("up", "--data", up.data, "--port", "1")

    assert second.returncode == 1
    assert f"process {note['pid']}" in second.stderr
    assert note["url"] in second.stderr


def test_a_port_that_is_taken_is_named(up: Up) -> None:
    with socket.create_server(("127.0.0.1", up.port)):
        refused = call("up", "--data", up.data, "--port", str(up.port))

    assert refused.returncode == 1
    assert f"--port: this port is taken; choose another (got {up.port})" in refused.stderr


def test_after_kill_9_of_up_the_host_is_gone_and_the_next_up_finds_its_storage(up: Up) -> None:
    note = up.start()
    azurite = azurite_of(up)

    up.end(signal.SIGKILL)
    until = time.monotonic() + 10
    while is_alive(note["host_pid"]) and time.monotonic() < until:
        time.sleep(0.05)

    assert not is_alive(note["host_pid"])
    again = up.start()
    assert azurite_of(up) == azurite
    assert again["storage"] == note["storage"]


def test_after_kill_9_of_host_or_storage_up_ends_and_says_so(up: Up) -> None:
    for victim in (lambda note: note["host_pid"], lambda _: azurite_of(up)):
        note = up.start()
        assert up.process is not None

        os.kill(victim(note), signal.SIGKILL)

        assert up.process.wait(30) == 1
        assert up.note() is None


def test_a_wrong_ticket_fails_with_the_path_of_the_field_and_a_broken_document_does_not(
    up: Up, tmp_path: Path
) -> None:
    project = tmp_path / "east-line"
    shutil.copytree(SAMPLE, project)
    ticket = project / "estimate.yaml"
    good = ticket.read_text()
    ticket.write_text(re.sub("in_service_year: 2026", "in_service_year: soon", good))
    (project / "broken.pdf").write_bytes(b"%PDF-1.7 and then nothing")
    up.start()

    failed = call("submit", project, "--data", up.data, cwd=tmp_path)

    assert failed.returncode == 1
    assert "error: in_service_year: expected a year" in failed.stderr
    assert "broken.pdf: failed (" in failed.stderr
    ticket.write_text(good)

    answered = call("submit", project, "--data", up.data, "--json", cwd=tmp_path)

    envelope = json.loads(answered.stdout)
    assert answered.returncode == 0
    assert envelope["warnings"]
    assert "warning: " in answered.stderr
    files = {path.name for path in (tmp_path / "out" / "east-line" / "v0001").iterdir()}
    assert files == {"estimate.json", "estimate.xlsx", "line_items.csv", "report.html"}
    listed = call("status", "--project", "east-line", "--data", up.data)
    assert "completed_with_warnings" in listed.stdout


def test_a_token_opens_the_api_to_its_role_only(up: Up) -> None:
    note = up.start()

    token = call("token", "--role", "auditor", "--data", up.data).stdout.strip()

    listed = call("status", "--url", note["url"], "--token", token)
    assert listed.returncode == 0
    refused = call("status", "--url", note["url"], "--token", token[:-4] + "AAAA", "--json")
    assert refused.returncode == 1
    assert json.loads(refused.stdout)["error"]["detail"].startswith("the token is not valid")


def test_with_host_func_the_core_tools_run_the_app_and_local_tokens_open_it(
    up: Up, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    func = tmp_path / "bin" / "func"
    func.parent.mkdir()
    func.write_text(  # called as: func start --port N
        f"#!/bin/sh\nexec '{sys.executable}' -m local_host --app . --data '{tmp_path}' --port $3\n"
    )
    func.chmod(0o755)
    monkeypatch.setenv("PATH", str(func.parent), prepend=os.pathsep)

    up.start("--host", "func")

    assert call("status", "--data", up.data).returncode == 0


def test_without_core_tools_on_the_path_host_func_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = shutil.which("node")
    assert node is not None
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "node").symlink_to(node)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    refused = call("up", "--data", tmp_path / "data", "--host", "func")

    assert refused.returncode == 1
    assert "install Azure Functions Core Tools" in refused.stderr


def test_without_a_running_apex_one_sentence_says_how_to_start_it(tmp_path: Path) -> None:
    for arguments in (["status"], ["token"], ["submit", str(SAMPLE)]):
        refused = call(*arguments, "--data", tmp_path / "nothing here")

        assert refused.returncode == 1
        assert refused.stderr.startswith("error: no APEX runs on")
        assert f"start ./apex up --data '{tmp_path}/nothing here' in another" in refused.stderr


def test_two_demos_publish_the_same_content_and_leave_nothing_behind(tmp_path: Path) -> None:
    runs = [call("demo", "--json", "--out", tmp_path / name) for name in ("a", "b")]

    first, second = (json.loads(run.stdout) for run in runs)
    assert first["content_sha256"]
    assert first == second
    for out in (tmp_path / "a", tmp_path / "b"):
        files = {path.name for path in out.iterdir()}
        assert files == {"estimate.json", "estimate.xlsx", "line_items.csv", "report.html"}


def test_a_demo_that_is_interrupted_stops_what_it_started(tmp_path: Path) -> None:
    process = subprocess.Popen(command("demo", "--out", tmp_path), cwd=ROOT)
    until = time.monotonic() + 60
    while not (notes := list(tmp_path.glob("*/running.json"))) and time.monotonic() < until:
        time.sleep(0.02)
    note = json.loads(notes[0].read_text())
    azurite = json.loads((notes[0].parent / "storage" / "azurite.json").read_text())["pid"]

    process.send_signal(signal.SIGINT)

    assert process.wait(30) == 130
    assert not is_alive(note["host_pid"])
    assert not is_alive(azurite)
    assert [path.name for path in tmp_path.iterdir()] == ["host.log"]
