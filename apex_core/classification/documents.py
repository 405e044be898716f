"""How far each kind of document of the rubric has come."""

from collections.abc import Sequence
from typing import Final

from apex_core.model.classification import DocumentStanding
from apex_core.model.review import Deliverable, Review, Role, Verdict, in_order
from apex_core.packs.rubric import DocumentRubric, RubricRow
from apex_core.review.profiles import RUBRIC_NAME

UNDEFINED_CLASS: Final = 5
"""Class of a project of which nothing is defined."""


def usable(reviews: Sequence[Review]) -> tuple[Review, ...]:
    """Return the reviews that support something, those that did not fail, in their one order."""
    return tuple(review for review in in_order(reviews) if review.verdict is not Verdict.FAILED)


def standings_of(reviews: Sequence[Review], rubric: DocumentRubric) -> tuple[DocumentStanding, ...]:
    """Return one standing per kind of document, in the rubric's order."""
    deliverables = {name: deliverable for deliverable, name in RUBRIC_NAME.items()}
    return tuple(
        _standing(deliverables[row.document], row, reviews)
        for row in rubric.rows
        if row.document in deliverables
    )


def _standing(
    deliverable: Deliverable, row: RubricRow, reviews: Sequence[Review]
) -> DocumentStanding:
    best = _best_role(deliverable, reviews)
    if best is None:
        return _absent(deliverable, row)
    review, role = best
    return DocumentStanding(
        deliverable=deliverable,
        title=row.document,
        weight=row.weight,
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


def _absent(deliverable: Deliverable, row: RubricRow) -> DocumentStanding:
    unasked = [key for key in range(5, 0, -1) if key not in row.expected]
    supports = min(unasked, default=UNDEFINED_CLASS)
    why = f"class {supports} does not ask for it" if unasked else f"class {supports} at best"
    return DocumentStanding(
        deliverable=deliverable,
        title=row.document,
        weight=row.weight,
        supports_class=supports,
        reason=f"no document provides it: {why}",
    )
