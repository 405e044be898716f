"""XML without declarations: what could fetch, expand or deceive is refused before it is read."""

import io
import zipfile
import zlib
from collections.abc import Collection, Iterator
from functools import cache
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


class _PrologIsOver(Exception):
    """The first element was reached."""


def parse_tree(data: bytes, limits: Limits) -> ET.Element:
    """Return the root of an XML file.

    Raises
    ------
    UnreadableDocument
        If it is no well-formed XML, declares a document type, or has too many elements.
    """
    stream = io.BytesIO(data)
    return next(elements(stream, None, limits))


def elements(
    stream: IO[bytes], names: Collection[str] | None, limits: Limits
) -> Iterator[ET.Element]:
    """Yield each outermost element of one of the local *names*, the root if None, once complete.

    Nothing that was yielded, or passed by, is kept in memory.

    Raises
    ------
    UnreadableDocument
        If *stream* is no well-formed XML, declares a document type, or has too many elements.
    """
    _refuse_declarations(stream)
    stream.seek(0)
    try:
        yield from _outermost(stream, names, limits)
    except (ET.ParseError, LookupError, *BROKEN_ARCHIVE) as error:
        raise _malformed() from error


def _outermost(
    stream: IO[bytes], names: Collection[str] | None, limits: Limits
) -> Iterator[ET.Element]:
    is_wanted = cache(lambda tag: names is None or local_name(tag) in names)
    ancestors: list[ET.Element] = []
    inside = count = 0
    events = ET.iterparse(stream, events=("start", "end"))  # noqa: S314  # it declares no entities
    for event, element in events:
        if event == "start":
            count += 1
            inside += bool(inside or is_wanted(element.tag))
            ancestors.append(element)
            if count > limits.xml_elements or len(ancestors) > limits.xml_depth:
                raise _too_large(limits)
            continue
        ancestors.pop()
        was_inside = inside
        inside -= bool(inside)
        if was_inside == 1:
            yield element
        if not inside and ancestors:
            del ancestors[-1][:]


def local_name(tag: str) -> str:
    """Return the name of an element or attribute without its namespace.

    Examples
    --------
    >>> local_name("{http://purl.oclc.org/ooxml/spreadsheetml/main}row")
    'row'
    """
    return tag.rpartition("}")[2]


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
    except (expat.ExpatError, ValueError, LookupError) as error:
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
