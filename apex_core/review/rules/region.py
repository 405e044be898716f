"""The state the line stands in."""

import re
from collections.abc import Iterator
from typing import Final

from apex_core.model.facts import FactName
from apex_core.review.candidates import LABELLED, PLAIN, STATED, Candidate
from apex_core.review.standing import about
from apex_core.review.statements import Statement

STATES: Final = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California",
    "CO": "Colorado", "CT": "Connecticut", "DE": "Delaware", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa",
    "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland",
    "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi",
    "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire",
    "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina",
    "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania",
    "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee",
    "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington",
    "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
}  # fmt: skip

_NAMES: Final = "|".join(sorted(STATES.values(), key=len, reverse=True))
_STATE: Final = re.compile(
    rf"\b(?:(?P<name>{_NAMES})\b|(?<=County, )(?P<code>{'|'.join(sorted(STATES))})\b)"
)
_COMPANY_AFTER: Final = re.compile(
    r"^(?:'s)?\s+(?:Power|Electric|Energy|Gas|Public Service|Light|Edison|Utilities|Transmission"
    r"|Hydro|Electric Cooperative|Department|Commission|Board|Code|University|Avenue|Street"
    r"|Building|Administrative|Statutes|County|Stock|River|Bay|Road|Office)\b"
)
_COMPANY_BEFORE: Final = re.compile(
    r"\b(?:Energy|Power|Electric|Utilities|Gas|Grid|Dominion|Duke|Entergy|Ameren|Versant|Commission"
    r"|Department|University|Board) (?:of )?$"
)
_PLACED: Final = re.compile(
    r"(?:\b(?:County|Counties|Parish|City|Town(?:ship)?|Village)(?: of \w+)?,?\s*(?:in\s+|of\s+)?"
    r"|\bState of\s+|\b(?:in|within|across|through)\s+(?:\w+\s+)?)$"
)
_LABEL: Final = re.compile(
    r"^(?:state|region|location|county[/, ]*state|jurisdiction)\b", re.IGNORECASE
)


def find_region(statement: Statement) -> Iterator[Candidate]:
    """Yield every state named in *statement*, except in the names of companies and offices."""
    for match in _STATE.finditer(statement.text):
        before, after = statement.text[: match.start()], statement.text[match.end() :]
        if _COMPANY_AFTER.search(after) or _COMPANY_BEFORE.search(before):
            continue
        yield Candidate(
            name=FactName.REGION,
            value=match["name"] or STATES[match["code"]],
            quotes=(statement.quote,),
            about=about(statement, match.start(), match.end()),
            weight=_weight(statement, before),
        )


def _weight(statement: Statement, before: str) -> int:
    if statement.labelled and _LABEL.search(statement.text):
        return LABELLED
    return STATED if _PLACED.search(before) else PLAIN
