"""What each deliverable of the maturity matrix says about the class."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, assert_never

from apex_core.classification.documents import UNDEFINED_CLASS
from apex_core.model.classification import DeliverableReason, DocumentStanding, Maturity
from apex_core.model.facts import About, Fact, FactName, ProjectFacts, Quote
from apex_core.model.review import Review
from apex_core.packs.maturity import Deliverable, Evidence, MaturityMatrix, Witness

IN_WORDS: Final = {
    Maturity.NOT_REQUIRED: "not begun (NR)",
    Maturity.STARTED: "started (S)",
    Maturity.PRELIMINARY: "preliminary (P)",
    Maturity.DEFINED: "defined (D)",
    Maturity.COMPLETE: "complete (C)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Everything that can show how far a deliverable has come."""

    documents: Sequence[DocumentStanding]
    reviews: Sequence[Review]
    facts: ProjectFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A state, and what shows it."""

    state: Maturity
    said: str
    document: str = ""
    quote: Quote | None = None


def reasons_for(matrix: MaturityMatrix, known: Known) -> tuple[DeliverableReason, ...]:
    """Return one reason per deliverable, in the order of the matrix."""
    return tuple(_reason(deliverable, known) for deliverable in matrix.deliverables)


def supported_class(matrix: MaturityMatrix, reasons: Sequence[DeliverableReason]) -> int:
    """Return the worst class that any governing deliverable supports.

    Of deliverables that stand in for each other the better one counts.
    """
    groups: dict[str, int] = {}
    for deliverable, reason in zip(matrix.deliverables, reasons, strict=True):
        if deliverable.group and reason.supports_class is not None:
            best = groups.get(deliverable.group, UNDEFINED_CLASS)
            groups[deliverable.group] = min(best, reason.supports_class)
    return max(groups.values(), default=UNDEFINED_CLASS)


def _reason(deliverable: Deliverable, known: Known) -> DeliverableReason:
    governs = bool(deliverable.group)
    if not deliverable.evidence:
        said = f"not assessed: no reviewer can see it yet; it asks {_asked(deliverable)}"
        return DeliverableReason(title=deliverable.name, governs=governs, reason=said)
    shown = [
        one for evidence in deliverable.evidence for one in _shown(deliverable, evidence, known)
    ]
    none = Shown(state=Maturity.NOT_REQUIRED, said="nothing shows it")
    best = max(shown, key=lambda one: deliverable.rank(one.state), default=none)
    supports = deliverable.supports(best.state)
    return DeliverableReason(
        title=deliverable.name,
        governs=governs,
        state=best.state,
        supports_class=supports or UNDEFINED_CLASS,
        document=best.document,
        reason=f"{best.said}: {IN_WORDS[best.state]}; {_consequence(deliverable, supports)}",
        quote=best.quote,
    )


def _consequence(deliverable: Deliverable, supports: int | None) -> str:
    if supports is None:
        asked = IN_WORDS[deliverable.required[UNDEFINED_CLASS]]
        return f"even class {UNDEFINED_CLASS} asks for {asked}"
    if supports == 1:
        return "supports class 1"
    asked = IN_WORDS[deliverable.required[supports - 1]]
    return f"supports class {supports}, class {supports - 1} asks for {asked}"


def _asked(deliverable: Deliverable) -> str:
    asked = (f"{state} at class {key}" for key, state in deliverable.required.items())
    return ", ".join(asked)


def _shown(deliverable: Deliverable, evidence: Evidence, known: Known) -> Iterator[Shown]:
    match evidence.witness:
        case Witness.DOCUMENT:
            yield from _by_document(deliverable, evidence, known.documents)
        case Witness.ITEM:
            yield from _by_item(evidence, known.reviews)
        case Witness.FACTS:
            yield from _by_facts(evidence, known.facts)
        case Witness.ESTIMATE:
            (said,) = evidence.names
            yield Shown(state=evidence.state, said=f"in this estimate {said}")
        case _:
            assert_never(evidence.witness)


def _by_document(
    deliverable: Deliverable, evidence: Evidence, documents: Sequence[DocumentStanding]
) -> Iterator[Shown]:
    """Yield what the matrix asks for at the class that the document supports."""
    (name,) = evidence.names
    for standing in documents:
        if standing.deliverable == name and standing.document:
            state = deliverable.required[standing.supports_class]
            too_little = ", too little to count" if state is Maturity.NOT_REQUIRED else ""
            yield Shown(
                state=state,
                said=standing.reason.partition(": supports")[0] + too_little,
                document=standing.document,
                quote=standing.quote,
            )


def _by_item(evidence: Evidence, reviews: Sequence[Review]) -> Iterator[Shown]:
    name, wanted = evidence.names
    for review in reviews:
        for item in review.items:
            if (item.deliverable, item.item) == (name, wanted) and item.present:
                yield Shown(
                    state=evidence.state,
                    said=f"{review.document} states its {wanted}",
                    document=review.document,
                    quote=item.quote,
                )


def _by_facts(evidence: Evidence, facts: ProjectFacts) -> Iterator[Shown]:
    found = [_fact(name, facts) for name in evidence.names]
    if all(found):
        first = next(fact for fact in found if fact)
        names = " and ".join(name.partition(":")[0].replace("_", " ") for name in evidence.names)
        yield Shown(
            state=evidence.state,
            said=f"documents state {names}",
            document=first.quotes[0].place.document,
            quote=first.quotes[0],
        )


def _fact(name: str, facts: ProjectFacts) -> Fact | None:
    fact_name, _, detail = name.partition(":")
    fact = facts.get(FactName(fact_name), detail)
    return fact if fact and fact.about is About.PROJECT else None
