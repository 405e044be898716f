"""What a reviewer made of one document: facts, the deliverables it provides, and a verdict."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from apex_core.model.facts import Fact, Quote
from apex_core.model.finding import Finding
from apex_core.model.noun import Noun
from apex_core.model.scope import EstimateClass


class Deliverable(StrEnum):
    """The project documents of the completeness rubric, by short name."""

    SCOPE = "scope"
    ONE_LINE = "one_line"
    ROUTE = "route"
    STRUCTURE_LIST = "structure_list"
    CONDUCTOR = "conductor"
    DESIGN_CRITERIA = "design_criteria"
    SURVEY = "survey"
    GEOTECHNICAL = "geotechnical"
    FOUNDATION = "foundation"
    BILL_OF_MATERIALS = "bill_of_materials"
    VENDOR_QUOTES = "vendor_quotes"
    ROW = "row"
    PERMITS = "permits"
    SCHEDULE = "schedule"
    RISK_REGISTER = "risk_register"
    BASIS_OF_ESTIMATE = "basis_of_estimate"


class Verdict(StrEnum):
    """Whether an estimate may rest on the document."""

    PASSED = "passed"
    MANUAL_REVIEW = "manual_review"
    FAILED = "failed"


class ReviewItem(Noun):
    """One thing a deliverable should hold; ``quote`` proves that it does, none means absent."""

    deliverable: Deliverable
    item: str
    quote: Quote | None = None

    @property
    def present(self) -> bool:
        """Whether the document holds it."""
        return self.quote is not None


class Role(Noun):
    """A deliverable the document provides, and how far it is developed.

    Attributes
    ----------
    state
        The development found, in the rubric's words, such as ``prelim spotting``.
    supports_class
        Best AACE class whose expected state this one meets.
    is_main
        Whether the whole document is this deliverable; otherwise a part of it is.
    completeness
        Share of what the deliverable should hold that is there. [%]
    quote
        The words that show the state, or the role where nothing says the state.
    """

    deliverable: Deliverable
    state: str
    supports_class: EstimateClass
    is_main: bool = True
    completeness: Annotated[int, Field(ge=0, le=100)] = 100
    quote: Quote


class Review(Noun):
    """The review of one document.

    Attributes
    ----------
    document, sha256
        Which file, at which content.
    reader
        Name and version of the rules, or of the model and prompt.
    addendum
        Number of the addendum this document is, 0 for a document that is none.
    completeness
        Share of what its main deliverables should hold that is there. [%]
    reason
        Why the verdict is what it is, as a sentence.
    dropped_quotes
        Facts left out because their quote does not stand where they said.
    """

    document: str
    sha256: str
    reader: str
    addendum: int = 0
    facts: tuple[Fact, ...] = ()
    roles: tuple[Role, ...] = ()
    items: tuple[ReviewItem, ...] = ()
    completeness: Annotated[int, Field(ge=0, le=100)]
    verdict: Verdict
    reason: str
    findings: tuple[Finding, ...] = ()
    warnings: tuple[str, ...] = ()
    dropped_quotes: int = 0

    def role(self, deliverable: Deliverable) -> Role | None:
        """Return the role this document plays for *deliverable*, if any."""
        return next((role for role in self.roles if role.deliverable is deliverable), None)


def in_order(reviews: Sequence[Review]) -> tuple[Review, ...]:
    """Return *reviews* in the one order that does not depend on who finished first."""
    return tuple(sorted(reviews, key=lambda review: (review.document, review.sha256)))
