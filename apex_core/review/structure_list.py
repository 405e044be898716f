"""Structures counted in a structure list, one row each or summed by type."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from apex_core.model.document import Cell, ParsedDocument, Place, Table
from apex_core.model.facts import FactName, Quote
from apex_core.model.finding import Finding, FindingKind
from apex_core.review.candidates import LABELLED, Candidate
from apex_core.review.numbers import canonical, read_number
from apex_core.review.structure_columns import Columns, Row, is_total, rows_of, structure_lists
from apex_core.review.structure_types import TYPES, structure_type

MOST_PLACES: Final = 10  # of a finding

_NOT_BUILT: Final = re.compile(
    r"\bremov|\bretire|\bexisting\b|\bretain|\bre-?use|\bdemol", re.IGNORECASE
)
_COUNT: Final = re.compile(r"\d{1,3}(?:,\d{3})|\d{1,5}(?:[.,]\d{1,4})?")
_ANGLE_DRESS: Final = re.compile(r"[^\d.,]")


@dataclass(slots=True)
class _Count:
    """A count as it grows."""

    total: Decimal
    quotes: list[Quote]
    notes: set[str]


def count_structures(parsed: ParsedDocument) -> tuple[tuple[Candidate, ...], tuple[Finding, ...]]:
    """Count structures by type over every structure list of *parsed*.

    A list with one row per structure is counted; one with a quantity column is summed.
    Where a document has both, the rows count and a difference is a finding.
    Rows and sheets of structures to be removed, retained or existing are left out, and so are
    totals, hidden rows and repeated structure numbers.
    """
    lists = [
        found
        for found in structure_lists(parsed.tables)
        if not _NOT_BUILT.search(found[0].place.sheet or "")
    ]
    by_row = [found for found in lists if found[1].quantity is None]
    tally = _Tally(parsed.name)
    for table, columns in by_row or lists:
        tally.add(table, columns)
    if by_row and len(by_row) < len(lists):
        summed = _Tally(parsed.name)
        for table, columns in lists:
            if columns.quantity is not None:
                summed.add(table, columns)
        tally.compare(summed)
    return tuple(tally.candidates()), tuple(tally.findings)


class _Tally:
    """Counts by type, and what was strange while counting."""

    def __init__(self, document: str) -> None:
        self._document = document
        self.counts: dict[str, _Count] = {}
        self._numbers: dict[str, Cell] = {}
        self._header: Cell | None = None
        self.findings: list[Finding] = []

    def add(self, table: Table, columns: Columns) -> None:
        """Count the rows of one table."""
        self._header = self._header or columns.type_cell
        rows = rows_of(table)
        unknown: list[Cell] = []
        for index in sorted(rows):
            cell = rows[index].get(columns.kind)
            if index > columns.header_row and cell and _is_built(rows[index], columns):
                unknown.extend(self._count(rows[index], columns, cell))
        if unknown:
            words = ", ".join(sorted({f"'{cell.text}'" for cell in unknown})[:5])
            self._find(
                f"{len(unknown)} rows of the structure list name a type that is not known "
                f"({words}); they are not counted",
                [cell.place for cell in unknown],
                kind=FindingKind.UNREADABLE,
            )

    def _count(self, row: Row, columns: Columns, cell: Cell) -> Iterator[Cell]:
        """Count one row, or yield its type cell when it names no known type."""
        found = structure_type(cell.text, _angle(row, columns))
        if found is None:
            yield cell
            return
        quantity = _quantity(row, columns)
        if quantity is None or self._is_repeated(row, columns):
            return
        count = self.counts.setdefault(found.name, _Count(Decimal(0), [], set()))
        count.total += quantity
        count.quotes.append(Quote(text=cell.text, place=cell.place))
        count.notes.update({found.note} - {""})

    def _is_repeated(self, row: Row, columns: Columns) -> bool:
        cell = row.get(columns.number) if columns.number is not None else None
        if cell is None or columns.quantity is not None:
            return False
        first = self._numbers.setdefault(cell.text.strip(), cell)
        if first is not cell:
            self._find(
                f"structure {cell.text.strip()} is listed twice; it is counted once",
                [first.place, cell.place],
                kind=FindingKind.DUPLICATE,
            )
        return first is not cell

    def compare(self, summed: "_Tally") -> None:
        """Say where the summary of a document differs from its own list."""
        for name in TYPES:
            listed, said = self.counts.get(name), summed.counts.get(name)
            if said and (listed is None or listed.total != said.total):
                rows = listed.total if listed else 0
                self._find(
                    f"the structure list has {rows} {name} structures and the summary says "
                    f"{said.total}; the list counts",
                    [quote.place for quote in said.quotes],
                    kind=FindingKind.CONTRADICTION,
                )

    def candidates(self) -> Iterator[Candidate]:
        """Yield the count of every type, zero for a type the list does not have."""
        if self._header is None or not self.counts:
            return
        header = Quote(text=self._header.text, place=self._header.place)
        for name in TYPES:
            count = self.counts.get(name, _Count(Decimal(0), [header], set()))
            yield Candidate(
                name=FactName.STRUCTURE_COUNT,
                detail=name,
                value=canonical(count.total),
                quotes=tuple(count.quotes),
                weight=LABELLED,
                note="; ".join(sorted(count.notes)),
            )

    def _find(self, sentence: str, places: Sequence[Place], *, kind: FindingKind) -> None:
        self.findings.append(
            Finding(
                kind=kind,
                sentence=f"{self._document}: {sentence}",
                places=tuple(places[:MOST_PLACES]),
            )
        )


def _is_built(row: Row, columns: Columns) -> bool:
    first = row[min(row)]
    action = row.get(columns.action) if columns.action is not None else None
    return not is_total(first.text) and not (action and _NOT_BUILT.search(action.text))


def _quantity(row: Row, columns: Columns) -> Decimal | None:
    """Return how many structures a row stands for, none where its quantity is no number."""
    if columns.quantity is None:
        return Decimal(1)
    cell = row.get(columns.quantity)
    return _decimal(cell.text) if cell else None


def _angle(row: Row, columns: Columns) -> Decimal | None:
    cell = row.get(columns.angle) if columns.angle is not None else None
    return _decimal(_ANGLE_DRESS.sub("", cell.text)) if cell else None


def _decimal(text: str) -> Decimal | None:
    return read_number(text) if _COUNT.fullmatch(text.strip()) else None
