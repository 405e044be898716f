"""The whole application as a user runs it: Azurite, the local host, files dropped and jobs read."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import requests
from azure.storage.blob import ContainerClient

from local_host.azurite import Azurite, Ports, start_azurite
from local_host.tokens import mint
from tests.conftest import REPOSITORY, free_ports

SAMPLE = REPOSITORY / "samples" / "okatie-230"
WAIT_S = 90.0
T = TypeVar("T")


@dataclass
class App:
    """One installation on its own data folder; it can be killed and started again."""

    data: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    port: int = 0
    azurite: Azurite | None = None
    process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "App":
        """Start what is not running, and wait until it answers."""
        self.port = self.port or free_ports(1)[0]
        blob, queue, table = free_ports(3)
        self.azurite = self.azurite or start_azurite(
            self.data,
            ports=Ports(blob=blob, queue=queue, table=table),
            node_modules=REPOSITORY / "node_modules",
        )
        storage = self.azurite.connection_string
        environment = {
            **os.environ,  # noqa: TID251
            "AzureWebJobsStorage": storage,
            "APEX_STORAGE": storage,
            "APEX_AUTH_ISSUER": self.url,
            "TASKHUB_NAME": "tests",
            **self.settings,
        }
        command = ["-m", "local_host", "--app", str(REPOSITORY), "--data", str(self.data)]
        with (self.data / "host.log").open("a") as log:
            self.process = subprocess.Popen(  # noqa: S603
                [sys.executable, *command, "--port", str(self.port)],
                cwd=REPOSITORY,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            self.stop()
            raise AssertionError((self.data / "host.log").read_text()[-2000:])
        said = json.loads(line)
        assert said["event"] == "ready", said
        self.get("health/ready")
        return self

    def kill(self) -> None:
        """Kill the host as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End the host and the storage, in this order."""
        self._end(signal.SIGTERM)
        self.stop_azurite()

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        self.process.send_signal(how)
        self.process.wait(timeout=20)
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.process = None

    def stop_azurite(self) -> None:
        if self.azurite is None:
            return
        self.azurite.stop()
        if self.azurite.process is not None:
            self.azurite.process.wait(timeout=20)
        self.azurite = None

    def upload(self, project_id: str, folder: Path, **changed: bytes) -> None:
        """Drop a folder into ``uploads/{project}``, its ticket last."""
        names = sorted(path.name for path in folder.iterdir() if path.name != "README.md")
        for name in sorted(names, key=lambda name: name.startswith("estimate.")):
            self.drop(f"{project_id}/{name}", changed.get(name) or (folder / name).read_bytes())

    def drop(self, name: str, data: bytes) -> None:
        """Drop one file with a plain blob client."""
        assert self.azurite is not None
        container = ContainerClient.from_connection_string(
            self.azurite.connection_string, "uploads"
        )
        container.upload_blob(name, data, overwrite=True)

    def token(
        self, *, roles: object = ("estimator",), audience: str = "apex", age_s: int = 0
    ) -> str:
        """Make a token that lives ten minutes, *age_s* ago."""
        return mint(
            self.data,
            issuer=self.url,
            audience=audience,
            subject="someone",
            claims={"roles": roles},
            lifetime_s=600,
            now=datetime.now(UTC) - timedelta(seconds=age_s),  # noqa: TID251
        )

    def request(self, method: str, path: str, **options: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.token()}", **options.pop("headers", {})}
        address = f"{self.url}/api/v1/{path}"
        return requests.request(method, address, headers=headers, timeout=20, **options)

    def get(self, path: str) -> Any:
        answer = self.request("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()["result"]

    def jobs(self, project_id: str) -> list[dict[str, Any]]:
        jobs: list[dict[str, Any]] = self.get(f"jobs?project={project_id}")["jobs"]
        return jobs

    def estimate_job(self, project_id: str) -> dict[str, Any] | None:
        return next((job for job in self.jobs(project_id) if job["kind"] == "estimate"), None)

    def finished(self, project_id: str) -> dict[str, Any]:
        """Wait for the estimate of a project to end, and return its job."""

        def ended() -> dict[str, Any] | None:
            job = self.estimate_job(project_id)
            return job if job and job["finished_at"] else None

        return wait_for(ended)


def wait_for(look: Callable[[], T | None], *, seconds: float = WAIT_S) -> T:
    """Look again and again until something is there."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        seen = look()
        if seen:
            return seen
        time.sleep(0.05)
    raise AssertionError(f"it did not happen within {seconds:.0f} s")
