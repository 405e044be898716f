"""What is done to the line: built new, rebuilt, or given a new conductor."""

import re
from collections.abc import Iterator
from typing import Final

from apex_core.model.facts import FactName
from apex_core.model.scope import Work
from apex_core.review.candidates import LABELLED, PLAIN, STATED, Candidate
from apex_core.review.standing import about
from apex_core.review.statements import Statement

_LINE: Final = r"(?:(?:(?:transmission|kV) )?line|(?:transmission|kV) (?:tap|circuit|tie))\b"
_REWORK: Final = (
    (Work.RECONDUCTOR, re.compile(r"\bre-?conductor(?:ing|ed|s)?\b", re.IGNORECASE)),
    (
        Work.REBUILD,
        re.compile(r"\bre-?build(?:ing|s)?\b|\brebuilt\b(?! in (?:19|20))", re.IGNORECASE),
    ),
)
_NEW: Final = re.compile(
    rf"\bnew\s+(?:[\w.,-]+\s+){{0,7}}?{_LINE}"
    rf"|\b(?:construct(?:ion of|ing)?|build(?:ing)?|install|extend)\s+(?:an?\s+|the\s+)?"
    rf"(?:[\w.,-]+\s+){{0,6}}?{_LINE}|\bgreenfield\b|\bwork(?: type)?: new\b"
    r"|\bl[ií]nea nueva\b|\bnueva l[ií]nea\b|\bneue[rn]? (?:\S+ )?\S*leitung\b|\bnouvelle ligne\b",
    re.IGNORECASE,
)
_ANOTHER_LINE: Final = re.compile(
    r"\b(?:water|sewer|gas|steam|fuel|drain|fence|property|pipe|phone|production|product)\s+line",
    re.IGNORECASE,
)
_ORDERED: Final = re.compile(
    r"\b(?:scope|project|purpose|work|will|shall|propos\w+|to)\b"
    r"|^(?:construct|rebuild|reconductor|build)",
    re.IGNORECASE,
)


def find_work(statement: Statement) -> Iterator[Candidate]:
    """Yield what *statement* says is done to the line.

    A rebuild puts up a new line where the old one stood, so ``new`` counts only where no rework
    is named.
    """
    rework = [
        (work, match) for work, pattern in _REWORK for match in pattern.finditer(statement.text)
    ]
    new = [
        (Work.NEW, match)
        for match in _NEW.finditer(statement.text)
        if not _ANOTHER_LINE.search(match[0])
    ]
    for work, match in rework or new:
        yield Candidate(
            name=FactName.WORK,
            value=work.value,
            quotes=(statement.quote,),
            about=about(statement, match.start(), match.end()),
            weight=_weight(statement),
        )


def _weight(statement: Statement) -> int:
    if statement.heading or statement.labelled:
        return LABELLED
    return STATED if _ORDERED.search(statement.text) else PLAIN
