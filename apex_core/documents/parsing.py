"""Bytes to ParsedDocument: recognize, read, clean, and say what is odd."""

import gc
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from apex_core.documents.budget import Budget
from apex_core.documents.cleaning import clean_name, clean_text
from apex_core.documents.content import Content
from apex_core.documents.delimited import is_delimited, read_delimited
from apex_core.documents.encoding import decode
from apex_core.documents.kinds import mismatch, recognize, refuse_unless_plain
from apex_core.documents.limits import DEFAULT_LIMITS, Limits
from apex_core.documents.package import Package
from apex_core.documents.plain import read_plain
from apex_core.documents.version import PARSER_VERSION
from apex_core.documents.word import read_word
from apex_core.documents.workbook import read_workbook
from apex_core.errors import UnreadableDocument
from apex_core.model.document import DocumentKind, ParsedDocument


def parse(data: bytes, name: str, *, limits: Limits = DEFAULT_LIMITS) -> ParsedDocument:
    r"""Read a document: its text and tables, each element with its place.

    The content decides how it is read, not the name. The same bytes, name and limits give the same
    result.

    Parameters
    ----------
    data
        Bytes of the file.
    name
        Path of the document within its project.
    limits
        Bounds beyond which the file is refused.

    Raises
    ------
    UnreadableDocument
        With one sentence: what the file is, or what is wrong with it, and what to send instead.

    Examples
    --------
    >>> parsed = parse(b"Item,Quantity\nPole,12\n", "items.csv")
    >>> parsed.kind.value, parsed.tables[0].header_rows, str(parsed.tables[0].cells[3].place)
    ('csv', 1, 'items.csv, B2, line 2')
    """
    name = clean_name(name)
    if len(data) > limits.file_bytes:
        raise UnreadableDocument(
            f"the file has {len(data):,} bytes; the limit is {limits.file_bytes:,}; split it"
        )
    with _collector_at_rest():
        kind, content = _read(data, name, recognize(data, name, limits), limits)
    odd = mismatch(kind, name)
    return ParsedDocument(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        kind=kind,
        parser=PARSER_VERSION,
        pages=content.pages,
        blocks=tuple(content.blocks),
        tables=tuple(content.tables),
        properties=content.properties,
        has_text=content.has_text,
        warnings=tuple([odd, *content.warnings] if odd else content.warnings),
    )


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Nothing a parser builds is garbage: looking for it would double the time of a large sheet."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _read(
    data: bytes, name: str, kind: DocumentKind, limits: Limits
) -> tuple[DocumentKind, Content]:
    """Read as *kind*; the parsers are imported here, so that importing this module is cheap."""
    match kind:
        case DocumentKind.PDF:
            from apex_core.documents.pdf import read_pdf  # noqa: PLC0415

            return kind, read_pdf(data, name, limits)
        case DocumentKind.DOCX:
            return kind, read_word(Package(data, limits), name, limits)
        case DocumentKind.XLSX:
            return kind, read_workbook(Package(data, limits), name, limits)
        case DocumentKind.CSV | DocumentKind.TEXT:
            return _read_text(data, name, kind, limits)


def _read_text(
    data: bytes, name: str, kind: DocumentKind, limits: Limits
) -> tuple[DocumentKind, Content]:
    characters, warning = decode(data)
    text = clean_text(characters)
    Budget(limits).spend(characters=len(text))
    if kind is DocumentKind.TEXT and is_delimited(text):
        kind = DocumentKind.CSV
    if kind is DocumentKind.CSV:
        content = read_delimited(text, name, limits)
    else:
        refuse_unless_plain(text, name)
        content = read_plain(text, name)
    if warning:
        content.warnings.insert(0, warning)
    return kind, content
