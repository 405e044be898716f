"""Which documents an estimate is made from: a snapshot by content, taken when it is asked for."""

import hashlib

from apex_core.envelope import content_sha256
from apex_core.intake.tickets import is_ticket
from apex_core.model.asks import DocumentRef, EstimateAsk, Snapshot
from apex_core.ports import DocumentRow, Upload
from apex_core.services import Services
from apex_core.steps.keys import content_key, snapshot_key
from apex_core.steps.store import keep


def snapshot_documents(project_id: str, services: Services) -> Snapshot:
    """List the project's documents with the hash of each content, and keep every content.

    A file whose upload tag is known is not read again.
    """
    uploads = [upload for upload in services.uploads.list(project_id) if not is_ticket(upload.path)]
    return Snapshot(
        documents=tuple(
            DocumentRef(path=upload.path, sha256=_content_of(project_id, upload, services))
            for upload in uploads
        )
    )


def estimate_ask(name: str, ticket: bytes, snapshot: Snapshot, services: Services) -> EstimateAsk:
    """Keep ticket and snapshot, and return the ask that names both."""
    ticket_sha256 = hashlib.sha256(ticket).hexdigest()
    inputs_sha256 = content_sha256([ticket_sha256, snapshot.model_dump(mode="json")])
    services.artifacts.put(content_key(ticket_sha256), ticket)
    keep(services.artifacts, snapshot_key(inputs_sha256), snapshot)
    return EstimateAsk(ticket_name=name, ticket_sha256=ticket_sha256, inputs_sha256=inputs_sha256)


def _content_of(project_id: str, upload: Upload, services: Services) -> str:
    known = services.documents.get(project_id, upload.path)
    if known is not None and known.etag == upload.etag:
        return known.sha256
    data = services.uploads.read(project_id, upload.path)
    sha256 = hashlib.sha256(data).hexdigest()
    services.artifacts.put(content_key(sha256), data)
    services.documents.put(
        project_id,
        DocumentRow(path=upload.path, etag=upload.etag, sha256=sha256, size=len(data)),
    )
    return sha256
