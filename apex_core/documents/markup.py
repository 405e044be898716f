"""XML without declarations: what could fetch, expand or deceive is refused before it is read."""

import io
import zipfile
import zlib
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import IO, Final
from xml.etree import ElementTree as ET  # every prolog is looked at first
from xml.parsers import expat  # it looks at the prologs

from apex_core.documents.limits import Limits
from apex_core.errors import UnreadableDocument

BROKEN_ARCHIVE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
)
_CHUNK_BYTES: Final = 65_536
_LONGEST_NUMBER: Final = 9


class _PrologIsOver(Exception):
    """The first element was reached."""


def parse_tree(data: bytes, limits: Limits) -> ET.Element:
    """Return the root of an XML file.

    Raises
    ------
    UnreadableDocument
        If it is no well-formed XML, declares a document type, or has too many elements.
    """
    _refuse_declarations(io.BytesIO(data))
    events = ET.iterparse(io.BytesIO(data), events=("start", "end"))  # noqa: S314  # no entities
    count = depth = 0
    element = ET.Element("")
    try:
        for event, element in events:  # noqa: B007  # the last one is the root
            count += event == "start"
            depth += 1 if event == "start" else -1
            if count > limits.xml_elements or depth > limits.xml_depth:
                raise _too_large(limits)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise _malformed() from error
    return element


def elements(stream: IO[bytes], names: Collection[str], limits: Limits) -> Iterator[ET.Element]:
    """Yield each element of one of the local *names* once it is complete, then empty it.

    Raises
    ------
    UnreadableDocument
        If *stream* is no well-formed XML, declares a document type, or has too many elements.
    """
    _refuse_declarations(stream)
    stream.seek(0)
    events = ET.iterparse(stream, events=("end",))  # noqa: S314  # no entities
    try:
        for count, (_, element) in enumerate(events):
            if local_name(element.tag) in names:
                yield element
                element.clear()
            if count > limits.xml_elements:
                raise _too_large(limits)
    except (ET.ParseError, LookupError, *BROKEN_ARCHIVE) as error:
        raise _malformed() from error


@lru_cache(maxsize=4096)
def local_name(tag: str) -> str:
    """Return the name of an element or attribute without its namespace.

    Examples
    --------
    >>> local_name("{http://purl.oclc.org/ooxml/spreadsheetml/main}row")
    'row'
    """
    return tag.rpartition("}")[2]


def whole_number(said: str | None, *, missing: int) -> int:
    """Return the number an attribute states, *missing* where it states none a document can mean.

    Examples
    --------
    >>> whole_number("12", missing=0), whole_number("-1", missing=0), whole_number(None, missing=1)
    (12, 0, 1)
    """
    return int(said) if said and said.isdecimal() and len(said) <= _LONGEST_NUMBER else missing


def _refuse_declarations(stream: IO[bytes]) -> None:
    """Read up to the first element; Office files and e-invoices never declare a document type."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = _stop
    try:
        while chunk := stream.read(_CHUNK_BYTES):
            parser.Parse(chunk, False)  # noqa: FBT003  # the C signature
    except _PrologIsOver:
        return
    except (expat.ExpatError, LookupError, *BROKEN_ARCHIVE) as error:
        raise _malformed() from error


def _refuse_doctype(*_: object) -> None:
    raise UnreadableDocument(
        "the file declares XML entities, as files made to do harm do; save it again with Office"
    )


def _stop(*_: object) -> None:
    raise _PrologIsOver


def _malformed() -> UnreadableDocument:
    return UnreadableDocument(
        "the XML inside the file is damaged; open it, save it again and resend it"
    )


def _too_large(limits: Limits) -> UnreadableDocument:
    return UnreadableDocument(
        f"a part of the file has more than {limits.xml_elements:,} XML elements, "
        f"or nests more than {limits.xml_depth} of them; split or simplify the document"
    )
