"""A document as APEX reads it: text blocks and tables, each with its place."""

from enum import StrEnum

from apex_core.model.noun import Noun


class DocumentKind(StrEnum):
    """The kinds of file the parsers read."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"
    TEXT = "text"


class Place(Noun):
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


class TextBlock(Noun):
    """A line or paragraph of running text; ``heading`` is its level, 0 for body text."""

    text: str
    place: Place
    heading: int = 0


class Cell(Noun):
    """One cell of a table; ``row`` and ``column`` count from 0, spans from 1.

    ``text`` is what a person sees; ``formula`` is kept beside the cached value it shows.
    """

    row: int
    column: int
    text: str
    place: Place
    row_span: int = 1
    column_span: int = 1
    formula: str | None = None


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
