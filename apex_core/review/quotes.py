"""The quote check: what a reader says a document says must stand there."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

from apex_core.model.document import ParsedDocument, Place, TextBlock
from apex_core.model.facts import Fact, Quote
from apex_core.review.folding import fold

_Key = tuple[str, int | None, int | None, str | None, int | None, str | None]


def verify_quotes(facts: Iterable[Fact], parsed: ParsedDocument) -> tuple[tuple[Fact, ...], int]:
    """Return the facts whose every quote stands at its place, and how many were dropped.

    Spacing, line breaks and hyphenation do not matter.
    A quote may run on from the line it begins in into those that follow.
    """
    standing = StandingText(parsed)
    offered = tuple(facts)
    kept = tuple(
        fact
        for fact in offered
        if fact.quotes and all(standing.holds(quote) for quote in fact.quotes)
    )
    return kept, len(offered) - len(kept)


class StandingText:
    """The text of a document by its places."""

    def __init__(self, parsed: ParsedDocument) -> None:
        self._parsed = parsed

    def holds(self, quote: Quote) -> bool:
        """Whether the words of *quote* stand at its place."""
        wanted = fold(quote.text)
        if not wanted:
            return False
        key = _key(quote.place)
        return any(wanted in fold(text) for text in self._cells.get(key, ())) or any(
            self._begins(wanted, index) for index in self._lines.get(key, ())
        )

    @cached_property
    def _cells(self) -> dict[_Key, list[str]]:
        cells: dict[_Key, list[str]] = defaultdict(list)
        for table in self._parsed.tables:
            for cell in table.cells:
                cells[_key(cell.place)].append(cell.text)
        return cells

    @cached_property
    def _lines(self) -> dict[_Key, list[int]]:
        lines: dict[_Key, list[int]] = defaultdict(list)
        for index, block in enumerate(self._parsed.blocks):
            lines[_key(block.place)].append(index)
        return lines

    def _begins(self, wanted: str, index: int) -> bool:
        """Whether *wanted* begins in the block at *index*, running on as far as it needs to."""
        blocks = self._parsed.blocks
        first = len(fold(blocks[index].text))
        for end in range(index + 1, len(blocks) + 1):
            text = fold(_joined(blocks[index:end]))
            if 0 <= text.find(wanted) < first:
                return True
            if len(text) >= first + len(wanted):
                break
        return False


def _joined(blocks: Sequence[TextBlock]) -> str:
    return "\n".join(block.text for block in blocks)


def _key(place: Place) -> _Key:
    return (place.document, place.page, place.line, place.sheet, place.table, place.cell)
