"""An Office package: a ZIP of XML files, opened without trusting a byte of it."""

import io
import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import IO, Final, NamedTuple
from xml.etree import ElementTree as ET  # for its Element alone

from apex_core.documents.limits import Limits
from apex_core.documents.markup import BROKEN_ARCHIVE, elements, local_name, parse_tree
from apex_core.errors import UnreadableDocument

_RATIO_FROM_BYTES: Final = 8 * 2**20
_ENCRYPTED: Final = 0x1


class Relationship(NamedTuple):
    """A link from one part of a package to another: its type's last word and its target."""

    kind: str
    target: str


class Package:
    """The parts of an Office file.

    Parameters
    ----------
    data
        Bytes of the file.
    limits
        How many parts, how large, and how densely packed.

    Raises
    ------
    UnreadableDocument
        If *data* is no whole ZIP archive, is encrypted, or is made to swell.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except BROKEN_ARCHIVE as error:
            raise _damaged() from error
        members = self._archive.infolist()
        _refuse_bombs(members, limits)
        if any(member.flag_bits & _ENCRYPTED for member in members):
            raise UnreadableDocument(
                "the archive is protected with a password; send it without one"
            )
        self.names = frozenset(member.filename for member in members)

    def read(self, name: str) -> bytes:
        """Return one whole part.

        Raises
        ------
        UnreadableDocument
            If it is missing, damaged, or larger than a part that is held as a whole may be.
        """
        if name not in self.names:
            raise UnreadableDocument(f"the file lacks its part {name}; save it again and resend it")
        size = self._archive.getinfo(name).file_size
        if size > self._limits.tree_bytes:
            raise UnreadableDocument(
                f"the part {name} has {size:,} bytes; "
                f"the limit is {self._limits.tree_bytes:,}; split the document"
            )
        try:
            return self._archive.read(name)
        except BROKEN_ARCHIVE as error:
            raise _damaged() from error

    def tree(self, name: str) -> ET.Element:
        """Return the root element of one whole part."""
        return parse_tree(self.read(name), self._limits)

    def elements(self, name: str, *wanted: str) -> Iterator[ET.Element]:
        """Yield the elements of one part as they are read; see `markup.elements`."""
        with self._open(name) as stream:
            yield from elements(stream, wanted, self._limits)

    def main_part(self) -> str | None:
        """Return the name of the part that holds the document, if the package says so."""
        links = self.relationships("").values()
        return next((link.target for link in links if link.kind == "officeDocument"), None)

    def relationships(self, part: str) -> dict[str, Relationship]:
        """Return the links of *part*, or of the package for "", by their ids."""
        folder, file = posixpath.split(part)
        name = posixpath.join(folder, "_rels", f"{file}.rels")
        if name not in self.names:
            return {}
        links = {}
        for element in self.tree(name):
            if (
                local_name(element.tag) == "Relationship"
                and element.get("TargetMode") != "External"
            ):
                target = posixpath.join("/", folder, element.get("Target", ""))
                links[element.get("Id", "")] = Relationship(
                    kind=posixpath.basename(element.get("Type", "")),
                    target=posixpath.normpath(target).lstrip("/"),
                )
        return links

    def _open(self, name: str) -> IO[bytes]:
        if name not in self.names:
            raise UnreadableDocument(f"the file lacks its part {name}; save it again and resend it")
        try:
            return self._archive.open(name)
        except BROKEN_ARCHIVE as error:
            raise _damaged() from error


def _refuse_bombs(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > limits.archive_members:
        raise UnreadableDocument(
            f"the archive has {len(members):,} parts; the limit is {limits.archive_members:,}"
        )
    inflated = sum(member.file_size for member in members)
    if inflated > limits.inflated_bytes:
        raise UnreadableDocument(
            f"the archive unpacks to {inflated:,} bytes; the limit is {limits.inflated_bytes:,}"
        )
    for member in members:
        is_dense = member.file_size > limits.inflated_ratio * max(member.compress_size, 1)
        if is_dense and member.file_size > _RATIO_FROM_BYTES:
            raise UnreadableDocument(
                f"a part of the archive unpacks to more than {limits.inflated_ratio} times "
                "its packed size, as archives made to do harm do"
            )
    doubled = [name for name, count in Counter(m.filename for m in members).items() if count > 1]
    if doubled:
        raise UnreadableDocument("the archive holds two parts of one name; save it again")


def _damaged() -> UnreadableDocument:
    return UnreadableDocument(
        "the file begins like an Office document but is damaged or was cut off; send it again"
    )
