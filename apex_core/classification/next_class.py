"""The shortest list of documents that would lift a project by one class."""

from collections.abc import Sequence

from apex_core.classification.reasons import EITHER
from apex_core.model.classification import DeliverableReason
from apex_core.packs.rubric import DocumentRubric


def next_class_needs(
    reasons: Sequence[DeliverableReason], rubric: DocumentRubric, estimate_class: int
) -> tuple[str, ...]:
    """Return one sentence per document that must be added or developed; none at class 1.

    Of the material list and the vendor quotes, the one that lacks less is asked for.
    """
    target = estimate_class - 1
    if target == 0:
        return ()
    expected = {row.document: row.expected for row in rubric.rows}
    short = [reason for reason in reasons if reason.governs and reason.supports_class > target]
    alone = [reason for reason in short if reason.deliverable not in EITHER]
    either = [reason for reason in short if reason.deliverable in EITHER]
    if len(either) == len(EITHER):
        alone.append(min(either, key=lambda reason: (reason.supports_class, -reason.weight)))
    return tuple(_need(reason, expected[reason.title].get(target, "")) for reason in alone)


def _need(reason: DeliverableReason, state: str) -> str:
    wanted = f" ({state})" if state not in {"", "Y"} else ""
    if not reason.document:
        return f"{reason.title}{wanted}: add it"
    return f"{reason.title}{wanted}: develop {reason.document} further; {reason.reason}"
