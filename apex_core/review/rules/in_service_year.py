"""The year the line goes into service."""

import re
from collections.abc import Iterator
from typing import Final

from apex_core.model.facts import FactName
from apex_core.review.candidates import LABELLED, STATED, Candidate
from apex_core.review.standing import about
from apex_core.review.statements import Statement

_YEAR: Final = r"(?P<year>20\d\d)"
_SHORT_DATE: Final = r"\d{1,2}/\d{1,2}/(?P<short>\d\d)\b"
_EVENT: Final = (
    r"(?:in[- ]service(?: dates?| years?)?|\bISD\b|energi[sz](?:ed|ation|ing|e)"
    r"|commercial operation|placed (?:in|into) service|operational)"
)
_AFTER_EVENT: Final = re.compile(
    rf"{_EVENT}[^.;]{{0,60}}?(?<!\d)(?:{_SHORT_DATE}|{_YEAR})(?!\d)", re.IGNORECASE
)
_BEFORE_EVENT: Final = re.compile(
    rf"(?<!\d){_YEAR}\s+(?:planned\s+|target\s+)?{_EVENT}", re.IGNORECASE
)
_EARLIER: Final = re.compile(
    r"\b(?:was|were|been|since|originally|previously|initially|formerly|no longer)\b", re.IGNORECASE
)
_CENTURY: Final = "20"


def find_in_service_year(statement: Statement) -> Iterator[Candidate]:
    """Yield the year of every in-service date in *statement* that is a plan, not history."""
    for pattern in (_AFTER_EVENT, _BEFORE_EVENT):
        for match in pattern.finditer(statement.text):
            groups = match.groupdict()
            clause = statement.text[max(0, match.start() - 30) : match.end()]
            if _EARLIER.search(clause):
                continue
            yield Candidate(
                name=FactName.IN_SERVICE_YEAR,
                value=groups["year"] or _CENTURY + groups["short"],
                quotes=(statement.quote,),
                about=about(statement, match.start(), match.end()),
                weight=LABELLED if statement.labelled else STATED,
            )
