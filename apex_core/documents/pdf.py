"""PDF to text lines and ruled tables, page by page."""

import threading
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any, Final

import pypdfium2 as pdfium

from apex_core.documents.budget import Budget
from apex_core.documents.cleaning import clean_text
from apex_core.documents.content import Content
from apex_core.documents.geometry import Box, Character, ink
from apex_core.documents.limits import Limits
from apex_core.documents.pdf_page import display_matrix, read_characters, read_drawn
from apex_core.documents.pdf_tables import find_tables
from apex_core.errors import UnreadableDocument
from apex_core.model.document import Place, Table, TextBlock

_PDFIUM: Final = threading.Lock()  # pdfium may only be called by one thread at a time
_METADATA: Final = ("Title", "Author", "Subject", "Creator", "Producer", "CreationDate", "ModDate")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What one page holds."""

    blocks: list[TextBlock] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    is_scan: bool = False
    is_broken: bool = False


def read_pdf(data: bytes, name: str, limits: Limits) -> Content:
    """Return the text, tables and properties of a PDF.

    Raises
    ------
    UnreadableDocument
        If it needs a password, is damaged beyond repair, or is larger than the limits.
    """
    with _PDFIUM, closing(_open(data)) as pdf:
        if len(pdf) == 0:
            raise UnreadableDocument("the PDF has no pages; it is damaged, send it again")
        if len(pdf) > limits.pages:
            raise UnreadableDocument(
                f"the PDF has {len(pdf):,} pages; the limit is {limits.pages:,}; split it"
            )
        places = [Place(document=name, page=number + 1) for number in range(len(pdf))]
        budget = Budget(limits)
        pages = [_read_page(pdf, place, budget) for place in places]
        return _content(pages, _properties(pdf))


def _open(data: bytes) -> Any:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableDocument(
                "the PDF needs a password to be opened; save it without one"
            ) from error
        raise UnreadableDocument(
            "the PDF is damaged or was cut off; open it, save it again and resend it"
        ) from error


def _read_page(pdf: Any, place: Place, budget: Budget) -> _Page:
    try:
        with closing(pdf[(place.page or 1) - 1]) as page, closing(page.get_textpage()) as textpage:
            budget.spend(characters=textpage.count_chars())
            matrix = display_matrix(page)
            characters = read_characters(textpage, matrix)
            drawn = read_drawn(page, matrix, most_paths=budget.limits.page_paths)
    except pdfium.PdfiumError:
        return _Page(is_broken=True)
    lines = _lines(characters)
    tables = find_tables(drawn.rulings, lines, place)
    budget.spend(cells=sum(len(table.cells) for table in tables))
    return _Page(blocks=_blocks(lines, place, tables), tables=tables, is_scan=drawn.images > 0)


def _lines(characters: list[Character]) -> list[list[Character]]:
    """Split at the line ends of the text layer; lines without ink are none."""
    lines = groupby(characters, lambda character: character.text in "\r\n")
    texts = [list(line) for is_end, line in lines if not is_end]
    return [line for line in texts if clean_text("".join(c.text for c in line)).strip()]


def _blocks(lines: list[list[Character]], place: Place, tables: list[Table]) -> list[TextBlock]:
    """One block per line of text, in the order of the text layer."""
    outlines = [(table.place.table, Box(*table.place.box)) for table in tables if table.place.box]
    blocks: list[TextBlock] = []
    for number, line in enumerate(lines, 1):
        box = ink(line)
        table = next((number for number, outline in outlines if outline.holds(box)), None)
        where = replace(place, line=number, table=table, box=box.rounded())
        text = clean_text("".join(character.text for character in line)).strip()
        blocks.append(TextBlock(text=text, place=where))
    return blocks


def _content(pages: list[_Page], properties: dict[str, str]) -> Content:
    if all(page.is_broken for page in pages):
        raise UnreadableDocument(
            "no page of the PDF can be read; open it, save it again and resend it"
        )
    broken = [number for number, page in enumerate(pages, 1) if page.is_broken]
    scanned = [n for n, page in enumerate(pages, 1) if page.is_scan and not page.blocks]
    return Content(
        blocks=[block for page in pages for block in page.blocks],
        tables=[table for page in pages for table in page.tables],
        pages=len(pages),
        properties=properties,
        has_text=any(page.blocks for page in pages),
        warnings=_warnings(broken, scanned, len(pages)),
    )


def _warnings(broken: list[int], scanned: list[int], pages: int) -> list[str]:
    warnings = [f"page {number} is damaged and could not be read" for number in broken]
    if len(scanned) == pages:
        return [*warnings, "the document is a scan without a text layer; none of it could be read"]
    return warnings + [
        f"page {number} is an image without a text layer; it could not be read"
        for number in scanned
    ]


def _properties(pdf: Any) -> dict[str, str]:
    said = pdf.get_metadata_dict(skip_empty=True)
    return {key: clean_text(said[key]) for key in _METADATA if key in said}
