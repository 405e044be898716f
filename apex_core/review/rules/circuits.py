"""How many circuits the line carries."""

import re
from collections.abc import Iterator
from typing import Final

from apex_core.model.facts import FactName
from apex_core.review.candidates import Candidate
from apex_core.review.standing import about, weight
from apex_core.review.statements import Statement

_CIRCUITS: Final = re.compile(
    r"\b(?:(?P<one>single|one)|(?P<two>double|two|dual|twin))\s*-?\s*circuits?\b"
    r"|\b(?:number of )?circuits?:\s*(?P<digit>[12])\b",
    re.IGNORECASE,
)


def find_circuits(statement: Statement) -> Iterator[Candidate]:
    """Yield every mention of single or double circuit in *statement*."""
    for match in _CIRCUITS.finditer(statement.text):
        yield Candidate(
            name=FactName.CIRCUITS,
            value=match["digit"] or ("1" if match["one"] else "2"),
            quotes=(statement.quote,),
            about=about(statement, match.start(), match.end(), survives_rework=True),
            weight=weight(statement, match.start()),
        )
