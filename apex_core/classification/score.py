"""The rubric's score of a project: points of the documents that are as far as the class expects."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from apex_core.model.classification import DocumentStanding
from apex_core.packs.rubric import DocumentRubric

TENTH: Final = Decimal("0.1")


def project_score(
    documents: Sequence[DocumentStanding], rubric: DocumentRubric, estimate_class: int
) -> Decimal:
    """Return the share of the points *estimate_class* asks for that the project earns, in percent.

    A deliverable earns its points when a document provides it at least as developed as the class
    expects; those the class does not ask for are left out.
    """
    asked = {row.document: row.weight for row in rubric.rows if estimate_class in row.expected}
    earned = sum(
        (
            asked[one.title]
            for one in documents
            if one.title in asked and one.document and one.supports_class <= estimate_class
        ),
        start=Decimal(0),
    )
    return (100 * earned / sum(asked.values())).quantize(TENTH) if asked else Decimal(0)
