"""The AACE class of an estimate: what the documents support, why, and what would lift it."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from apex_core.model.facts import Quote
from apex_core.model.finding import Finding
from apex_core.model.noun import Noun
from apex_core.model.review import Deliverable
from apex_core.model.scope import EstimateClass


class AccuracyBand(Noun):
    """Expected spread of actual cost around the estimate after contingency, in percent.

    ``low_pct`` and ``high_pct`` are ranges of their own: the practice gives the narrow and the
    wide end of each side.
    """

    low_pct: tuple[Decimal, Decimal]
    high_pct: tuple[Decimal, Decimal]
    source: str


class IsoNeCategory(Noun):
    """The ISO New England category the class maps to, with the label it must carry."""

    category: str
    name: str
    accuracy_pct: tuple[Decimal, Decimal]
    label: str


class DeliverableReason(Noun):
    """What one deliverable says about the class.

    Attributes
    ----------
    weight
        Points of the rubric. [-]
    governs
        Whether the class rule looks at it; the others inform the score only.
    supports_class
        Best class its state supports; absence supports the best class that asks nothing of it.
    """

    deliverable: Deliverable
    title: str
    weight: Decimal
    governs: bool
    document: str = ""
    state: str = ""
    supports_class: EstimateClass
    reason: str
    quote: Quote | None = None


class Classification(Noun):
    """The class, its reasons and its consequences.

    Attributes
    ----------
    estimate_class
        What the documents support; it governs the accuracy band.
    requested_class
        What the ticket asks for, reported beside it.
    score
        Rubric points of the project at the class, of 100. [-]
    next_class_needs
        The shortest list of documents that would lift the class by one, as sentences.
    """

    estimate_class: EstimateClass
    requested_class: EstimateClass | None = None
    accuracy: AccuracyBand
    iso_ne: IsoNeCategory
    score: Annotated[Decimal, Field(ge=0, le=100)]
    reasons: tuple[DeliverableReason, ...]
    next_class_needs: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
