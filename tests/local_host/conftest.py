"""Hosts that run the test app on the session's Azurite."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from local_host.azurite import Azurite

ROOT = Path(__file__).parents[2]
APP = Path(__file__).parent / "app"


@dataclass(kw_only=True)
class HostProcess:
    """The host as a person starts it: a process with an address."""

    data: Path
    process: subprocess.Popen[str]
    url: str = ""
    said: list[dict[str, Any]] = field(default_factory=list)

    def wait_ready(self) -> None:
        assert self.process.stdout is not None
        self.said.append(json.loads(self.process.stdout.readline()))
        assert self.said[-1]["event"] == "ready", self.said
        self.url = self.said[-1]["url"]

    def keys(self) -> Any:
        return json.loads((self.data / "keys.json").read_text())

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=20)


class Hosts:
    """Starts hosts of the test app and ends what a test leaves running."""

    def __init__(self, connection_string: str) -> None:
        self._connection_string = connection_string
        self._started: list[HostProcess] = []

    def launch(
        self,
        data: Path,
        *,
        app: Path = APP,
        options: tuple[str, ...] = (),
        environment: dict[str, str] | None = None,
    ) -> HostProcess:
        command = [sys.executable, "-m", "local_host", "--app", str(app), "--data", str(data)]
        log = (data.parent / f"{data.name}.log").open("a")
        process = subprocess.Popen(  # noqa: S603  -- our own command
            [*command, "--port", "0", "--settings", str(APP / "settings.json"), *options],
            cwd=ROOT,
            env={
                **os.environ,  # noqa: TID251
                "AzureWebJobsStorage": self._connection_string,
                **(environment or {}),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        log.close()
        host = HostProcess(data=data, process=process)
        self._started.append(host)
        return host

    def start(self, data: Path, **environment: str) -> HostProcess:
        host = self.launch(data, environment=environment)
        host.wait_ready()
        return host

    def close(self) -> None:
        for host in self._started:
            host.process.kill()
            host.process.wait()
            for stream in (host.process.stdin, host.process.stdout):
                if stream is not None:
                    stream.close()


@pytest.fixture
def hosts(azurite: Azurite) -> Iterator[Hosts]:
    started = Hosts(azurite.connection_string)
    yield started
    started.close()


@pytest.fixture(scope="session")
def host(azurite: Azurite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostProcess]:
    """One host for all tests that only talk to it."""
    hosts = Hosts(azurite.connection_string)
    folder = tmp_path_factory.mktemp("host")
    yield hosts.start(folder / "data", TRACE_FILE=str(folder / "trace.txt"))
    hosts.close()
