"""The shortest list of documents that would lift a project by one class."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from apex_core.classification.documents import UNDEFINED_CLASS
from apex_core.model.classification import DeliverableReason, DocumentStanding
from apex_core.packs.maturity import Deliverable, MaturityMatrix, Witness
from apex_core.packs.rubric import DocumentRubric


def next_class_needs(
    matrix: MaturityMatrix,
    reasons: Sequence[DeliverableReason],
    documents: Sequence[DocumentStanding],
    rubric: DocumentRubric,
    *,
    estimate_class: int,
) -> tuple[str, ...]:
    """Return one sentence per document that must be added or developed; none at class 1.

    One document may lift several deliverables; of deliverables that stand in for each other, the
    one whose document lacks less is asked for.
    """
    target = estimate_class - 1
    if target == 0:
        return ()
    expected = {row.document: row.expected for row in rubric.rows}
    asked_for = dict.fromkeys(_lacking(matrix, reasons, documents, target))
    return tuple(_need(one, expected[one.title].get(target, "")) for one in asked_for)


def _lacking(
    matrix: MaturityMatrix,
    reasons: Sequence[DeliverableReason],
    documents: Sequence[DocumentStanding],
    target: int,
) -> Iterator[DocumentStanding]:
    groups: defaultdict[str, list[tuple[Deliverable, int]]] = defaultdict(list)
    for deliverable, reason in zip(matrix.deliverables, reasons, strict=True):
        if deliverable.group:
            supports = reason.supports_class or UNDEFINED_CLASS
            groups[deliverable.group].append((deliverable, supports))
    for members in groups.values():
        if all(supports > target for _, supports in members):
            choices = [_document(deliverable, documents) for deliverable, _ in members]
            yield min(choices, key=lambda one: (one.supports_class, -one.weight))


def _document(deliverable: Deliverable, documents: Sequence[DocumentStanding]) -> DocumentStanding:
    """Return the document that shows a governing deliverable; the pack names one for each."""
    names = (one.names[0] for one in deliverable.evidence if one.witness is Witness.DOCUMENT)
    wanted = next(names)
    return next(standing for standing in documents if standing.deliverable == wanted)


def _need(standing: DocumentStanding, state: str) -> str:
    wanted = f" ({state})" if state not in {"", "Y"} else ""
    if not standing.document:
        return f"{standing.title}{wanted}: add it"
    return f"{standing.title}{wanted}: develop {standing.document} further; {standing.reason}"
