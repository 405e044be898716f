"""Start, find again and stop Azurite, the storage emulator.

Azurite keeps its metadata in memory and writes it every five seconds, so it must end by SIGTERM.
It therefore runs in a process group of its own, outlives the host, and leaves a note
(``azurite.json``) by which the next start on the same data finds it.
"""

import contextlib
import http.client
import json
import os
import shutil
import signal
import subprocess
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from local_host.errors import StartupError
from local_host.settings import emulator_connection_string

SCRIPT: Final = "azurite/dist/src/azurite.js"
_PROCESSES: Final = Path("/proc")
_NOTE = "azurite.json"
_LOG = "azurite.log"
_READY_WITHIN_S = 30.0
_STOPPED_WITHIN_S = 15.0
_LOOK_EVERY_S = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """The three ports of one emulator, on this machine."""

    blob: int
    queue: int
    table: int


@dataclass(slots=True, kw_only=True)
class Azurite:
    """A running emulator; `process` is set only if this process started it."""

    pid: int
    ports: Ports
    data: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def connection_string(self) -> str:
        """Return the connection string of its account."""
        return connection_string(self.ports)

    def stop(self) -> None:
        """End it by SIGTERM and wait until it has written its data."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)
        end = time.monotonic() + _STOPPED_WITHIN_S
        while self._alive() and time.monotonic() < end:
            time.sleep(_LOOK_EVERY_S)
        if not self._alive():
            (self.data / _NOTE).unlink(missing_ok=True)

    def _alive(self) -> bool:
        if self.process is not None:
            return self.process.poll() is None
        return _is_azurite(self.pid, self.ports)


def connection_string(ports: Ports) -> str:
    """Return the connection string of an emulator on these ports."""
    return emulator_connection_string(blob=ports.blob, queue=ports.queue, table=ports.table)


def start_azurite(
    data: Path,
    *,
    ports: Ports,
    node_modules: Path,
    node: Path | None = None,
    in_memory: bool = False,
) -> Azurite:
    """Return the emulator of this data folder: the one that runs, or a new one, ready.

    Parameters
    ----------
    data
        Folder for its data, log and note.
    ports
        Where a new one listens; one that already runs keeps its own.
    node_modules
        The folder that holds the package ``azurite``.
    node
        The node program; None looks it up on the path.
    in_memory
        Keep nothing on disk (tests).

    Raises
    ------
    StartupError
        If node or Azurite is missing, a port is taken, or it does not answer in time.
    """
    data.mkdir(parents=True, exist_ok=True)
    running = find_azurite(data)
    if running is not None:
        return running
    process = _launch(data, ports, _command(data, ports, node_modules, node, in_memory=in_memory))
    started = Azurite(pid=process.pid, ports=ports, data=data, process=process)
    try:
        _await_ready(process, ports, data / _LOG)
    except StartupError:
        started.stop()
        raise
    note = {"pid": process.pid, "ports": asdict(ports)}
    (data / _NOTE).write_text(json.dumps(note), encoding="utf-8")
    return started


def find_azurite(data: Path) -> Azurite | None:
    """Return the emulator that the note of this data folder names, if it really runs and answers.

    A note left by a process that died is deleted.
    """
    file = data / _NOTE
    try:
        note = json.loads(file.read_text(encoding="utf-8"))
        found = Azurite(pid=int(note["pid"]), ports=Ports(**note["ports"]), data=data)
    except FileNotFoundError:
        return None
    except (KeyError, TypeError, ValueError):
        file.unlink()
        return None
    if _is_azurite(found.pid, found.ports) and _answers(found.ports):
        return found
    file.unlink()
    return None


def _command(
    data: Path, ports: Ports, node_modules: Path, node: Path | None, *, in_memory: bool
) -> list[str]:
    program = str(node) if node else shutil.which("node")
    script = (node_modules / SCRIPT).resolve()
    if program is None:
        raise StartupError("Azurite needs node on the path; install Node.js 20 or later")
    if not script.exists():
        raise StartupError(f"Azurite is not installed in {node_modules}; run npm ci")
    place = ["--inMemoryPersistence"] if in_memory else ["--location", str(data / "azurite")]
    listen = [f"--{name}Port={port}" for name, port in asdict(ports).items()]
    flags = ["--silent", "--skipApiVersionCheck", "--disableTelemetry"]
    return [program, str(script), *flags, *place, *listen]


def _launch(data: Path, ports: Ports, command: list[str]) -> subprocess.Popen[bytes]:
    taken = [port for port in asdict(ports).values() if _server(port) is not None]
    if taken:
        raise StartupError(f"port {taken[0]} is taken; Azurite cannot start")
    with (data / _LOG).open("wb") as log:
        return subprocess.Popen(  # noqa: S603  -- our own program and arguments
            command,
            cwd=data,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _await_ready(process: subprocess.Popen[bytes], ports: Ports, log: Path) -> None:
    end = time.monotonic() + _READY_WITHIN_S
    while time.monotonic() < end:
        if _answers(ports):
            return
        if process.poll() is not None:
            raise StartupError(f"Azurite ended at once: {_complaint(log)}")
        time.sleep(_LOOK_EVERY_S)
    raise StartupError(f"Azurite does not answer after {_READY_WITHIN_S:.0f} s; see {log}")


def _complaint(log: Path) -> str:
    """Return the line of a failed start that says why."""
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    errors = [line.strip() for line in lines if "Error" in line]
    return (errors or lines or ["it says nothing"])[0]


def _answers(ports: Ports) -> bool:
    """Say whether all three services answer as Azurite."""
    return all((_server(port) or "").startswith("Azurite") for port in asdict(ports).values())


def _server(port: int) -> str | None:
    """Return what a port's HTTP server calls itself; None if nobody listens."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/devstoreaccount1?comp=list")
        return connection.getresponse().getheader("Server", "")
    except ConnectionError:
        return None
    except (http.client.HTTPException, OSError):
        return ""
    finally:
        connection.close()


def _is_azurite(pid: int, ports: Ports) -> bool:
    """Say whether a process exists and its command line is that of Azurite on these ports."""
    command = _command_line(pid)
    if command is None:  # nothing here can tell; the caller also asks the ports
        return True
    return "azurite.js" in command and f"--blobPort={ports.blob}" in command


def _command_line(pid: int) -> str | None:
    """Return a process's command line, empty if there is none; None where nothing can tell."""
    if (_PROCESSES / "self" / "cmdline").exists():
        try:
            shown = (_PROCESSES / str(pid) / "cmdline").read_text("utf-8", "replace")
            return shown.replace("\0", " ")
        except OSError:
            return ""
    ps = shutil.which("ps")
    if ps is None:
        return None
    asked = [ps, "-ww", "-o", "args=", "-p", str(pid)]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout  # noqa: S603
