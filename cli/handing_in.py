"""Handing in a project: its documents first, its ticket last, and the jobs they will become."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from apex_core.envelope import content_sha256
from apex_core.errors import InputError
from apex_core.intake.tickets import TICKET_NAMES, is_ticket
from apex_core.model.asks import DocumentRef, Snapshot
from apex_core.model.ids import check_project_id, derived_job_id
from apex_core.model.job import JobKind

UPLOADS_AT_ONCE: Final = 8


class Folder(Protocol):
    """Where files are handed in."""

    def put(self, name: str, data: bytes) -> None:
        """Upload one file, in place of any before it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A folder to be handed in."""

    project_id: str
    ticket_name: str
    ticket: bytes
    documents: dict[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Jobs:
    """The jobs of a project that was handed in: document path to job id, and the estimate's."""

    documents: dict[str, str]
    estimate: str


def read_project(folder: Path, project_id: str | None) -> Project:
    """Read a folder.

    Raises
    ------
    InputError
        When it is no folder, holds no ticket or more than one, gives no project id, or holds a file
        whose name storage cannot keep.
    """
    if not folder.is_dir():
        raise InputError("there is no such folder", path=str(folder))
    tickets = [name for name in sorted(TICKET_NAMES) if (folder / name).is_file()]
    if len(tickets) != 1:
        wanted = " or ".join(sorted(TICKET_NAMES))
        found = f"it holds {' and '.join(tickets)}" if tickets else "it holds none"
        raise InputError(f"the folder needs one ticket named {wanted}; {found}", path=str(folder))
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return Project(
        project_id=check_project_id(project_id or folder.resolve().name.lower()),
        ticket_name=tickets[0],
        ticket=(folder / tickets[0]).read_bytes(),
        documents={
            _checked_name(name): path.read_bytes()
            for path in paths
            if is_document(name := path.relative_to(folder).as_posix())
        },
    )


def _checked_name(name: str) -> str:
    try:
        name.encode()
    except UnicodeEncodeError as error:
        raise InputError("the file's name is not UTF-8 text; rename it", path=name) from error
    return name


def is_document(path: str) -> bool:
    """Say whether a file is a document of the project: no ticket, not hidden, no lock of Office."""
    parts = path.split("/")
    return not is_ticket(path) and not any(part.startswith((".", "~$")) for part in parts)


def hand_in(project: Project, uploads: Folder) -> None:
    """Upload the documents, several at once, and then the ticket."""
    with ThreadPoolExecutor(UPLOADS_AT_ONCE) as pool:
        list(
            pool.map(
                lambda item: uploads.put(f"{project.project_id}/{item[0]}", item[1]),
                project.documents.items(),
            )
        )
    uploads.put(f"{project.project_id}/{project.ticket_name}", project.ticket)


def jobs_of(project: Project, others: dict[str, bytes]) -> Jobs:
    """Return the ids of the jobs that follow from a project's content.

    Parameters
    ----------
    others
        Documents of the project that lie in storage already and not in the folder.
    """
    hashes = {path: _sha256(data) for path, data in (others | project.documents).items()}
    documents = tuple(DocumentRef(path=path, sha256=hashes[path]) for path in sorted(hashes))
    snapshot = Snapshot(documents=documents).model_dump(mode="json")
    inputs = content_sha256([_sha256(project.ticket), snapshot])
    name = project.project_id
    return Jobs(
        documents={
            path: derived_job_id(name, JobKind.DOCUMENT, path, hashes[path])
            for path in project.documents
        },
        estimate=derived_job_id(name, JobKind.ESTIMATE, project.ticket_name, inputs),
    )


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
