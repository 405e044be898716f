"""From everything the rules found to the facts of one document, contradictions said aloud."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Final

from apex_core.model.facts import About, Fact, FactName
from apex_core.model.finding import Finding, FindingKind
from apex_core.review.candidates import STATED, Candidate

LENGTH_TOLERANCE: Final = Decimal("0.01")  # 6.5 mi and 10.5 km are the same length, rounded
MOST_QUOTES: Final = 5  # per value, where one would do
MOST_VALUES: Final = 20  # per fact; a list of prices or of structures can hold hundreds

_LENGTHS: Final = frozenset({FactName.ROUTE_MILES, FactName.STRAIGHT_LINE_MILES})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Value:
    """All candidates of one value; the leading ones speak of the project if any does."""

    about: About
    leading: tuple[Candidate, ...]
    weight: int
    first: int


def decide(
    candidates: Iterable[Candidate], *, document: str, reader: str
) -> tuple[tuple[Fact, ...], tuple[Finding, ...]]:
    """Return every value found, the preferred one of each fact first, and the contradictions.

    What is said of the project goes before its surroundings, then a labelled value before a plain
    statement before a mention, then the value said more often, then the one said first.
    """
    groups: dict[tuple[FactName, str], list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        groups[candidate.name, candidate.detail].append(candidate)
    facts: list[Fact] = []
    findings: list[Finding] = []
    for key in sorted(groups, key=lambda key: (list(FactName).index(key[0]), key[1])):
        values = _values(groups[key])
        facts.extend(_fact(value, reader) for value in values)
        findings.extend(_contradiction(values, document))
    return tuple(facts), tuple(findings)


def agree(name: FactName, one: str, other: str) -> bool:
    """Whether two values of a fact are the same, lengths to within their rounding."""
    if name not in _LENGTHS:
        return one.casefold() == other.casefold()
    longer = max(Decimal(one), Decimal(other))
    return abs(Decimal(one) - Decimal(other)) <= LENGTH_TOLERANCE * longer


def said(fact: Fact) -> str:
    """Say a fact in words: ``route miles 6.5``."""
    detail = f" {fact.detail.replace('_', ' ')}" if fact.detail else ""
    return f"{fact.name.value.replace('_', ' ')}{detail} {fact.value}"


def _values(candidates: Sequence[Candidate]) -> list[_Value]:
    """Group candidates by value, best first; lengths that agree to within rounding are one."""
    groups: dict[str, list[int]] = defaultdict(list)
    for index, candidate in enumerate(candidates):
        groups[candidate.value].append(index)
    values = sorted((_value(candidates, group) for group in groups.values()), key=_rank)
    kept: list[_Value] = []
    for value in values[:MOST_VALUES]:
        said = value.leading[0]
        is_new = not any(agree(said.name, said.value, known.leading[0].value) for known in kept)
        if is_new:
            kept.append(value)
    return kept


def _value(candidates: Sequence[Candidate], group: Sequence[int]) -> _Value:
    found = [candidates[index] for index in group]
    is_project = any(item.about is About.PROJECT for item in found)
    about = About.PROJECT if is_project else About.SURROUNDINGS
    leading = sorted((item for item in found if item.about is about), key=lambda item: -item.weight)
    return _Value(about=about, leading=tuple(leading), weight=leading[0].weight, first=min(group))


def _rank(value: _Value) -> tuple[bool, int, int, int]:
    return (value.about is not About.PROJECT, -value.weight, -len(value.leading), value.first)


def _fact(value: _Value, reader: str) -> Fact:
    lead = value.leading[0]
    others = (quote for item in value.leading[1:] for quote in item.quotes)
    quotes = tuple(dict.fromkeys((*lead.quotes, *islice(others, MOST_QUOTES))))
    return Fact(
        name=lead.name,
        value=lead.value,
        detail=lead.detail,
        quotes=quotes[: max(MOST_QUOTES, len(lead.quotes))],
        reader=reader,
        about=value.about,
        note=lead.note,
    )


def _contradiction(values: Sequence[_Value], document: str) -> Iterable[Finding]:
    """Yield one finding where a document says two things of its project about equally plainly."""
    rivals = [value for value in values if value.about is About.PROJECT]
    plain_enough = [value for value in rivals if value.weight >= min(STATED, rivals[0].weight)]
    if len(plain_enough) > 1:
        facts = [_fact(value, "") for value in plain_enough]
        sides = " and ".join(f"'{fact.value}' ({fact.quotes[0].place})" for fact in facts)
        name = said(facts[0]).removesuffix(f" {facts[0].value}")
        yield Finding(
            kind=FindingKind.CONTRADICTION,
            sentence=f"{document} gives more than one {name}: {sides}; the first is used",
            places=tuple(fact.quotes[0].place for fact in facts),
        )
