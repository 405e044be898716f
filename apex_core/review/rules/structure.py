"""What carries the wires, and counts of structures said in running text."""

import re
from collections.abc import Iterator
from typing import Final

from apex_core.model.facts import About, FactName
from apex_core.model.scope import Structure
from apex_core.review.candidates import STATED, Candidate
from apex_core.review.numbers import NUMBER_WORD, canonical, read_number
from apex_core.review.standing import about, weight
from apex_core.review.statements import Statement
from apex_core.review.structure_types import structure_type

_KINDS: Final = (
    (
        Structure.STEEL_TOWER,
        r"lattice(?: steel)?(?: \w+)? ?(?:towers?|structures?)?|(?:steel|self-supporting) towers?",
    ),
    (
        Structure.WOOD_POLE,
        r"wood(?:en)?[- ](?:\w+[- ])?(?:H-?frames?|(?:mono)?poles?|structures?)|wood H-?frames?",
    ),
    (
        Structure.STEEL_POLE,
        (
            r"(?:tubular |weathering |galvanized |galvanised |direct[- ]embed\w* )*"
            r"steel[- ](?:\w+[- ])?(?:mono-?poles?|poles?|H-?frames?)|(?<!wood )(?<!wooden )"
            r"(?<!concrete )(?<!steel )mono-?poles?"
        ),
    ),
)
_PATTERNS: Final = tuple(
    (kind, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for kind, pattern in _KINDS
)
_REPLACED: Final = re.compile(
    r"\b(?:replac\w+|remov\w+|retir\w+)\s+(?:\w+\s+){0,4}$", re.IGNORECASE
)
_BY: Final = re.compile(r"\b(?:with|by)\b", re.IGNORECASE)
_COUNT: Final = re.compile(
    rf"(?<![\d.,/-])(?P<count>\d{{1,3}}(?:,\d{{3}})*|{NUMBER_WORD})\s+(?:\(\d+\)\s+)?(?:new\s+|steel\s+)*"
    r"(?P<type>(?:single[- ]circuit\s+|double[- ]circuit\s+)?"
    r"(?:tangents?|suspension|running[- ]angles?|(?:light|medium|small|heavy)[- ]angles?"
    r"|(?:in-?line|angled?|tangent|straight|non-?angled|terminal)?\s*dead[- ]?ends?))"
    r"(?:\s+(?:structures?|poles?|towers?))?(?!\s+(?:per|/)\s*mi)",
    re.IGNORECASE,
)
_UNIT_COST: Final = re.compile(
    r"\b(?:costs?|pric(?:e|es|ed|ing)|rates?|units?|each|every|per)\b", re.IGNORECASE
)


def find_structure(statement: Statement) -> Iterator[Candidate]:
    """Yield what the structures are made of, and how many of a type the text says there are."""
    taken: list[range] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(statement.text):
            if not any(match.start() in span for span in taken):
                taken.append(range(match.start(), match.end()))
                yield Candidate(
                    name=FactName.STRUCTURE,
                    value=kind.value,
                    quotes=(statement.quote,),
                    about=_about(statement, match),
                    weight=weight(statement, match.start()),
                )
    yield from _counts(statement)


def _about(statement: Statement, match: re.Match[str]) -> About:
    before, after = statement.text[: match.start()], statement.text[match.end() :]
    if _REPLACED.search(before) and _BY.search(after):
        return About.SURROUNDINGS
    return about(statement, match.start(), match.end())


def _counts(statement: Statement) -> Iterator[Candidate]:
    for match in _COUNT.finditer(statement.text):
        found = structure_type(match["type"])
        count = read_number(match["count"])
        is_unit = count == 1 and _UNIT_COST.search(statement.text[: match.start()])
        if found and not is_unit:  # what one structure costs counts none
            yield Candidate(
                name=FactName.STRUCTURE_COUNT,
                value=canonical(count),
                detail=found.name,
                quotes=(statement.quote,),
                about=about(statement, match.start(), match.end()),
                weight=max(weight(statement, match.start()), STATED),
                note=found.note,
            )
