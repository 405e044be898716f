"""The voltage of the line."""

import re
from collections.abc import Iterator
from typing import Final

from apex_core.model.facts import About, FactName
from apex_core.review.candidates import Candidate
from apex_core.review.numbers import canonical, read_number
from apex_core.review.standing import about, weight
from apex_core.review.statements import Statement

_KILOVOLTS: Final = re.compile(
    r"(?P<pair>\d{2,3}(?:\.\d)?\s*(?:kV)?\s*/\s*)?(?<![\d.,/])(?P<kv>\d{2,3}(?:\.\d)?)"
    r"(?P<pair_after>\s*/\s*\d{2,3}(?:\.\d)?)?\s*-?\s*(?:kV|kilovolts?)\b",
    re.IGNORECASE,
)
_STATION: Final = re.compile(
    r"^\s*(?:(?!and\b|or\b)\w+\s){0,2}?(?:equipment|rated|sub(?:station)?s?|bus(?:es)?|yard|switchyard|transformers?|breakers?"
    r"|terminals?|station|positions?|bays?|loop|system|underbuild|distribution|class"
    r"|insulat\w+|BIL|arresters?)\b",
    re.IGNORECASE,
)
_NOT_NOMINAL: Final = re.compile(
    r"\b(?:BIL|withstand|surge|impulse|flashover|maximum operating|distribution|MCOV)\b"
    r"[^,;]{0,30}$",
    re.IGNORECASE,
)
_CHANGED_FROM: Final = re.compile(r"\bfrom\s+(?:the\s+)?(?:existing\s+)?$", re.IGNORECASE)
_CHANGED_TO: Final = re.compile(r"^[^.;]{0,40}\bto\s+(?:a\s+)?\d{2,3}\s*-?\s*kV", re.IGNORECASE)


def find_voltage(statement: Statement) -> Iterator[Candidate]:
    """Yield every voltage in *statement*; those of stations and crossings are surroundings."""
    for match in _KILOVOLTS.finditer(statement.text):
        yield Candidate(
            name=FactName.VOLTAGE_KV,
            value=canonical(read_number(match["kv"])),
            quotes=(statement.quote,),
            about=_about(statement, match),
            weight=weight(statement, match.start()),
        )


def _about(statement: Statement, match: re.Match[str]) -> About:
    before, after = statement.text[: match.start()], statement.text[match.end() :]
    is_another = (
        match["pair"]
        or match["pair_after"]
        or _STATION.search(after)
        or _NOT_NOMINAL.search(before)
        or (_CHANGED_FROM.search(before) and "to" in after)
        or (_CHANGED_TO.search(after))
    )
    if is_another:
        return About.SURROUNDINGS
    return about(statement, match.start(), match.end(), survives_rework=True)
