"""Reading the ticket, and choosing the documents it wants."""

from fnmatch import fnmatchcase
from typing import Final

from apex_core.errors import InputError
from apex_core.model.asks import DocumentRef, EstimateAsk, Snapshot
from apex_core.model.message import Message
from apex_core.quantities.ticket import read_ticket
from apex_core.services import Services
from apex_core.steps import keys
from apex_core.steps.store import keep_job, load, load_bytes

_MOST_NAMED: Final = 10


class OpenTicket(Message):
    """Which ticket, for which job."""

    job_id: str
    ask: EstimateAsk


class OpenedTicket(Message):
    """What the story needs of the ticket."""

    name: str
    documents: tuple[DocumentRef, ...]
    has_rate_book: bool = False


def open_ticket(ask: OpenTicket, services: Services) -> OpenedTicket:
    """Check the ticket, keep it, and name the documents of the snapshot that it uses."""
    data = load_bytes(services.artifacts, keys.content_key(ask.ask.ticket_sha256))
    ticket = read_ticket(data, ask.ask.ticket_name)
    keep_job(services.artifacts, ask.job_id, keys.TICKET, ticket)
    snapshot = load(services.artifacts, keys.snapshot_key(ask.ask.inputs_sha256), Snapshot)
    _check_patterns(ticket.documents, snapshot)
    return OpenedTicket(
        name=ticket.name,
        documents=tuple(
            document
            for document in snapshot.documents
            if _is_wanted(document.path, ticket.documents)
        ),
        has_rate_book=ticket.rate_book is not None,
    )


def _check_patterns(patterns: tuple[str, ...], snapshot: Snapshot) -> None:
    for index, pattern in enumerate(patterns):
        if not any(fnmatchcase(document.path, pattern) for document in snapshot.documents):
            lying = ", ".join(document.path for document in snapshot.documents[:_MOST_NAMED])
            raise InputError(
                f"no document of the project has this name; it holds {lying or 'none'}",
                path=f"documents.{index}",
                value=pattern,
            )


def _is_wanted(path: str, patterns: tuple[str, ...]) -> bool:
    return not patterns or any(fnmatchcase(path, pattern) for pattern in patterns)
