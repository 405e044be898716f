"""One version of a book, held ready to be searched by code and by words."""

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from apex_core.model.rates import BookVersion, Rate, RateBook
from apex_core.rates.lines import folded, rate_of

LAST: Final = chr(0x10FFFF)  # sorts after every character a code may hold
_WORD: Final = re.compile(r"[^\W_]+")


class Page(NamedTuple):
    """A part of what was found, in order of code.

    Attributes
    ----------
    total
        How many rates were found in all.
    next_after
        Code after which the next page begins; None on the last page.
    """

    rates: tuple[Rate, ...]
    total: int
    next_after: str | None


class RateIndex:
    """The rates of one version of a book; a version never changes, so its index may be kept.

    A search looks at every rate: a hundred thousand take a few milliseconds.
    """

    def __init__(self, book: RateBook) -> None:
        self.version: BookVersion = book.version
        self._lines = book.lines
        self._codes: list[str] = []
        self._texts: list[str] = []
        for line in book.lines:
            code, description, *_, category = json.loads(line)
            self._codes.append(folded(code))
            self._texts.append(_searchable(f"{code} {description} {category or ''}"))

    def find(self, code: str) -> Rate | None:
        """Return the rate of a code, or None."""
        place = bisect_left(self._codes, folded(code))
        is_there = place < len(self._codes) and self._codes[place] == folded(code)
        return rate_of(self._lines[place]) if is_there else None

    def search(
        self, *, prefix: str = "", words: str = "", limit: int = 50, after: str = ""
    ) -> Page:
        """Return the rates whose code begins with *prefix* and which hold all *words*.

        A word is found at the beginning of a word of code, description or category: ``tang``
        finds ``tangent``. Upper and lower case are one.
        """
        low = bisect_left(self._codes, folded(prefix))
        high = bisect_left(self._codes, folded(prefix) + LAST)
        found: Sequence[int] = range(low, high)
        for word in _words(words):
            found = [place for place in found if f" {word}" in self._texts[place]]
        rest = found[bisect_right(found, folded(after), key=self._codes.__getitem__) :]
        rates = tuple(self._rates(rest[:limit]))
        has_more = len(rest) > limit
        return Page(rates, len(found), rates[-1].code if has_more else None)

    def _rates(self, places: Iterable[int]) -> Iterable[Rate]:
        return (rate_of(self._lines[place]) for place in places)


def _searchable(text: str) -> str:
    """Return the words of *text*, each after a blank."""
    return "".join(f" {word}" for word in _words(text))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
