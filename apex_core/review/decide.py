"""From everything the rules found to the facts of one document, contradictions said aloud."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from apex_core.model.facts import About, Fact, FactName, Quote
from apex_core.model.finding import Finding, FindingKind
from apex_core.review.candidates import STATED, Candidate

LENGTH_TOLERANCE: Final = Decimal("0.01")  # 6.5 mi and 10.5 km are the same length, rounded
MOST_QUOTES: Final = 5  # per value, where one would do

_LENGTHS: Final = frozenset({FactName.ROUTE_MILES, FactName.STRAIGHT_LINE_MILES})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Value:
    """All candidates of one value, in the order they were found."""

    candidates: tuple[Candidate, ...]
    first: int

    @property
    def about(self) -> About:
        said = {candidate.about for candidate in self.candidates}
        return About.PROJECT if About.PROJECT in said else About.SURROUNDINGS

    @property
    def leading(self) -> tuple[Candidate, ...]:
        return tuple(item for item in self.candidates if item.about is self.about)

    @property
    def weight(self) -> int:
        return max(candidate.weight for candidate in self.leading)

    @property
    def rank(self) -> tuple[bool, int, int, int]:
        is_aside = self.about is not About.PROJECT
        return (is_aside, -self.weight, -len(self.leading), self.first)


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
        values = sorted(_values(groups[key]), key=lambda value: value.rank)
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
    """Group candidates by value; the most plainly said one of a group names it."""
    order = sorted(range(len(candidates)), key=lambda index: (-candidates[index].weight, index))
    groups: list[list[int]] = []
    for index in order:
        found = candidates[index]
        home = next(
            (
                group
                for group in groups
                if agree(found.name, candidates[group[0]].value, found.value)
            ),
            None,
        )
        if home is None:
            groups.append([index])
        else:
            home.append(index)
    return [
        _Value(candidates=tuple(candidates[index] for index in group), first=min(group))
        for group in groups
    ]


def _fact(value: _Value, reader: str) -> Fact:
    lead = value.leading[0]
    others = tuple(quote for item in value.leading[1:] for quote in item.quotes)
    quotes = _unique((*lead.quotes, *others))
    return Fact(
        name=lead.name,
        value=lead.value,
        detail=lead.detail,
        quotes=quotes[: max(MOST_QUOTES, len(lead.quotes))],
        reader=reader,
        about=value.about,
        note=lead.note,
    )


def _unique(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    kept: list[Quote] = []
    for quote in quotes:
        if quote not in kept:
            kept.append(quote)
    return tuple(kept)


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
