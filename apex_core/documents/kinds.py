"""What a file is, by its content; its name only has to agree."""

import re
from pathlib import PurePosixPath
from typing import Final

from apex_core.documents.encoding import looks_like_text
from apex_core.documents.limits import Limits
from apex_core.documents.package import Package
from apex_core.errors import UnreadableDocument
from apex_core.model.document import DocumentKind

_EXTENSIONS: Final = {
    DocumentKind.PDF: frozenset({".pdf"}),
    DocumentKind.DOCX: frozenset({".docx", ".docm", ".dotx"}),
    DocumentKind.XLSX: frozenset({".xlsx", ".xlsm", ".xltx"}),
    DocumentKind.CSV: frozenset({".csv", ".tsv", ".tab", ".txt"}),
}
_NOT_TEXT: Final = frozenset(
    {
        *(".pdf", ".docx", ".docm", ".dotx", ".doc", ".odt", ".ppt", ".pptx"),
        *(".xlsx", ".xlsm", ".xltx", ".xlsb", ".xls", ".ods"),
        *(".zip", ".png", ".jpg", ".jpeg", ".tif", ".tiff"),
    }
)
_WEB_PAGE: Final = re.compile(r"\s*<(?:!doctype html|html)", re.IGNORECASE)
_PDF_MARK: Final = b"%PDF-"
_PDF_MARK_WITHIN: Final = 1024  # ISO 32000-1, annex H.3.4.1: viewers accept junk before the header
_LFS_MARK: Final = b"version https://git-lfs.github.com/spec/"
_LOCK_FILE_BYTES: Final = 1024
_OLE_MARK: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS: Final = {  # names of streams as the container's directory spells them
    "EncryptedPackage": "is protected with a password; save it without the password",
    "Workbook": "is an Excel 97-2003 workbook; save it as .xlsx",
    "Book": "is an Excel 5.0/95 workbook; save it as .xlsx",
    "WordDocument": "is a Word 97-2003 document; save it as .docx",
    "PowerPoint Document": "is a PowerPoint 97-2003 presentation; save it as PDF",
    "__nameid_version1.0": "is an Outlook message; save its attachments, or print it to PDF",
}
_IMAGE: Final = (
    "is an image ({}) without text to read; send the document it was made from, "
    "or a PDF with recognized text"
)
_MARKS: Final = (  # first bytes of what estimators also send
    (b"\x89PNG\r\n\x1a\n", _IMAGE.format("PNG")),
    (b"\xff\xd8\xff", _IMAGE.format("JPEG")),
    (b"II*\x00", _IMAGE.format("TIFF")),
    (b"MM\x00*", _IMAGE.format("TIFF")),
    (b"GIF8", _IMAGE.format("GIF")),
    (b"AC10", "is an AutoCAD drawing; plot it to PDF"),
    (b"{\\rtf", "is a rich text file; save it as .docx"),
    (b"Rar!\x1a\x07", "is a RAR archive; unpack it and send the documents in it"),
    (b"7z\xbc\xaf\x27\x1c", "is a 7-Zip archive; unpack it and send the documents in it"),
    (b"\x1f\x8b", "is a gzip archive; unpack it and send the documents in it"),
    (b"MZ", "is a program; send a document"),
    (b"\x7fELF", "is a program; send a document"),
)
_PACKAGES: Final = (  # where the main part lies -> what the package is
    ("word/", DocumentKind.DOCX),
    ("xl/workbook.bin", "is a binary Excel workbook (.xlsb); save it as .xlsx"),
    ("xl/", DocumentKind.XLSX),
    ("ppt/", "is a PowerPoint presentation; save it as PDF"),
    ("visio/", "is a Visio drawing; save it as PDF"),
)
_OPEN_DOCUMENTS: Final = {
    b"application/vnd.oasis.opendocument.spreadsheet": "save it as .xlsx",
    b"application/vnd.oasis.opendocument.text": "save it as .docx",
    b"application/vnd.oasis.opendocument.presentation": "save it as PDF",
}


def recognize(data: bytes, name: str, limits: Limits) -> DocumentKind:
    """Return the kind of a file that can be read.

    Text that is not named ``.csv`` or ``.tsv`` comes back as `DocumentKind.TEXT`; whether it is a
    table all the same is for the parser to see.

    Raises
    ------
    UnreadableDocument
        With what the file is and what to send instead.
    """
    _refuse_what_is_no_document(data, name)
    if _PDF_MARK in data[:_PDF_MARK_WITHIN]:
        return DocumentKind.PDF
    if data.startswith(b"PK"):
        return _kind_of_package(Package(data, limits))
    if data.startswith(_OLE_MARK):
        raise UnreadableDocument(_what_ole_is(data))
    for mark, what in _MARKS:
        if data.startswith(mark):
            raise UnreadableDocument(f"the file {what}")
    if not looks_like_text(data):
        raise UnreadableDocument(
            "the file is of no type APEX knows; send PDF, DOCX, XLSX, CSV or plain text"
        )
    return DocumentKind.CSV if extension(name) in {".csv", ".tsv", ".tab"} else DocumentKind.TEXT


def extension(name: str) -> str:
    """Return the extension of a file's name in lower case, with its dot."""
    return PurePosixPath(name).suffix.lower()


def mismatch(kind: DocumentKind, name: str) -> str | None:
    """Say that a file's name promises another kind than its content is, if it does.

    Examples
    --------
    >>> mismatch(DocumentKind.PDF, "scope.docx")
    'the name ends in .docx but the content is PDF; it was read as PDF'
    """
    ending = extension(name)
    if ending in _EXTENSIONS.get(kind, {ending}):
        return None
    named = f"ends in {ending}" if ending else "has no extension"
    what = kind.value if kind is DocumentKind.TEXT else kind.value.upper()
    return f"the name {named} but the content is {what}; it was read as {what}"


def refuse_unless_plain(text: str, name: str) -> None:
    """Refuse text that pretends to be another document, as failed downloads do.

    Raises
    ------
    UnreadableDocument
        If *text* is a web page, or *name* promises a file that is not made of text.
    """
    if _WEB_PAGE.match(text):
        raise UnreadableDocument(
            "the file is a web page, such as a failed download leaves; send the document itself"
        )
    if extension(name) in _NOT_TEXT:
        raise UnreadableDocument(
            f"the file holds a few lines of text, not the {extension(name)} its name promises; "
            "send the document itself"
        )


def _refuse_what_is_no_document(data: bytes, name: str) -> None:
    if not data:
        raise UnreadableDocument("the file is empty; send it again")
    if not data.strip(b"\x00\t\n\r "):
        raise UnreadableDocument("the file holds nothing but blanks; send it again")
    if data.startswith(_LFS_MARK):
        raise UnreadableDocument(
            "the file is a Git LFS pointer, not the document it stands for; "
            "fetch it with `git lfs pull` and send that"
        )
    if PurePosixPath(name).name.startswith("~$") and len(data) <= _LOCK_FILE_BYTES:
        raise UnreadableDocument(
            "the file is the lock that Office leaves while a document is open; "
            "close the document and send the document itself"
        )


def _what_ole_is(data: bytes) -> str:
    for stream, what in _OLE_STREAMS.items():
        if f"{stream}\0".encode("utf-16-le") in data:
            return f"the file {what}"
    return "the file is an Office 97-2003 container of an unknown type; save it as PDF"


def _kind_of_package(package: Package) -> DocumentKind:
    main = package.main_part() or ""
    for folder, what in _PACKAGES:
        if main.startswith(folder):
            if isinstance(what, DocumentKind):
                return what
            raise UnreadableDocument(f"the file {what}")
    mimetype = package.read("mimetype") if "mimetype" in package.names else b""
    for known, advice in _OPEN_DOCUMENTS.items():
        if mimetype.startswith(known):
            raise UnreadableDocument(f"the file is an OpenDocument file; {advice}")
    raise UnreadableDocument(
        "the file is a ZIP archive, whatever its name says; "
        "unpack it and send the documents in it one by one"
    )
