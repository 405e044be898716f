"""The emulator's life: found again, replaced when dead, kept when stopped well."""

import json
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from azure.storage.blob import BlobServiceClient

from local_host import azurite
from local_host.azurite import Azurite, Ports, find_azurite, start_azurite
from local_host.errors import StartupError
from tests.conftest import REPOSITORY, free_ports
from tests.local_host.running import until

pytestmark = [pytest.mark.azurite, pytest.mark.enable_socket]

MODULES = REPOSITORY / "node_modules"


def some_ports() -> Ports:
    blob, queue, table = free_ports(3)
    return Ports(blob=blob, queue=queue, table=table)


Start = Callable[..., Azurite]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start emulators, and stop them all in the end."""
    started: list[Azurite] = []

    def begin(data: Path, ports: Ports | None = None) -> Azurite:
        started.append(start_azurite(data, ports=ports or some_ports(), node_modules=MODULES))
        return started[-1]

    yield begin
    for one in started:
        one.stop()


def containers(emulator: Azurite) -> list[str]:
    service = BlobServiceClient.from_connection_string(emulator.connection_string)
    return [one.name for one in service.list_containers()]


def test_a_live_emulator_is_found_again_and_keeps_its_ports(tmp_path: Path, start: Start) -> None:
    first = start(tmp_path)
    again = start(tmp_path)

    assert (again.pid, again.ports) == (first.pid, first.ports)


def test_what_was_written_is_there_after_a_stop_and_a_start(tmp_path: Path, start: Start) -> None:
    first = start(tmp_path)
    BlobServiceClient.from_connection_string(first.connection_string).create_container("kept")
    first.stop()
    assert find_azurite(tmp_path) is None
    second = start(tmp_path)

    assert second.pid != first.pid
    assert containers(second) == ["kept"]


def test_an_emulator_that_others_started_can_be_stopped_too(tmp_path: Path, start: Start) -> None:
    started = start(tmp_path)
    found = find_azurite(tmp_path)
    assert found is not None
    assert found.process is None
    started_process = started.process
    assert started_process is not None
    os.kill(found.pid, signal.SIGTERM)
    started_process.wait(timeout=20)
    found.stop()

    assert find_azurite(tmp_path) is None


def test_the_note_of_a_killed_emulator_is_not_believed(tmp_path: Path, start: Start) -> None:
    first = start(tmp_path)
    assert first.process is not None
    first.process.kill()
    first.process.wait()
    second = start(tmp_path)

    assert second.pid != first.pid
    assert json.loads((tmp_path / "azurite.json").read_text())["pid"] == second.pid


def test_a_note_that_names_another_process_is_not_believed(tmp_path: Path, start: Start) -> None:
    emulator = start(tmp_path)
    note = json.loads((tmp_path / "azurite.json").read_text())
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "azurite.json").write_text(json.dumps({**note, "pid": os.getpid()}))

    assert find_azurite(elsewhere) is None
    assert not (elsewhere / "azurite.json").exists()
    (elsewhere / "azurite.json").write_text("{")
    assert find_azurite(elsewhere) is None
    until(lambda: containers(emulator) == [])


@pytest.mark.parametrize("programs", [os.defpath, "/nowhere"])
def test_a_live_emulator_is_found_where_there_is_no_proc_and_maybe_no_ps(
    tmp_path: Path, start: Start, monkeypatch: pytest.MonkeyPatch, programs: str
) -> None:
    first = start(tmp_path)
    monkeypatch.setattr(azurite, "_PROCESSES", tmp_path / "no proc")
    monkeypatch.setenv("PATH", programs)

    again = find_azurite(tmp_path)

    assert again is not None
    assert again.pid == first.pid


def test_a_taken_port_is_named(tmp_path: Path, start: Start) -> None:
    first = start(tmp_path / "one")
    try:
        ports = some_ports()
        with pytest.raises(StartupError, match=f"port {first.ports.blob} is taken"):
            start(
                tmp_path / "two",
                Ports(blob=first.ports.blob, queue=ports.queue, table=ports.table),
            )
    finally:
        first.stop()


def test_a_missing_installation_is_named(tmp_path: Path) -> None:
    with pytest.raises(StartupError, match="run npm ci"):
        start_azurite(tmp_path, ports=some_ports(), node_modules=tmp_path)
