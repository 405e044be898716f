"""The host of the function app, run as a child process."""

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

import requests

from apex_core.errors import DependencyError
from cli.installation import Installation
from cli.tokens import AUDIENCE
from cli.tools import ROOT

STOPPED_WITHIN_S: Final = 15
FUNC_READY_WITHIN_S: Final = 120


class HostKind(StrEnum):
    """What runs the function app."""

    LOCAL = "local"
    FUNC = "func"


@dataclass(frozen=True, slots=True)
class Host:
    """A running host."""

    url: str
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        """Ask the host to stop, wait for it, and insist if it does not."""
        self.process.terminate()
        try:
            self.process.wait(STOPPED_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start_host(
    place: Installation, storage: str, port: int, *, kind: HostKind, jwks_url: str = ""
) -> Host:
    """Start the host on *port* and wait until it answers.

    Parameters
    ----------
    jwks_url
        Where the keys are published, if not by the host.

    Raises
    ------
    DependencyError
        With what the host said, when it does not start.
    """
    place.host.mkdir(parents=True, exist_ok=True)
    url = f"http://127.0.0.1:{port}"
    command = _local(place, port) if kind is HostKind.LOCAL else _func(port)
    with place.log.open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - our own program, or func
            command,
            cwd=ROOT,
            env=_environment(storage, url) | {"APEX_AUTH_JWKS_URL": jwks_url},
            stdin=subprocess.PIPE,  # it stops when this end closes, however we end
            stdout=subprocess.PIPE if kind is HostKind.LOCAL else log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is ours to pass on, in the right order
        )
    host = Host(url, process)
    try:
        _await_ready(host, kind, place.log)
    except BaseException:
        host.stop()
        raise
    return host


def _local(place: Installation, port: int) -> list[str]:
    module = [sys.executable, "-m", "local_host", "--stop-with-parent"]
    return [*module, f"--app={ROOT}", f"--data={place.host}", f"--port={port}"]


def _func(port: int) -> list[str]:
    program = shutil.which("func")
    if program is None:
        raise DependencyError(
            "func is not on the PATH: install Azure Functions Core Tools, or leave out --host func"
        )
    return [program, "start", "--port", str(port)]


def _environment(storage: str, url: str) -> dict[str, str]:
    inherited = dict(os.environ)  # noqa: TID251 - what the child inherits, not a setting of ours
    bin_folder = str(Path(sys.executable).parent)
    return inherited | {
        "FUNCTIONS_WORKER_RUNTIME": "python",
        "TASKHUB_NAME": "apexlocal",
        "AzureWebJobsStorage": storage,
        "APEX_STORAGE": storage,
        "APEX_AUTH_ISSUER": url,
        "APEX_AUTH_AUDIENCE": AUDIENCE,
        "PYTHONPATH": str(ROOT),
        "PATH": os.pathsep.join([bin_folder, inherited.get("PATH", "")]),
    }


def _await_ready(host: Host, kind: HostKind, log: Path) -> None:
    if kind is HostKind.FUNC:
        _await_answer(host, log)
        return
    if host.process.stdout is None:  # never: it was asked for
        return
    event = json.loads(host.process.stdout.readline() or b"{}")
    if event.get("event") != "ready":
        said = event.get("message", "it ended at once")
        raise DependencyError(f"the host did not start: {said}; see {log}")


def _await_answer(host: Host, log: Path) -> None:
    end = time.monotonic() + FUNC_READY_WITHIN_S
    while time.monotonic() < end and host.process.poll() is None:
        try:
            if requests.get(f"{host.url}/api/v1/health/live", timeout=5).ok:
                return
        except requests.RequestException:
            time.sleep(0.5)
    raise DependencyError(f"func did not start the app within {FUNC_READY_WITHIN_S} s; see {log}")
