"""From the facts of each document to the facts of the project."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from apex_core.model.facts import About, Fact, FactName, ProjectFacts
from apex_core.model.finding import Finding, FindingKind
from apex_core.model.review import Deliverable, Review, Verdict, in_order
from apex_core.review.decide import agree, said
from apex_core.review.structure_types import counts_a_line


@dataclass(frozen=True, slots=True, kw_only=True)
class _Voice:
    """What one document says of one fact."""

    review: Review
    fact: Fact
    rank: int

    @property
    def order(self) -> tuple[int, bool, int, int, str, str]:
        """Who speaks first."""
        review = self.review
        return (
            list(About).index(self.fact.about),
            review.verdict is Verdict.FAILED,
            -review.addendum,
            self.rank,
            review.document,
            review.sha256,
        )


def merge_facts(reviews: Sequence[Review]) -> ProjectFacts:
    """Give each fact of the project one value, and say where documents differ.

    Precedence: what is said of the project before what is said of its surroundings; a later
    addendum before an earlier one before the base documents; the structure list for counts, then
    the scope, then all others; the document whose name comes first. Counts come from one document
    as a set, never mixed, and from one that counts a whole line before one that does not.
    What a document says that failed its review is never the project's by itself: it confirms what
    others say, and contradicts nobody.
    An addendum that changes a value is an override, any other difference a contradiction.
    """
    groups: dict[tuple[FactName, str], list[_Voice]] = defaultdict(list)
    for voice in _voices(in_order(reviews)):
        groups[voice.fact.name, voice.fact.detail].append(voice)
    facts: list[Fact] = []
    findings: list[Finding] = []
    counter = _counter(groups)
    for key in sorted(groups, key=lambda key: (list(FactName).index(key[0]), key[1])):
        voices = sorted(groups[key], key=lambda voice: voice.order)
        if key[0] is FactName.STRUCTURE_COUNT:
            voices.sort(key=lambda voice: voice.review.document != counter)
            if voices[0].review.document != counter:
                continue
        facts.append(_merged(voices))
        findings.extend(_differences(voices))
    return ProjectFacts(facts=tuple(facts), findings=tuple(findings))


def findings_of(reviews: Iterable[Review]) -> Iterator[Finding]:
    """Yield what the reviews found, less what became of values nobody uses.

    How a document that failed its review contradicts itself bears on no estimate; that it tries to
    instruct its reader does.
    """
    for review in reviews:
        is_rejected = review.verdict is Verdict.FAILED
        for finding in review.findings:
            if not is_rejected or finding.kind is FindingKind.CHECK:
                yield finding


def _voices(reviews: Iterable[Review]) -> Iterator[_Voice]:
    """Yield each document's preferred value of each fact."""
    for review in reviews:
        heard: set[tuple[FactName, str]] = set()
        for fact in review.facts:
            if (fact.name, fact.detail) not in heard:
                heard.add((fact.name, fact.detail))
                yield _Voice(review=review, fact=_heard(review, fact), rank=_rank(review, fact))


def _heard(review: Review, fact: Fact) -> Fact:
    is_rejected = review.verdict is Verdict.FAILED and fact.about is About.PROJECT
    return fact.model_copy(update={"about": About.REJECTED}) if is_rejected else fact


def _rank(review: Review, fact: Fact) -> int:
    """Return 0 for the document that is best placed to say a fact."""
    if fact.name is FactName.STRUCTURE_COUNT and review.role(Deliverable.STRUCTURE_LIST):
        return 0
    scope = review.role(Deliverable.SCOPE)
    return 1 if scope and scope.is_main else 2


def _counter(groups: dict[tuple[FactName, str], list[_Voice]]) -> str:
    """Return the document whose structure counts are used."""
    voices = [
        voice
        for (name, _), group in groups.items()
        if name is FactName.STRUCTURE_COUNT
        for voice in group
    ]
    if not voices:
        return ""
    counted: dict[str, set[str]] = defaultdict(set)
    for voice in voices:
        if voice.fact.about is About.PROJECT:
            counted[voice.review.document].add(voice.fact.detail)
    complete = {document for document, types in counted.items() if counts_a_line(types)}
    first = min(voices, key=lambda voice: (voice.review.document not in complete, voice.order))
    return first.review.document


def _merged(voices: Sequence[_Voice]) -> Fact:
    """Return the first voice's fact with the quotes of all that agree with it."""
    first = voices[0].fact
    heard = {first.about, About.REJECTED} if first.about is About.PROJECT else {first.about}
    agreeing = [
        voice.fact
        for voice in voices
        if voice.fact.about in heard and agree(first.name, first.value, voice.fact.value)
    ]
    quotes = tuple(quote for fact in agreeing for quote in fact.quotes)
    return first.model_copy(update={"quotes": quotes})


def _differences(voices: Sequence[_Voice]) -> Iterator[Finding]:
    first = voices[0]
    for other in voices[1:]:
        is_weak = other.fact.about is not first.fact.about
        if is_weak or agree(first.fact.name, first.fact.value, other.fact.value):
            continue
        is_override = first.review.addendum > other.review.addendum
        verb = "overrides" if is_override else "is used, not"
        yield Finding(
            kind=FindingKind.OVERRIDE if is_override else FindingKind.CONTRADICTION,
            sentence=(
                f"{said(first.fact)} ({first.fact.quotes[0].place}) {verb} "
                f"{other.fact.value} ({other.fact.quotes[0].place})"
            ),
            places=(first.fact.quotes[0].place, other.fact.quotes[0].place),
        )
