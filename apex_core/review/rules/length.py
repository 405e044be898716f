"""The length of the line: along its route, or straight from end to end."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from apex_core.model.facts import About, FactName
from apex_core.review.candidates import STATED, Candidate
from apex_core.review.numbers import NUMBER, NUMBER_WORD, canonical, read_number
from apex_core.review.standing import about, weight
from apex_core.review.statements import Statement

KM_PER_MILE: Final = Decimal("1.609344")  # international mile, exact
FEET_PER_MILE: Final = Decimal(5280)
SHORTEST_LINE_FT: Final = 2640  # what is shorter and "long" is a pole or a span
LONGEST_LINE: Final = 20_000  # miles or km
LONGEST_BESIDE: Final = 20  # characters beside a length that is a sentence of its own

_LENGTH: Final = re.compile(
    rf"(?<![\w.,/-])(?P<number>{NUMBER}|{NUMBER_WORD})\s*-?\s*"
    r"(?P<unit>(?:route[- ]|line[- ])?(?:miles?|mi)\b|km\b|kilomet(?:er|re)s?\b"
    r"|(?:feet|ft)(?=\.? (?:long|in length)\b))",
    re.IGNORECASE,
)
_PARTS: Final = re.compile(
    r"\b(?:compris\w+|consist\w+|includ\w+|made up of|of which|plus)\b[^;]*$", re.IGNORECASE
)
_RANGE: Final = re.compile(rf"(?:{NUMBER})\s*(?:to|-|\u2013|and)\s*$", re.IGNORECASE)
_STRAIGHT: Final = re.compile(
    r"straight[- ]line|as the crow flies|crow[- ]fl\w+|air[- ]line|aerial distance"
    r"|point[- ]to[- ]point",
    re.IGNORECASE,
)
_PAUSE: Final = re.compile(r"[;,]")
_NEXT: Final = re.compile(r"[;,\d]")
_EITHER_LENGTH: Final = re.compile(
    rf"(?P<straight>{_STRAIGHT.pattern})|\broute\b|\balignment\b", re.IGNORECASE
)
_ROUTE: Final = re.compile(
    r"\b(?:route|line|corridor|alignment|circuit|rebuild|reconductor\w*|rebuilding|extend|long"
    r"|length|l[ií]nea|linha|ligne|traz[ao]do|tracé|longitud|longueur)\b|leitung\b|\bTrasse\b",
    re.IGNORECASE,
)
_NOT_THE_LINE_BEFORE: Final = re.compile(
    r"""(?: \bper | \bwithin | \bevery | \beach | \bmile\ ?post | \bMP | \bradius\ of | \bfirst
      | \blast | \bspaced | \bof\ which | \bincluding | \bremaining | \badditional
      | \b(?:segment|section)\ \w{1,3}:?\s*(?:is|of|\(|:)? | \baccess\ roads?:?(?:\ of)? )
      \s*(?:about|approximately|approx\.?|~)?\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_NOT_THE_LINE_AFTER: Final = re.compile(
    r"^\s*(?:per\b|/|north|south|east|west|from\b(?!.{1,60}\bto\b)|away|radius|buffer|post"
    r"|of (?:new )?(?:access|temporary)|of (?:it|which|this|these|that)\b"
    r"|of (?:road|wetland|forest|fenc|trail|matting|clearing)\w*"
    r"|(?:per|an) hour|between (?:structures|towers|poles))",
    re.IGNORECASE,
)


def find_length(statement: Statement) -> Iterator[Candidate]:
    """Yield every length of a line in *statement*, in miles; ranges are no single length."""
    for match in _LENGTH.finditer(statement.text):
        before = statement.text[: match.start()]
        miles, note = _in_miles(read_number(match["number"]), match["unit"].lower())
        if miles <= 0 or _RANGE.search(before):
            continue
        yield Candidate(
            name=_name(statement, match),
            value=canonical(miles),
            quotes=(statement.quote,),
            about=_about(statement, match),
            weight=_weight(statement, match),
            note=note,
        )


def _in_miles(number: Decimal, unit: str) -> tuple[Decimal, str]:
    """Return the length in miles, 0 for what is no length of a line, and how it was converted."""
    is_feet = unit.startswith("f")
    if (is_feet and number < SHORTEST_LINE_FT) or number > LONGEST_LINE * (
        FEET_PER_MILE if is_feet else 1
    ):
        return Decimal(0), ""
    if is_feet:
        return _thousandths(number / FEET_PER_MILE), f"{canonical(number)} ft at 5,280 ft per mile"
    if unit.startswith("k"):
        note = f"{canonical(number)} km at {KM_PER_MILE} km per mile"
        return _thousandths(number / KM_PER_MILE), note
    return number, ""


def _thousandths(miles: Decimal) -> Decimal:
    return miles.quantize(Decimal("0.001"))


def _name(statement: Statement, match: re.Match[str]) -> FactName:
    """Tell the two lengths apart by the last word before, or the first after, in the clause."""
    before = _PAUSE.split(statement.text[: match.start()])[-1]
    after = _NEXT.split(statement.text[match.end() :])[0]
    said = list(_EITHER_LENGTH.finditer(before))
    is_straight = said[-1]["straight"] if said else _STRAIGHT.search(after)
    return FactName.STRAIGHT_LINE_MILES if is_straight else FactName.ROUTE_MILES


def _weight(statement: Statement, match: re.Match[str]) -> int:
    said = weight(statement, match.start())
    return max(said, STATED) if _ROUTE.search(statement.text) else said


def _about(statement: Statement, match: re.Match[str]) -> About:
    before, after = statement.text[: match.start()], statement.text[match.end() :]
    is_a_part = _PARTS.search(before) and _LENGTH.search(before)
    if is_a_part or _NOT_THE_LINE_BEFORE.search(before) or _NOT_THE_LINE_AFTER.search(after):
        return About.SURROUNDINGS
    says_only_this = len(before) + len(after) <= LONGEST_BESIDE
    if not (_ROUTE.search(statement.text) or statement.labelled or says_only_this):
        return About.SURROUNDINGS
    return about(statement, match.start(), match.end(), survives_rework=True)
