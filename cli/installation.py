"""A data folder: where each part of a running APEX keeps its state, and how to reach it."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from apex_core.errors import DependencyError
from cli.options import data_option


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """How to reach the APEX that runs on a data folder.

    Attributes
    ----------
    url
        Address of its HTTP API.
    storage
        Connection string of its storage.
    pid, host_pid
        Processes of ``./apex up`` and of the host.
    """

    url: str
    storage: str
    pid: int
    host_pid: int


@dataclass(frozen=True, slots=True)
class Installation:
    """The places inside a data folder."""

    data: Path

    @property
    def storage(self) -> Path:
        """Folder of the storage emulator."""
        return self.data / "storage"

    @property
    def host(self) -> Path:
        """Folder of the host: durable history, keys, receipts."""
        return self.data / "host"

    @property
    def log(self) -> Path:
        """Log of the host."""
        return self.data / "host.log"

    @property
    def lock(self) -> Path:
        """Lock that ``./apex up`` holds while it runs."""
        return self.data / "up.lock"

    def write_note(self, note: Note) -> None:
        """Leave the note by which other commands find the running APEX; its owner reads it."""
        half = self._note.with_suffix(".half")  # whole or not at all: others may be reading it
        half.touch(mode=0o600)
        half.write_text(json.dumps(asdict(note), indent=2), encoding="utf-8")
        half.replace(self._note)

    def remove_note(self) -> None:
        """Take the note away."""
        self._note.unlink(missing_ok=True)

    def read_note(self) -> Note:
        """Return the note.

        Raises
        ------
        DependencyError
            When nothing runs on this folder.
        """
        try:
            return Note(**json.loads(self._note.read_text(encoding="utf-8")))
        except (OSError, TypeError, ValueError) as error:
            raise DependencyError(
                f"no APEX runs on {self.data}: start ./apex up{data_option(self.data)} in "
                "another terminal"
            ) from error

    @property
    def _note(self) -> Path:
        return self.data / "running.json"
