"""A document as APEX reads it: text blocks and tables, each with its place."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from pydantic import ConfigDict

from apex_core.model.noun import Noun


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """What a document holds by the hundred thousand: a quarter of a noun's time and memory."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid", allow_inf_nan=False)


class DocumentKind(StrEnum):
    """The kinds of file the parsers read."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Element):
    """Where an element stands: enough for a person to find it with the file open.

    Attributes
    ----------
    document
        Path of the document within its project, such as ``scope.docx``.
    page
        Page number from 1 (PDF).
    line
        Line of the page (PDF), line of the file (CSV, text) or paragraph number (DOCX), from 1.
    sheet
        Name of the worksheet (XLSX).
    table
        Number of the table within the page (PDF) or the document (DOCX), from 1.
    cell
        Cell or cell range in A1 notation, of the sheet, or of the table where there is no sheet.
    box
        Left, top, right, bottom on the page, from its top left corner. [pt]
    """

    document: str
    page: int | None = None
    line: int | None = None
    sheet: str | None = None
    table: int | None = None
    cell: str | None = None
    box: tuple[float, float, float, float] | None = None

    def __str__(self) -> str:
        """Say the place as a person would: ``scope.pdf, page 2, line 7``."""
        cell = f"{self.sheet}!{self.cell}" if self.sheet and self.cell else self.sheet or self.cell
        parts = [
            self.document,
            f"page {self.page}" if self.page else None,
            f"table {self.table}" if self.table else None,
            cell,
            f"line {self.line}" if self.line else None,
        ]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock(Element):
    """A line or paragraph of running text; ``heading`` is its level, 0 for body text.

    A line of a PDF page that also stands in a table says so in ``place.table``: the text of a page
    is complete without its tables.
    """

    text: str
    place: Place
    heading: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell(Element):
    """One cell of a table that holds something.

    Attributes
    ----------
    row, column
        Position within the table, from 0.
    text
        What a person sees, such as ``$1,250.00``.
    row_span, column_span
        Rows and columns a merged cell covers, from 1.
    formula
        Of the cell, where it has one; ``text`` then shows the result that was stored with it.
    value
        Number as stored, where ``text`` shows it rounded or dressed: ``1249.995``.
    hidden
        In a row, column or sheet that a person does not see.
    """

    row: int
    column: int
    text: str
    place: Place
    row_span: int = 1
    column_span: int = 1
    formula: str | None = None
    value: str | None = None
    hidden: bool = False


class Table(Noun):
    """A table: its first ``header_rows`` rows name the columns (0 when nothing does)."""

    place: Place
    header_rows: int
    rows: int
    columns: int
    cells: tuple[Cell, ...]


class ParsedDocument(Noun):
    """Everything a parser found in one file, in reading order.

    Attributes
    ----------
    name
        Path of the document within its project.
    sha256
        Of the bytes that were read.
    kind
        What the content turned out to be, whatever the name says.
    parser
        Name and version of the parser, part of the cache key.
    pages
        Pages or worksheets; 1 for a file that has neither.
    has_text
        False for a scan: pages without a text layer.
    warnings
        What could not be read, as sentences.
    """

    name: str
    sha256: str
    kind: DocumentKind
    parser: str
    pages: int
    blocks: tuple[TextBlock, ...] = ()
    tables: tuple[Table, ...] = ()
    properties: dict[str, str] = {}
    has_text: bool = True
    warnings: tuple[str, ...] = ()
