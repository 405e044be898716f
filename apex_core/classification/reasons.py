"""What each deliverable of the rubric says about the class."""

from collections.abc import Sequence
from typing import Final

from apex_core.model.classification import DeliverableReason
from apex_core.model.facts import FactName, ProjectFacts
from apex_core.model.review import Deliverable, Review, Role, Verdict, in_order
from apex_core.packs.rubric import DocumentRubric, RubricRow
from apex_core.review.profiles import RUBRIC_NAME

# The worst class supported by any of these; the last two are one requirement, met by either.
GOVERNING: Final = (
    Deliverable.SCOPE,
    Deliverable.ROUTE,
    Deliverable.STRUCTURE_LIST,
    Deliverable.GEOTECHNICAL,
    Deliverable.BILL_OF_MATERIALS,
    Deliverable.VENDOR_QUOTES,
)
EITHER: Final = frozenset({Deliverable.BILL_OF_MATERIALS, Deliverable.VENDOR_QUOTES})
FACTORED_CLASS: Final = 4  # expects a factored material list
UNDEFINED_CLASS: Final = 5
"""Class of a project of which nothing is defined."""


def reasons_for(
    reviews: Sequence[Review], facts: ProjectFacts, rubric: DocumentRubric
) -> tuple[DeliverableReason, ...]:
    """Return one reason per deliverable, in the rubric's order."""
    usable = [review for review in in_order(reviews) if review.verdict is not Verdict.FAILED]
    rows = {row.document: row for row in rubric.rows}
    deliverables = {name: deliverable for deliverable, name in RUBRIC_NAME.items()}
    return tuple(
        _reason(deliverables[name], rows[name], usable, facts)
        for name in rows
        if name in deliverables
    )


def supported_class(reasons: Sequence[DeliverableReason]) -> int:
    """Return the worst class that any governing deliverable supports."""
    alone = [
        reason.supports_class
        for reason in reasons
        if reason.governs and reason.deliverable not in EITHER
    ]
    either = [reason.supports_class for reason in reasons if reason.deliverable in EITHER]
    return max([*alone, min(either, default=UNDEFINED_CLASS)])


def _reason(
    deliverable: Deliverable, row: RubricRow, reviews: Sequence[Review], facts: ProjectFacts
) -> DeliverableReason:
    best = _best_role(deliverable, reviews)
    if best is None:
        return _absent(deliverable, row, facts)
    review, role = best
    return DeliverableReason(
        deliverable=deliverable,
        title=row.document,
        weight=row.weight,
        governs=deliverable in GOVERNING,
        document=review.document,
        state=role.state,
        supports_class=role.supports_class,
        reason=_sentence(review, role),
        quote=role.quote,
    )


def _best_role(deliverable: Deliverable, reviews: Sequence[Review]) -> tuple[Review, Role] | None:
    """Return the best developed role, of the latest addendum, of the first document by name."""
    played = [
        (role.supports_class, -review.addendum, -role.completeness, index, review, role)
        for index, review in enumerate(reviews)
        if (role := review.role(deliverable))
    ]
    return min(played, key=lambda item: item[:4])[4:] if played else None


def _sentence(review: Review, role: Role) -> str:
    state = f", state '{role.state}'" if role.state else ""
    part = "" if role.is_main else " in a section"
    return (
        f"{review.document} provides it{part}{state}, {role.completeness} % complete: "
        f"supports class {role.supports_class}"
    )


def _absent(deliverable: Deliverable, row: RubricRow, facts: ProjectFacts) -> DeliverableReason:
    supports, why = _without(deliverable, row, facts)
    return DeliverableReason(
        deliverable=deliverable,
        title=row.document,
        weight=row.weight,
        governs=deliverable in GOVERNING,
        supports_class=supports,
        reason=f"no document provides it: {why}",
    )


def _without(deliverable: Deliverable, row: RubricRow, facts: ProjectFacts) -> tuple[int, str]:
    """Return the class that the absence of a deliverable supports, and why."""
    count = facts.get(FactName.STRUCTURE_COUNT, "tangent")
    if deliverable is Deliverable.BILL_OF_MATERIALS and count:
        why = f"structure counts factor into materials, as class {FACTORED_CLASS} expects"
        return FACTORED_CLASS, why
    unasked = [
        estimate_class for estimate_class in range(5, 0, -1) if estimate_class not in row.expected
    ]
    if not unasked:
        return UNDEFINED_CLASS, f"supports class {UNDEFINED_CLASS} at best"
    return min(unasked), f"class {min(unasked)} does not ask for it"
