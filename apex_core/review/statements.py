"""A document as statements: one sentence or labelled cell each, with the quote that proves it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from apex_core.model.document import Cell, DocumentKind, ParsedDocument, Place, Table, TextBlock
from apex_core.model.facts import Quote
from apex_core.review.page_edges import without_running_lines

LONGEST_PARAGRAPH_LINES: Final = 8  # of lines joined, where only lines are known
LONGEST_QUOTE: Final = 400
LONGEST_LABEL: Final = 60
LABEL_AND_VALUE: Final = 2  # columns of a table that names what stands beside it
MOST_ROWS_READ: Final = 500  # of one table, sentence by sentence; lists are counted elsewhere

_SENTENCE_END: Final = re.compile(
    r"(?<![ .](?:No|St|Mt|Co|vs|ca|Jr|Sr))"
    r"(?<!approx)(?<!Approx)(?<!Inc)(?<!Jct)(?<!Sub)"
    r"[.!?;](?:[\"')\]\u201d\u2019]*)\s+(?=[\"'(\[\u201c\u2018]*[A-Z0-9#])"
)
_BULLET: Final = re.compile(r"\s*(?:[\u2022\u25cf\u25aa\u2013*-]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+")
_BROKEN_WORD: Final = re.compile(r"(?<=[a-z])-\s+(?=[a-z])")
_COMPOUND: Final = re.compile(
    r"(\b(?:single|double|dead|in|re|non|straight|cross|one|two|three|right|self|pre|long|short)"
    r"|\d)-\s+",
    re.IGNORECASE,
)
_UNIT_IN_LABEL: Final = re.compile(
    r"[(\[,]\s*(kV|miles?|mi|km|kcmil|MCM)\s*[)\]]?\s*$", re.IGNORECASE
)
_PROJECTS: Final = re.compile(r"^projects?\b|\bproject[ _](?:name|title|id|no)", re.IGNORECASE)
_ABOUT_PROJECTS: Final = re.compile(
    r"description|scope|status|need|cost|in[- _]service|budget", re.IGNORECASE
)
_BARE_NUMBER: Final = re.compile(r"[\d.,\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing said.

    Attributes
    ----------
    text
        What the rules read: the sentence with hyphenation undone, or ``label: value`` of a cell.
    quote
        The same words as they stand in the document, and where.
    section
        The headings above it, outermost first, joined with `` > ``.
    heading
        Level of the heading it is, 0 for anything else.
    label
        Length of the label and colon the text begins with, where a table names the value.
    of_many
        A row of a list of several projects.
    """

    text: str
    quote: Quote
    section: str = ""
    heading: int = 0
    label: int = 0
    of_many: bool = False

    @property
    def labelled(self) -> bool:
        """Whether it is a value under or beside its label."""
        return self.label > 0


def statements(parsed: ParsedDocument) -> tuple[Statement, ...]:
    """Return everything *parsed* says, running text first, then the tables."""
    return (*_from_blocks(parsed), *_from_tables(parsed.tables))


def _from_blocks(parsed: ParsedDocument) -> Iterator[Statement]:
    joins_lines = parsed.kind in {DocumentKind.PDF, DocumentKind.TEXT}
    outline: dict[int, str] = {}
    paragraph: list[TextBlock] = []
    for block in without_running_lines(parsed.blocks):
        if block is None or not (joins_lines and _continues(paragraph, block)):
            yield from _sentences(paragraph, _section(outline))
            paragraph = []
        if block is None:
            continue
        if block.heading:
            yield _heading(block, _section(outline))
            outline = {level: text for level, text in outline.items() if level < block.heading}
            outline[block.heading] = " ".join(block.text.split())[:LONGEST_QUOTE]
        elif _is_running_text(block):
            paragraph.append(block)
    yield from _sentences(paragraph, _section(outline))


def _section(outline: dict[int, str]) -> str:
    return " > ".join(outline[level] for level in sorted(outline))


def _heading(block: TextBlock, section: str) -> Statement:
    text = block.text.strip()[:LONGEST_QUOTE]
    return Statement(
        text=" ".join(text.split()),
        quote=Quote(text=text, place=block.place),
        section=section,
        heading=block.heading,
    )


def _is_running_text(block: TextBlock) -> bool:
    """Whether a block is no line of a table, which is read cell by cell, and not blank."""
    return block.place.table is None and bool(block.text.strip())


def _continues(paragraph: Sequence[TextBlock], block: TextBlock) -> bool:
    """Whether a line goes on with the paragraph before it."""
    if not paragraph or len(paragraph) >= LONGEST_PARAGRAPH_LINES:
        return False
    if block.heading or not _is_running_text(block):
        return False
    last = paragraph[-1]
    if last.place.page != block.place.page or _BULLET.match(block.text):
        return False
    return not last.text.rstrip().endswith((".", ":", ";", "!", "?"))


def _sentences(paragraph: Sequence[TextBlock], section: str) -> Iterator[Statement]:
    raw = " ".join(block.text.strip() for block in paragraph)
    for start, words in _spoken(raw):
        yield Statement(
            text=_unbroken(words),
            quote=Quote(text=words, place=_place_at(paragraph, start)),
            section=section,
        )


def _spoken(text: str) -> Iterator[tuple[int, str]]:
    """Yield each sentence and where it begins; one too long to quote comes in pieces."""
    start = 0
    for end in [*(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]:
        while start < end:
            stop = end if end - start <= LONGEST_QUOTE else _pause(text, start)
            words = text[start:stop].strip()
            if words:
                yield start + text[start:stop].index(words), words
            start = stop


def _pause(text: str, start: int) -> int:
    """Return where a piece that begins at *start* ends: at its last pause, else its last space."""
    piece = text[start : start + LONGEST_QUOTE]
    pauses = (piece.rfind(mark) + 1 for mark in (";", ",", " "))
    return start + next((pause for pause in pauses if pause > LONGEST_QUOTE // 2), len(piece))


def _place_at(paragraph: Sequence[TextBlock], offset: int) -> Place:
    """Return the place of the block that holds character *offset* of the joined paragraph."""
    for block in paragraph[:-1]:
        offset -= len(block.text.strip()) + 1
        if offset < 0:
            return block.place
    return paragraph[-1].place


def _unbroken(words: str) -> str:
    kept = _COMPOUND.sub(lambda match: match[1] + "-", words)
    return " ".join(_BROKEN_WORD.sub("", kept).split())


def _from_tables(tables: Sequence[Table]) -> Iterator[Statement]:
    for table in tables:
        yield from _labelled_cells(table)


def _labelled_cells(table: Table) -> Iterator[Statement]:
    """Read each cell under its column's name, or beside the label its row begins with."""
    visible = [cell for cell in table.cells if not cell.hidden and cell.text.strip()]
    header = {cell.column: cell for cell in visible if cell.row == table.header_rows - 1}
    of_many = _lists_projects(header, table)
    if header and (of_many or table.columns != LABEL_AND_VALUE):
        yield from _by_column(visible, header, table.header_rows, of_many=of_many)
    else:
        yield from _by_row(visible)


def _by_row(visible: Sequence[Cell]) -> Iterator[Statement]:
    first: dict[int, Cell] = {}
    for cell in visible:
        if cell.row >= MOST_ROWS_READ:
            break
        yield from _labelled(cell, first.get(cell.row))
        first.setdefault(cell.row, cell)


def _by_column(
    visible: Sequence[Cell], header: dict[int, Cell], header_rows: int, *, of_many: bool
) -> Iterator[Statement]:
    in_row = Counter(cell.row for cell in visible)
    for cell in visible:
        if cell.row >= header_rows + MOST_ROWS_READ:
            break
        if cell.row >= header_rows:
            yield from _labelled(cell, header.get(cell.column), of_many=of_many)
        elif in_row[cell.row] == 1:  # a title above the columns
            yield from _labelled(cell, None)
        else:
            for name in _labelled(cell, None):
                yield replace(name, label=len(name.text))


def _lists_projects(header: dict[int, Cell], table: Table) -> bool:
    """Whether a table has a project in each row: a column of projects and one of what they are."""
    names = [cell.text for cell in header.values()]
    has_projects = any(_PROJECTS.search(name) for name in names)
    has_more = table.rows - table.header_rows > 1
    return has_more and has_projects and any(_ABOUT_PROJECTS.search(name) for name in names)


def _labelled(cell: Cell, label: Cell | None, *, of_many: bool = False) -> Iterator[Statement]:
    """Yield what a cell says, each sentence with the label before it."""
    name = " ".join(label.text.split()).rstrip(" :") if label else ""
    prefix = f"{name}: " if 0 < len(name) <= LONGEST_LABEL else ""
    unit = _UNIT_IN_LABEL.search(name)
    for _, words in _spoken(cell.text):
        said = " ".join(words.split())
        if unit and _BARE_NUMBER.fullmatch(said):
            said = f"{said} {unit[1]}"
        yield Statement(
            text=prefix + said,
            quote=Quote(text=words, place=cell.place),
            section=cell.place.sheet or "",
            label=len(prefix),
            of_many=of_many,
        )
