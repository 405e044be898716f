"""The tutorial, done by a patient reader: every command is run and shows what the page promises."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"```(sh|output)\n(.*?)```", re.DOTALL)
LINES_OF_A_TABLE = re.compile(r"[\s│┃]+")

pytestmark = [
    pytest.mark.azurite,
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="the tutorial's shell is a POSIX one"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the samples and an ``apex`` that is set up already."""
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    script = tmp_path / "apex"
    script.write_text(f"#!/bin/sh\nPYTHONPATH='{ROOT}' exec '{sys.executable}' -P -m cli \"$@\"\n")
    script.chmod(0o755)
    return tmp_path


class Reader:
    """Two terminals: one that is free, and one in which ``./apex up`` stays."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seen = ""
        self.up: subprocess.Popen[bytes] | None = None

    def type(self, commands: str) -> None:
        if commands.startswith("./apex up"):
            self._stay(commands)
            return
        done = subprocess.run(  # noqa: S602 - the tutorial's own commands
            commands,
            shell=True,
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=180,
        )
        self.seen = LINES_OF_A_TABLE.sub(" ", done.stdout)
        assert done.returncode == 0, f"{commands}\n{done.stdout}"

    def _stay(self, command: str) -> None:
        self.up = subprocess.Popen(command.split(), cwd=self.folder)  # noqa: S603
        note = self.folder / "my-data" / "running.json"
        until = time.monotonic() + 60
        while not note.exists():
            assert time.monotonic() < until, "./apex up does not come up"
            assert self.up.poll() is None, "./apex up ended"
            time.sleep(0.1)

    def leave(self) -> None:
        if self.up is not None:
            self.up.send_signal(signal.SIGTERM)
            assert self.up.wait(30) == 0


@pytest.fixture
def reader(folder: Path) -> Iterator[Reader]:
    someone = Reader(folder)
    yield someone
    someone.leave()


def test_every_command_works_and_shows_what_the_page_promises(reader: Reader) -> None:
    blocks = BLOCK.findall((ROOT / "docs" / "tutorial.md").read_text())
    assert len(blocks) > 10

    for kind, text in blocks:
        if kind == "sh":
            reader.type(text.strip())
        else:
            missing = [line for line in text.splitlines() if line not in reader.seen]
            assert not missing, f"{missing} not in: {reader.seen}"

    versions = sorted(path.name for path in (reader.folder / "out" / "my-line").iterdir())
    assert versions == ["v0001", "v0002"]
    assert (reader.folder / "out" / "demo" / "report.html").stat().st_size > 0
