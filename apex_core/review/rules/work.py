"""What is done to the line: built new, rebuilt, or given a new conductor."""

import re
from collections.abc import Iterator
from typing import Final

from apex_core.model.facts import FactName
from apex_core.model.scope import Work
from apex_core.review.candidates import LABELLED, PLAIN, STATED, Candidate
from apex_core.review.standing import about
from apex_core.review.statements import Statement

_LINE: Final = r"(?:transmission )?(?:line|tap|circuit|tie)\b"
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
    rf"(?:[\w.,-]+\s+){{0,6}}?{_LINE}|\bgreenfield\b|\bwork(?: type)?: new\b",
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
    for work, match in rework or [(Work.NEW, match) for match in _NEW.finditer(statement.text)]:
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
