"""Running lines of a document's pages: headers, footers and page numbers."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from apex_core.model.document import TextBlock

EDGE_LINES: Final = 3  # of the top and of the bottom of a page, among which running lines stand
FEWEST_PAGES: Final = 3  # that have a line in common before it is taken for a running one

_DIGITS: Final = re.compile(r"\d+")


def without_running_lines(blocks: Sequence[TextBlock]) -> Iterator[TextBlock | None]:
    """Yield *blocks*, and none where a paragraph ends at a running line.

    A line that stands at the edge of three pages or more is a running one, whatever its numbers.
    It is yielded once where its words never change, and not at all where a number in it does:
    that number counts pages, never what the words beside it or below it name.
    """
    running = _running_lines(blocks)
    changing = {key for key, indices in running.items() if len(_texts(blocks, indices)) > 1}
    key_at = {index: key for key, indices in running.items() for index in indices}
    heard: set[str] = set()
    for index, block in enumerate(blocks):
        key = key_at.get(index)
        if key is None:
            yield block
            continue
        yield None
        if key not in heard | changing:
            heard.add(key)
            yield block
            yield None


def _running_lines(blocks: Sequence[TextBlock]) -> dict[str, list[int]]:
    pages: dict[int, list[int]] = defaultdict(list)
    for index, block in enumerate(blocks):
        if block.place.page is not None and block.place.line is not None:
            pages[block.place.page].append(index)
    lines: dict[str, list[int]] = defaultdict(list)
    for indices in pages.values():
        edges = {*indices[:EDGE_LINES], *indices[-EDGE_LINES:]}
        for index in sorted(edges):
            lines[_DIGITS.sub("#", " ".join(blocks[index].text.split()))].append(index)
    return {
        key: indices
        for key, indices in lines.items()
        if len({blocks[index].place.page for index in indices}) >= FEWEST_PAGES
    }


def _texts(blocks: Sequence[TextBlock], indices: Sequence[int]) -> set[str]:
    return {" ".join(blocks[index].text.split()) for index in indices}
