"""Plain text to lines."""

from collections.abc import Iterator

from apex_core.documents.content import Content
from apex_core.model.document import Place, TextBlock

_DEEPEST_HEADING = 6


def read_plain(text: str, name: str) -> Content:
    """Return the lines of a text; in Markdown, those that begin with ``#`` are headings."""
    blocks = list(_blocks(text, name, is_markdown=name.lower().endswith(".md")))
    return Content(blocks=blocks, has_text=bool(blocks))


def _blocks(text: str, name: str, *, is_markdown: bool) -> Iterator[TextBlock]:
    for number, line in enumerate(text.split("\n"), 1):
        said = line.strip()
        if said:
            level = _level(said) if is_markdown else 0
            place = Place(document=name, line=number)
            yield TextBlock(text=said, place=place, heading=level)


def _level(line: str) -> int:
    marks = len(line) - len(line.lstrip("#"))
    return marks if marks <= _DEEPEST_HEADING and line[marks : marks + 1] == " " else 0
