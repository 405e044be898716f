"""Parsing one document, once for each content and parser."""

from apex_core.documents import parse
from apex_core.errors import UnreadableDocument
from apex_core.model.asks import DocumentRef
from apex_core.model.document import ParsedDocument
from apex_core.model.message import Message
from apex_core.services import Services
from apex_core.steps import keys
from apex_core.steps.store import find, keep, load_bytes


class Parsed(Message):
    """How reading went; ``refused`` says why the document cannot be read, and is empty if it can.

    A refusal is an answer of its own, so that one bad file does not end the project's estimate.
    """

    path: str
    sha256: str
    refused: str = ""
    pages: int = 0
    warnings: tuple[str, ...] = ()


def parse_document(ask: DocumentRef, services: Services) -> Parsed:
    """Parse a document unless this content was parsed before."""
    key = keys.parsed_key(ask.sha256, ask.path)
    parsed = find(services.artifacts, key, ParsedDocument)
    if parsed is None:
        data = load_bytes(services.artifacts, keys.content_key(ask.sha256))
        try:
            parsed = parse(data, ask.path)
        except UnreadableDocument as error:
            return Parsed(path=ask.path, sha256=ask.sha256, refused=error.message)
        keep(services.artifacts, key, parsed)
    return Parsed(path=ask.path, sha256=ask.sha256, pages=parsed.pages, warnings=parsed.warnings)
