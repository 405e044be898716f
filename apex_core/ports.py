"""What the core asks of the world, in its own words; adapters keep these promises."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from apex_core.model.job import Job
from apex_core.model.rates import BookRef, BookVersion, RateBook


class Upload(NamedTuple):
    """A file as it lies in a project's upload folder."""

    path: str
    etag: str
    size: int


class Uploads(Protocol):
    """The folder of each project into which people drop files."""

    def list(self, project_id: str) -> tuple[Upload, ...]:
        """List a project's files, sorted by path."""
        ...

    def read(self, project_id: str, path: str) -> bytes:
        """Read one file; raises `InputError` when it is gone."""
        ...


class Artifacts(Protocol):
    """Bytes under keys that derive from their content or from job and ask."""

    def put(self, key: str, data: bytes) -> None:
        """Keep *data*; writing the same key twice replaces the first."""
        ...

    def get(self, key: str) -> bytes | None:
        """Return what was kept, or None where nothing was."""
        ...


class Results(Protocol):
    """The published files of each estimate version."""

    def publish(self, project_id: str, version: str, files: Mapping[str, bytes]) -> None:
        """Keep the files of one version; publishing a version twice replaces its files."""
        ...

    def read(self, project_id: str, version: str, name: str) -> bytes | None:
        """Return one published file, or None."""
        ...


class Stored(NamedTuple):
    """A job as read, with the tag that guards its next write."""

    job: Job
    etag: str


class Jobs(Protocol):
    """The table of jobs: created once, changed only by whoever holds the current tag."""

    def create(self, job: Job) -> bool:
        """Insert the row; False when a row of that id exists already, which is left alone."""
        ...

    def get(self, job_id: str) -> Stored | None:
        """Read one row by its id."""
        ...

    def replace(self, job: Job, *, etag: str) -> bool:
        """Replace the row if it still carries *etag*; False when someone was faster."""
        ...

    def delete(self, job_id: str) -> None:
        """Remove one row; removing it twice is harmless."""
        ...

    def list(self, *, project_id: str | None = None, statuses: Iterable[str] = ()) -> Iterable[Job]:
        """Read the rows of a project (or of all), of the given statuses (or of all)."""
        ...


class DocumentRow(NamedTuple):
    """The newest version of a document: what its upload's tag was, and its content's hash."""

    path: str
    etag: str
    sha256: str
    size: int


class Documents(Protocol):
    """The table of documents, one row for each path of a project."""

    def get(self, project_id: str, path: str) -> DocumentRow | None:
        """Read the row of a path."""
        ...

    def put(self, project_id: str, row: DocumentRow) -> None:
        """Write the row of a path; the newest wins."""
        ...


class EstimateRow(NamedTuple):
    """One published version of a project's estimate."""

    version: str
    job_id: str
    content_sha256: str
    summary: dict[str, Any]


class Estimates(Protocol):
    """The table of estimate versions: v0001, v0002, ..., never reused."""

    def claim(self, project_id: str, job_id: str) -> str:
        """Return the version that belongs to *job_id*: the one it has, else the next free one."""
        ...

    def put(self, project_id: str, row: EstimateRow) -> None:
        """Write what a claimed version holds."""
        ...

    def get(self, project_id: str, version: str) -> EstimateRow | None:
        """Read one version."""
        ...

    def list(self, project_id: str) -> tuple[EstimateRow, ...]:
        """List a project's versions, oldest first."""
        ...


class Rates(Protocol):
    """The company's own rate books; a version of a book never changes."""

    def put(self, book: RateBook) -> bool:
        """Keep a whole book, or nothing of it, also when killed on the way.

        False when that version exists already, which is left alone.
        """
        ...

    def get(self, ref: BookRef) -> RateBook | None:
        """Return one version with all its rates, or None."""
        ...

    def list(self) -> tuple[BookVersion, ...]:
        """List the versions of every book, oldest first."""
        ...


class Clock(Protocol):
    """The time, asked of one place."""

    def now(self) -> datetime:
        """Return the current time in UTC."""
        ...


class Starts(Protocol):
    """The queues in which jobs wait to be started."""

    def enqueue(self, job: Job) -> None:
        """Ask that the job be started; asking twice is harmless."""
        ...
