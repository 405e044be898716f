"""What a job asks for, small enough to travel: keys, hashes and names."""

from apex_core.model.message import Message


class DocumentRef(Message):
    """One document at one version: its path in the project and the hash of its content."""

    path: str
    sha256: str


class EstimateAsk(Message):
    """Estimate a project from a ticket and a snapshot of its documents.

    Attributes
    ----------
    ticket_name
        Name the ticket was uploaded under; it says how to read it.
    ticket_sha256
        Content hash of the ticket; its bytes lie in the artifacts.
    inputs_sha256
        Hash over the ticket and every document of the snapshot.
    """

    ticket_name: str
    ticket_sha256: str
    inputs_sha256: str


class Snapshot(Message):
    """The documents of a project at the moment an estimate was asked for, sorted by path."""

    documents: tuple[DocumentRef, ...]


class Start(Message):
    """What an orchestration is started with; ``attempt`` tells a retry from its forerunner."""

    job_id: str
    attempt: int = 1


class DocumentStart(Start):
    """Start of the story of one document."""

    ask: DocumentRef


class EstimateStart(Start):
    """Start of the story of one estimate."""

    ask: EstimateAsk
