"""The storage emulator of a data folder, run as a process that outlives the host."""

import json
import socket
import subprocess
import sys
from pathlib import Path

from apex_core.errors import DependencyError
from cli.tools import ROOT

SERVICES = ("blob", "queue", "table")


def start_storage(folder: Path) -> str:
    """Start the emulator, or find the one that runs; return its connection string.

    Raises
    ------
    DependencyError
        With what the emulator said, when it does not start.
    """
    folder.mkdir(parents=True, exist_ok=True)
    note = folder / "ports.json"
    arguments = [f"--{service}-port={port}" for service, port in _ports(note).items()]
    modules = f"--node-modules={ROOT / 'node_modules'}"
    answer = _command("start", folder, modules, *arguments)
    note.write_text(json.dumps(answer["ports"]))  # one that already ran keeps its own
    return str(answer["connection_string"])


def stop_storage(folder: Path) -> None:
    """Stop the emulator and wait until it has written everything; nothing to stop is fine."""
    _command("stop", folder)


def is_up(connection_string: str) -> bool:
    """Say whether the blob service of the emulator still takes connections."""
    fields = dict(part.split("=", 1) for part in connection_string.split(";") if part)
    address = fields["BlobEndpoint"].split("/")[2]
    name, _, port = address.partition(":")
    try:
        socket.create_connection((name, int(port)), timeout=5).close()
    except OSError:
        return False
    return True


def free_port() -> int:
    """Return a TCP port of this machine that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as opened:
        return int(opened.getsockname()[1])


def is_free(port: int) -> bool:
    """Say whether nobody listens on a TCP port of this machine."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def _ports(file: Path) -> dict[str, int]:
    """Return the ports of last time, so that connection strings stay valid, or new free ones."""
    try:
        remembered = {service: int(json.loads(file.read_text())[service]) for service in SERVICES}
    except (OSError, KeyError, TypeError, ValueError):
        remembered = {}
    if remembered and all(is_free(port) for port in remembered.values()):
        return remembered
    return {service: free_port() for service in SERVICES}


def _command(verb: str, folder: Path, *arguments: str) -> dict[str, object]:
    process = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "local_host.azurite_process", verb, f"--data={folder}", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = process.stdout.strip().splitlines()
    answer: dict[str, object] = json.loads(lines[-1]) if lines else {}
    if process.returncode:
        said = answer.get("message") or process.stderr.strip().splitlines()[-1:]
        raise DependencyError(f"the storage emulator did not {verb}: {said}")
    return answer
