"""Statements searched as one text."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate
from typing import Final

from apex_core.review.statements import Statement

_OPEN: Final = re.compile(
    r"\bTBD\b|\bto be (?:determined|confirmed|decided|provided)\b|\bnot yet\b|\bunknown\b"
    r"|:\s*(?:N/?A|-+|none|\?+)\s*$",
    re.IGNORECASE,
)
_INSTRUCTION: Final = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,60}"
    r"\b(?:instructions?|prompts?|rules?|guidelines?|previous|above|everything)\b"
    r"|\byou are (?:now )?(?:an? )?(?:AI|assistant|language model|chatbot|reviewer)\b"
    r"|\bas an? (?:AI|language model)\b|\bsystem prompt\b|^\s*(?:system|assistant|user)\s*:"
    r"|\b(?:report|return|output|answer|respond|reply)\b.{0,40}"
    r"\b(?:completeness|verdict|score|JSON)\b",
    re.IGNORECASE,
)


def is_instruction(statement: Statement) -> bool:
    """Whether a statement tells the reader of the document what to do instead of the project."""
    return bool(_INSTRUCTION.search(statement.text))


class Reading:
    """Some statements of a document, those that leave a thing open left out."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._statements = [item for item in statements if not _OPEN.search(item.text)]

    def first(self, pattern: re.Pattern[str]) -> Statement | None:
        """Return the first statement that holds *pattern*."""
        return next((statement for statement, _ in self.all(pattern)), None)

    def all(self, pattern: re.Pattern[str]) -> Iterator[tuple[Statement, tuple[int, int]]]:
        """Yield every statement that holds *pattern*, and from where to where in its text."""
        for match in pattern.finditer(self._text):
            index = bisect_right(self._starts, match.start()) - 1
            start = match.start() - self._starts[index]
            yield self._statements[index], (start, start + len(match[0]))

    @cached_property
    def _text(self) -> str:
        return "\n".join(statement.text for statement in self._statements)

    @cached_property
    def _starts(self) -> list[int]:
        lengths = (len(statement.text) + 1 for statement in self._statements)
        return [0, *accumulate(lengths)][:-1] if self._statements else []
