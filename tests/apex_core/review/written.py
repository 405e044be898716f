"""Documents written as text, the way a parser would return them: values, no files."""

import hashlib
from pathlib import PurePosixPath

from apex_core.documents.a1 import cell_name
from apex_core.model.document import Cell, DocumentKind, ParsedDocument, Place, Table, TextBlock

KINDS = {
    ".pdf": DocumentKind.PDF,
    ".docx": DocumentKind.DOCX,
    ".xlsx": DocumentKind.XLSX,
    ".csv": DocumentKind.CSV,
    ".txt": DocumentKind.TEXT,
}


def document(name: str, text: str = "", *, sheets: dict[str, str] | None = None) -> ParsedDocument:
    """Build a document: ``#`` begins a heading, ``|`` a row of a table, all else a line of text.

    The first row of a table is its header.
    """
    kind = KINDS[PurePosixPath(name).suffix]
    blocks: list[TextBlock] = []
    tables: list[Table] = []
    rows: list[list[str]] = []
    for line, written in enumerate([*text.strip("\n").splitlines(), ""], start=1):
        if written.startswith("|"):
            rows.append([cell.strip() for cell in written.strip().strip("|").split("|")])
            continue
        if rows:
            tables.append(_table(name, rows, number=len(tables) + 1))
            rows = []
        heading = len(written) - len(written.lstrip("#"))
        place = Place(document=name, line=line, page=1 if kind is DocumentKind.PDF else None)
        if written.strip():
            blocks.append(
                TextBlock(
                    text=written.lstrip("# ") if heading else written, place=place, heading=heading
                )
            )
    for sheet, content in (sheets or {}).items():
        cells = [
            [cell.strip() for cell in row.strip().strip("|").split("|")]
            for row in content.strip().splitlines()
        ]
        tables.append(_table(name, cells, sheet=sheet))
    return ParsedDocument(
        name=name,
        sha256=hashlib.sha256(repr((text, sheets)).encode()).hexdigest(),
        kind=kind,
        parser="written/1",
        pages=1,
        blocks=tuple(blocks),
        tables=tuple(tables),
        has_text=bool(blocks or tables),
    )


def _table(
    name: str, rows: list[list[str]], *, number: int | None = None, sheet: str | None = None
) -> Table:
    cells = tuple(
        Cell(
            row=row,
            column=column,
            text=text,
            place=Place(document=name, table=number, sheet=sheet, cell=cell_name(row, column)),
        )
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
        if text
    )
    return Table(
        place=Place(document=name, table=number, sheet=sheet),
        header_rows=1,
        rows=len(rows),
        columns=max(len(texts) for texts in rows),
        cells=cells,
    )
