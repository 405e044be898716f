"""One fake for each port, held to the same promises as the adapters by tests/contract."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from apex_core.errors import InputError
from apex_core.model.job import Job
from apex_core.model.rates import BookRef, BookVersion, RateBook
from apex_core.packs.loader import load_packs
from apex_core.ports import DocumentRow, EstimateRow, Stored, Upload
from apex_core.services import Services


@dataclass
class FakeUploads:
    files: dict[str, bytes] = field(default_factory=dict)

    def drop(self, name: str, data: bytes) -> None:
        self.files[name] = data

    def list(self, project_id: str) -> tuple[Upload, ...]:
        prefix = f"{project_id}/"
        return tuple(
            Upload(path=name.removeprefix(prefix), etag=str(hash(data)), size=len(data))
            for name, data in sorted(self.files.items())
            if name.startswith(prefix)
        )

    def read(self, project_id: str, path: str) -> bytes:
        try:
            return self.files[f"{project_id}/{path}"]
        except KeyError:
            raise InputError(f"{path} was removed while it was being read") from None


@dataclass
class FakeArtifacts:
    kept: dict[str, bytes] = field(default_factory=dict)

    def put(self, key: str, data: bytes) -> None:
        self.kept[key] = data

    def get(self, key: str) -> bytes | None:
        return self.kept.get(key)


@dataclass
class FakeResults:
    kept: dict[tuple[str, str, str], bytes] = field(default_factory=dict)

    def publish(self, project_id: str, version: str, files: Mapping[str, bytes]) -> None:
        for name, data in files.items():
            self.kept[project_id, version, name] = data

    def read(self, project_id: str, version: str, name: str) -> bytes | None:
        return self.kept.get((project_id, version, name))


@dataclass
class FakeJobs:
    rows: dict[str, Stored] = field(default_factory=dict)
    writes: int = 0

    def create(self, job: Job) -> bool:
        if job.job_id in self.rows:
            return False
        self._write(job)
        return True

    def get(self, job_id: str) -> Stored | None:
        return self.rows.get(job_id)

    def replace(self, job: Job, *, etag: str) -> bool:
        stored = self.rows.get(job.job_id)
        if stored is None or stored.etag != etag:
            return False
        self._write(job)
        return True

    def delete(self, job_id: str) -> None:
        self.rows.pop(job_id, None)

    def list(self, *, project_id: str | None = None, statuses: Iterable[str] = ()) -> Iterator[Job]:
        wanted = set(statuses)
        for stored in list(self.rows.values()):
            is_theirs = project_id is None or stored.job.project_id == project_id
            if is_theirs and (not wanted or stored.job.status in wanted):
                yield stored.job

    def _write(self, job: Job) -> None:
        self.writes += 1
        self.rows[job.job_id] = Stored(job=job, etag=f"e{self.writes}")


@dataclass
class FakeDocuments:
    rows: dict[tuple[str, str], DocumentRow] = field(default_factory=dict)

    def get(self, project_id: str, path: str) -> DocumentRow | None:
        return self.rows.get((project_id, path))

    def put(self, project_id: str, row: DocumentRow) -> None:
        self.rows[project_id, row.path] = row


@dataclass
class FakeEstimates:
    rows: dict[tuple[str, str], EstimateRow] = field(default_factory=dict)

    def claim(self, project_id: str, job_id: str) -> str:
        rows = self.list(project_id)
        for row in rows:
            if row.job_id == job_id:
                return row.version
        version = f"v{len(rows) + 1:04d}"
        self.put(project_id, EstimateRow(version, job_id, content_sha256="", summary={}))
        return version

    def put(self, project_id: str, row: EstimateRow) -> None:
        self.rows[project_id, row.version] = row

    def get(self, project_id: str, version: str) -> EstimateRow | None:
        return self.rows.get((project_id, version))

    def list(self, project_id: str) -> tuple[EstimateRow, ...]:
        return tuple(
            row for (project, _), row in sorted(self.rows.items()) if project == project_id
        )


@dataclass
class FakeRates:
    books: dict[str, RateBook] = field(default_factory=dict)

    def put(self, book: RateBook) -> bool:
        return self.books.setdefault(str(book.version), book) is book

    def get(self, ref: BookRef) -> RateBook | None:
        return self.books.get(str(ref))

    def list(self) -> tuple[BookVersion, ...]:
        versions = [book.version for book in self.books.values()]
        return tuple(sorted(versions, key=lambda version: version.age))


@dataclass
class FakeStarts:
    queued: list[str] = field(default_factory=list)

    def enqueue(self, job: Job) -> None:
        self.queued.append(job.job_id)


@dataclass
class FakeClock:
    """A clock that moves one second each time it is read."""

    time: datetime = datetime(2026, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


def fake_services() -> Services:
    return Services(
        uploads=FakeUploads(),
        artifacts=FakeArtifacts(),
        results=FakeResults(),
        jobs=FakeJobs(),
        documents=FakeDocuments(),
        estimates=FakeEstimates(),
        rates=FakeRates(),
        starts=FakeStarts(),
        clock=FakeClock(),
        packs=load_packs(),
    )
