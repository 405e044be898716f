"""PDF to text lines and ruled tables, page by page."""

import threading
from collections.abc import Callable, Iterator
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
from apex_core.documents.pdf_page import (
    display_matrix,
    has_filled_fields,
    read_characters,
    read_drawn,
)
from apex_core.documents.pdf_tables import find_tables
from apex_core.documents.runs import said_runs
from apex_core.errors import UnreadableDocument
from apex_core.model.document import Place, Table, TextBlock

_PDFIUM: Final = threading.Lock()  # pdfium may only be called by one thread at a time
_TINY_PT: Final = 2.0
_PICTURE_SHARE: Final = 0.4  # of a page, by one image
_CAPTION_CHARACTERS: Final = 300  # a page with more text than that is one to read
_METADATA: Final = ("Title", "Author", "Subject", "Creator", "Producer", "CreationDate", "ModDate")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What one page holds."""

    blocks: list[TextBlock] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    is_scan: bool = False
    is_picture: bool = False
    is_broken: bool = False
    is_filled: bool = False
    has_tiny_text: bool = False


_ODDITIES: Final[dict[str, Callable[[_Page], bool]]] = {
    "damaged; not read": lambda page: page.is_broken,
    "an image without a text layer; not read": lambda page: page.is_scan,
    "mostly an image; what it shows was not read": lambda page: page.is_picture,
    "text too small to be seen; left out": lambda page: page.has_tiny_text,
    "a filled form; print it to PDF so that its fields become text": lambda page: page.is_filled,
}


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
            drawn = read_drawn(page, matrix, most_objects=budget.limits.page_objects)
            is_filled = has_filled_fields(page)
            image_share = drawn.image_area / (page.get_width() * page.get_height())
    except pdfium.PdfiumError:
        return _Page(is_broken=True)
    every_line = _lines(characters)
    lines = [line for line in every_line if not _is_tiny(line)]
    tables = find_tables(drawn.rulings, lines, place)
    budget.spend(cells=sum(len(table.cells) for table in tables))
    return _Page(
        blocks=_blocks(lines, place, tables),
        tables=tables,
        is_scan=image_share > 0 and not every_line,
        is_picture=bool(every_line) and _is_picture(lines, image_share),
        is_filled=is_filled,
        has_tiny_text=len(lines) < len(every_line),
    )


def _lines(characters: list[Character]) -> list[list[Character]]:
    """Split at the line ends of the text layer; lines without ink are none."""
    lines = groupby(characters, lambda character: character.text in "\r\n")
    texts = [list(line) for is_end, line in lines if not is_end]
    return [line for line in texts if clean_text("".join(c.text for c in line)).strip()]


def _is_tiny(line: list[Character]) -> bool:
    """Whether nobody could read the line: such text is there for machines."""
    return all(c.box.bottom - c.box.top < _TINY_PT for c in line if not c.text.isspace())


def _is_picture(lines: list[list[Character]], image_share: float) -> bool:
    """Whether the page is there for its image, the text being no more than a caption."""
    return image_share > _PICTURE_SHARE and sum(map(len, lines)) < _CAPTION_CHARACTERS


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
    return Content(
        blocks=[block for page in pages for block in page.blocks],
        tables=[table for page in pages for table in page.tables],
        pages=len(pages),
        properties=properties,
        has_text=any(page.blocks for page in pages),
        warnings=list(_warnings(pages)),
    )


def _warnings(pages: list[_Page]) -> Iterator[str]:
    if all(page.is_scan for page in pages):
        yield "the document is a scan without a text layer; none of it could be read"
        return
    for what, is_so in _ODDITIES.items():
        numbers = [number for number, page in enumerate(pages, 1) if is_so(page)]
        if numbers:
            yield f"page{'' if len(numbers) == 1 else 's'} {said_runs(numbers)}: {what}"


def _properties(pdf: Any) -> dict[str, str]:
    said = {key: _property(pdf, key) for key in _METADATA}
    return {key: text for key, text in said.items() if text}


def _property(pdf: Any, key: str) -> str:
    try:
        return clean_text(pdf.get_metadata_value(key))
    except UnicodeDecodeError:
        return ""
