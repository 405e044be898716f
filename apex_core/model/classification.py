"""The AACE class of an estimate: what the documents support, why, and what would lift it."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from apex_core.model.facts import Quote
from apex_core.model.finding import Finding
from apex_core.model.noun import Noun
from apex_core.model.review import Deliverable
from apex_core.model.scope import EstimateClass


class Maturity(StrEnum):
    """How far a deliverable has come; general ones are defined, technical ones complete."""

    NOT_REQUIRED = "NR"
    STARTED = "S"
    PRELIMINARY = "P"
    DEFINED = "D"
    COMPLETE = "C"


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


class DocumentStanding(Noun):
    """How far one kind of document of the rubric has come.

    Attributes
    ----------
    weight
        Points of the rubric. [-]
    supports_class
        Best class whose expected document it is; absence supports the best class that asks for
        none.
    """

    deliverable: Deliverable
    title: str
    weight: Decimal
    document: str = ""
    state: str = ""
    supports_class: EstimateClass
    reason: str
    quote: Quote | None = None


class DeliverableReason(Noun):
    """What one deliverable of the maturity matrix says about the class.

    Attributes
    ----------
    governs
        Whether the class rule looks at it; the others are shown and decide nothing.
    state
        How far it has come; none where no reviewer can see it, which is not the same as absence.
    supports_class
        Best class that asks no more than this state; none where there is no state.
    document
        Where its state shows.
    """

    title: str
    governs: bool
    state: Maturity | None = None
    supports_class: EstimateClass | None = None
    document: str = ""
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
    reasons
        One for each deliverable of the maturity matrix, in its order.
    documents
        One for each kind of document of the rubric, in its order.
    score
        Rubric points of the project at the class, of 100; it informs and decides nothing. [-]
    next_class_needs
        The shortest list of documents that would lift the class by one, as sentences.
    """

    estimate_class: EstimateClass
    requested_class: EstimateClass | None = None
    accuracy: AccuracyBand
    iso_ne: IsoNeCategory
    score: Annotated[Decimal, Field(ge=0, le=100)]
    reasons: tuple[DeliverableReason, ...]
    documents: tuple[DocumentStanding, ...]
    next_class_needs: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
