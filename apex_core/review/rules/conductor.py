"""The phase conductor: size, construction, code word and sub-conductors per phase."""

import re
from collections.abc import Iterator
from typing import Final

from apex_core.model.facts import About, FactName
from apex_core.review.candidates import STATED, Candidate
from apex_core.review.numbers import canonical, read_number
from apex_core.review.standing import about, weight
from apex_core.review.statements import Statement

# ASTM B232 / Aluminum Association code words of ACSR, which ACSS shares.
CODE_WORDS: Final = (
    "Waxwing|Partridge|Ostrich|Merlin|Linnet|Oriole|Chickadee|Brant|Ibis|Lark|Pelican|Flicker|Hawk"
    "|Hen|Osprey|Parakeet|Dove|Eagle|Peacock|Squab|Kingbird|Rook|Grosbeak|Scoter|Egret|Flamingo"
    "|Gannet|Stilt|Starling|Redwing|Coot|Tern|Cuckoo|Condor|Drake|Mallard|Ruddy|Canary|Catbird"
    "|Rail|Cardinal|Towhee|Redbird|Canvasback|Snowbird|Ortolan|Curlew|Bluejay|Finch|Bunting"
    "|Grackle|Bittern|Pheasant|Skylark|Dipper|Martin|Bobolink|Plover|Nuthatch|Parrot|Lapwing"
    "|Falcon|Chukar|Bluebird|Kiwi|Thrasher|Joree|Penguin|Pigeon|Quail|Raven|Robin|Sparrow|Swan"
)
KINDS: Final = "ACSR|ACSS|ACCC|ACCR|AAAC|ACAR|AAC"

_BUNDLE: Final = (
    r"(?i:(?P<bundled>bundled|twin(?:[- ]bundled?)?|double[- ]bundled?|B(?=\d))"
    r"|(?P<triple>triple[- ]bundled?|three[- ]bundled?)"
    r"|(?P<count>\d|two|three|four|six)(?:\s*\(\d\))?\s*"
    r"(?:x|\u00d7|-|bundled|sub-?conductors? of|per phase)?)"
)
_SIZED: Final = re.compile(
    rf"(?:\b{_BUNDLE}\s*[- ]?\s*)?(?<![\d.,/])(?P<kcmil>\d{{3}}(?:\.\d)?|\d,?\d{{3}}(?:\.\d)?)"
    r"(?P<unit>\s*-?\s*(?:kcmil|MCM))?"
    r"(?:[\s,]*\(?\d{1,2}/\d{1,2}\)?)?"
    r"(?:[\s,]*[\"'\u201c(]?(?P<code_before>" + CODE_WORDS + r")[\"'\u201d)]?)?"
    rf"(?:[\s,-]*(?P<kind>{KINDS})(?:/\w{{2,3}})?)?"
    r"(?:[\s,]*\(?\d{1,2}/\d{1,2}\)?)?"
    r"(?:[\s,]*[\"'\u201c(]?(?P<code>" + CODE_WORDS + r")[\"'\u201d)]?)?(?![\w/])"
)
_NAMED: Final = re.compile(
    r"[\"'\u201c(]?\b(?P<code>" + CODE_WORDS + r")\b[\"'\u201d)]?\s*,?\s*"
    rf"(?P<kind>{KINDS})\b|\b(?P<kind_before>{KINDS})(?:/\w{{2,3}})?[\s,]*"
    r"[\"'\u201c(]?(?P<code_after>" + CODE_WORDS + r")\b"
)
_CODE_WORD: Final = re.compile(
    r"\b(?i:code ?(?:word|name)?s?|conductor)s?\b[\s:]*(?:is\s+)?[\"'\u201c(]?(?P<code>"
    + CODE_WORDS
    + r")\b"
)
_ABOUT_CONDUCTORS: Final = re.compile(
    r"conductor|kcmil|\bMCM\b|per phase|AC[SC][RSC]", re.IGNORECASE
)
_ANOTHER_WIRE: Final = re.compile(
    r"^[^.;]{0,30}\b(?:OPGW|shield ?wires?|static|ground wire|guy|neutral|jumpers?|bus)\b",
    re.IGNORECASE,
)
_REPLACED: Final = re.compile(
    r"\b(?:replac\w+|upgrad\w+|remov\w+|from)\s+(?:the\s+)?(?:existing\s+|old\s+)?$", re.IGNORECASE
)
_BY: Final = re.compile(r"\b(?:with|to|by)\b", re.IGNORECASE)
_PER_PHASE: Final = re.compile(
    r"\b(?P<count>one|two|three|four|six|\d)\s*(?:\(\d\)\s*)?(?:sub-?)?"
    r"(?:conductors?|wires?)\s+(?:per|in each|for each)\s+phase"
    r"|\b(?P<word>single|twin|two|three|four|six|\d)[- ](?:conductor )?bundle[d]?\b"
    r"|\b(?P<bare>[1-6]|one|two|three|four|six) per phase\b"
    r"|\bbundle(?:d)?(?: of)?:?\s*(?P<number>[1-6]|one|two|three|four|six)\b",
    re.IGNORECASE,
)
WIRES_OF_PHASES: Final = frozenset({"3", "6"})  # "3-795 kcmil" is a wire per phase, no bundle
_WORD_COUNTS: Final = {"single": "1", "twin": "2"}


def find_conductor(statement: Statement) -> Iterator[Candidate]:
    """Yield size, kind, code word and bundle of every phase conductor in *statement*."""
    if not _ABOUT_CONDUCTORS.search(statement.text):
        return
    for match in _SIZED.finditer(statement.text):
        if match["unit"] or match["kind"] or match["code"] or match["code_before"]:
            yield from _sized(statement, match)
    for match in _NAMED.finditer(statement.text):
        yield from _parts(
            statement,
            match,
            {
                FactName.CONDUCTOR_CODE: match["code"] or match["code_after"],
                FactName.CONDUCTOR_KIND: (match["kind"] or match["kind_before"]).lower(),
            },
        )
    for match in _CODE_WORD.finditer(statement.text):
        yield from _parts(statement, match, {FactName.CONDUCTOR_CODE: match["code"]})
    yield from _bundles(statement)


def _sized(statement: Statement, match: re.Match[str]) -> Iterator[Candidate]:
    kind = match["kind"]
    yield from _parts(
        statement,
        match,
        {
            FactName.CONDUCTOR_KCMIL: canonical(read_number(match["kcmil"])),
            FactName.CONDUCTOR_KIND: kind.lower() if kind else None,
            FactName.CONDUCTOR_CODE: match["code"] or match["code_before"],
            FactName.CONDUCTOR_BUNDLE: _bundle(match),
        },
    )


def _bundle(match: re.Match[str]) -> str | None:
    if match["bundled"]:
        return "2"
    if match["triple"]:
        return "3"
    count = canonical(read_number(match["count"])) if match["count"] else None
    return None if count in WIRES_OF_PHASES else count


def _bundles(statement: Statement) -> Iterator[Candidate]:
    for match in _PER_PHASE.finditer(statement.text):
        said = (match["count"] or match["word"] or match["bare"] or match["number"]).lower()
        count = _WORD_COUNTS.get(said) or canonical(read_number(said))
        yield from _parts(statement, match, {FactName.CONDUCTOR_BUNDLE: count})


def _parts(
    statement: Statement, match: re.Match[str], parts: dict[FactName, str | None]
) -> Iterator[Candidate]:
    standing = _about(statement, match)
    for name, value in parts.items():
        if value is not None:
            yield Candidate(
                name=name,
                value=value,
                quotes=(statement.quote,),
                about=standing,
                weight=max(weight(statement, match.start()), STATED),
            )


def _about(statement: Statement, match: re.Match[str]) -> About:
    before, after = statement.text[: match.start()], statement.text[match.end() :]
    is_old = _REPLACED.search(before) and _BY.search(after)
    if is_old or _ANOTHER_WIRE.search(after):
        return About.SURROUNDINGS
    return about(statement, match.start(), match.end())
