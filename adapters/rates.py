"""Rate books as rows of Table Storage: pages of rates first, the row that names them last.

``books / {book}@{version}`` is the version's own row; a version without it does not exist.
``{book}@{version} / {hash}.{page}`` is a page of rates, packed. The hash is that of the content,
so two imports that meet never mix, and what a killed one left is used again or never seen.
"""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from azure.core.exceptions import ResourceExistsError, ResourceNotFoundError
from azure.data.tables import TableClient, TableEntity, TransactionOperation, UpdateMode

from adapters.translation import store_errors
from apex_core.errors import InvariantError
from apex_core.model.rates import BookRef, BookVersion, RateBook
from apex_core.rates.lines import book_sha256

BOOKS: Final = "books"
PAGE_BYTES: Final = 60_000  # unpacked; packed it fits one property, 64 KiB, whatever it holds
PAGES_AT_ONCE: Final = 40  # a transaction takes 4 MiB, and 40 of the largest pages


@dataclass(frozen=True, slots=True)
class TableRates:
    """`Rates` in a table."""

    table: TableClient

    def put(self, book: RateBook) -> bool:
        """Keep a whole book, or nothing of it; False when the version exists."""
        with store_errors(str(book.version)):
            if self._find(book.version) is not None:
                return False
            pages = list(_pages(book))
            for start in range(0, len(pages), PAGES_AT_ONCE):
                self.table.submit_transaction(
                    [
                        (TransactionOperation.UPSERT, page, {"mode": UpdateMode.REPLACE})
                        for page in pages[start : start + PAGES_AT_ONCE]
                    ]
                )
            try:
                self.table.create_entity(_version_entity(book.version))
            except ResourceExistsError:
                return False
        return True

    def get(self, ref: BookRef) -> RateBook | None:
        """Return a version with its content, or None."""
        with store_errors(str(ref)):
            entity = self._find(ref)
            if entity is None:
                return None
            version = _version_of(entity)
            first = _page_key(version.sha256, 0)
            pages = self.table.query_entities(
                "PartitionKey eq @partition and RowKey ge @first and RowKey lt @end",
                parameters={
                    "partition": str(ref),
                    "first": first,
                    "end": _page_key(version.sha256, 99_999),
                },
            )
            lines = tuple(line for page in pages for line in _unpacked(page["lines"]))
        if book_sha256(version, lines) != version.sha256:
            raise InvariantError(f"the content of {ref} is not what was imported")
        return RateBook(version=version, lines=lines)

    def list(self) -> tuple[BookVersion, ...]:
        """Return every version of every book, oldest first."""
        with store_errors("the rate books"):
            found = self.table.query_entities(
                "PartitionKey eq @partition", parameters={"partition": BOOKS}
            )
            versions = [_version_of(entity) for entity in found]
        return tuple(sorted(versions, key=lambda version: version.age))

    def _find(self, ref: BookRef) -> TableEntity | None:
        try:
            return self.table.get_entity(BOOKS, str(ref))
        except ResourceNotFoundError:
            return None


def _pages(book: RateBook) -> Iterator[dict[str, Any]]:
    for number, lines in enumerate(_groups(book.lines)):
        yield {
            "PartitionKey": str(book.version),
            "RowKey": _page_key(book.version.sha256, number),
            "lines": zlib.compress("\n".join(lines).encode()),
        }


def _groups(lines: Sequence[str]) -> Iterator[list[str]]:
    group: list[str] = []
    size = 0
    for line in lines:
        length = len(line.encode()) + 1
        if group and size + length > PAGE_BYTES:
            yield group
            group, size = [], 0
        group.append(line)
        size += length
    yield group


def _unpacked(page: bytes) -> list[str]:
    return zlib.decompress(page).decode().split("\n")


def _page_key(sha256: str, number: int) -> str:
    return f"{sha256[:16]}.{number:05d}"


def _version_entity(version: BookVersion) -> dict[str, Any]:
    columns = version.model_dump(mode="json")
    return {"PartitionKey": BOOKS, "RowKey": str(version), **columns}


def _version_of(entity: TableEntity) -> BookVersion:
    return BookVersion.model_validate({name: entity[name] for name in BookVersion.model_fields})
