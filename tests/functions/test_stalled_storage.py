"""Storage that accepts and never answers is given up on, and said."""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from apex_core.errors import StoreUnavailable
from functions import wiring
from tests.app import App

ACCOUNT = "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=bm9uZQ=="
SERVICES = ("Blob", "Queue", "Table")


@pytest.fixture
def stalled(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The settings name a socket that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/devstoreaccount1"
        endpoints = ";".join(f"{service}Endpoint={address}" for service in SERVICES)
        monkeypatch.setenv("APEX_STORAGE", f"{ACCOUNT};{endpoints};")
        monkeypatch.setattr(wiring, "PATIENCE", {**wiring.PATIENCE, "read_timeout": 0.2})
        wiring.settings.cache_clear()
        yield
        wiring.settings.cache_clear()


@pytest.mark.enable_socket
@pytest.mark.usefixtures("stalled")
@pytest.mark.parametrize("opened", [wiring._containers, wiring._tables, wiring._queues])  # noqa: SLF001
def test_every_kind_of_storage_is_given_up_on(opened: object) -> None:
    assert callable(opened)
    with pytest.raises(StoreUnavailable, match="creating what is missing"):
        opened()


@pytest.mark.azurite
@pytest.mark.enable_socket
@pytest.mark.slow
def test_readiness_says_so_and_recovers_by_itself(tmp_path: Path) -> None:
    app = App(tmp_path).start()
    assert app.azurite is not None
    emulator = app.azurite.pid
    try:
        os.kill(emulator, signal.SIGSTOP)
        stalled = app.request("GET", "health/ready")
        os.kill(emulator, signal.SIGCONT)
        checks = stalled.json()["result"]["checks"]
        assert stalled.status_code == 503
        assert checks["artifacts"] == checks["jobs"] == "no answer within 10 s"
        assert app.get("health/ready")["status"] == "ready"
    finally:
        os.kill(emulator, signal.SIGCONT)
        app.stop()
