"""The estimate: everything a reader gets, and everything it rests on."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from apex_core.model.classification import Classification
from apex_core.model.cost import CostEstimate, Number
from apex_core.model.finding import Finding
from apex_core.model.noun import Noun
from apex_core.model.quantities import Quantities
from apex_core.model.review import Verdict
from apex_core.model.risk import RiskModel
from apex_core.model.risk_result import RiskResult
from apex_core.model.scope import EstimateClass
from apex_core.model.ticket import Ticket


class DocumentStatus(StrEnum):
    """Whether a document could be read."""

    READ = "read"
    REFUSED = "refused"


class DocumentUse(Noun):
    """One document of the project, and what became of it.

    Attributes
    ----------
    reason
        Why the verdict is what it is, or why the document was refused.
    completeness
        Share of what its deliverables should hold; none when it was refused. [%]
    warnings
        What of it could not be read, as sentences.
    """

    name: str
    sha256: str
    status: DocumentStatus
    reason: str
    verdict: Verdict | None = None
    completeness: Annotated[int, Field(ge=0, le=100)] | None = None
    warnings: tuple[str, ...] = ()


class DriverUse(Noun):
    """One shipped risk driver, and what this estimate does with it.

    Attributes
    ----------
    applies_to
        The part of the cost it moves, in words.
    distribution
        Name of its distribution, and what the ends of the range are where they are no limits.
    low_pct, mode_pct, high_pct
        Its range on that part; none where the pack gives no such range. [%]
    share
        That part as a fraction of project cost. [-]
    loaded
        Whether the simulation contains it; ``reason`` says why or why not.
    """

    name: str
    applies_to: str
    distribution: str
    low_pct: Number | None = None
    mode_pct: Number | None = None
    high_pct: Number | None = None
    share: Number = Decimal(0)
    loaded: bool
    reason: str
    status: str
    source: str


class Basis(Noun):
    """Everything an estimate rests on, before anything is written about it.

    Attributes
    ----------
    cost
        With the contingency of ``risk``, else with the percentage of its class.
    drivers
        Every shipped risk driver, loaded or not.
    risk_model, risk
        None where nothing was let vary: without a range there is no result, not one of no width.
    findings
        Of the documents, the quantities and the classification, each once.
    """

    ticket: Ticket
    quantities: Quantities
    classification: Classification
    cost: CostEstimate
    drivers: tuple[DriverUse, ...]
    risk_model: RiskModel | None = None
    risk: RiskResult | None = None
    documents: tuple[DocumentUse, ...] = ()
    findings: tuple[Finding, ...] = ()


class NarrativeSection(Noun):
    """One section of the basis of estimate, as paragraphs of plain text."""

    title: str
    paragraphs: tuple[str, ...]


class Statement(Noun):
    """An assumption or an exclusion, and the figure it bears on.

    ``figure`` is a path in the estimate, such as ``cost.line_items.3``.
    """

    text: str
    figure: str


class Headline(Noun):
    """What a manager reads first.

    Attributes
    ----------
    project_usd
        Project cost, the base estimate: direct cost and indirects, before contingency, escalation
        and AFUDC. [USD]
    p50_usd, p80_usd, p95_usd
        Simulated project cost before escalation and AFUDC; none where nothing varies. [USD]
    contingency_usd
        P80 less base, negative where the base is above P80; the class's percentage where nothing
        varies. [USD]
    contingency_fraction
        The same as a fraction of base. [-]
    capital_usd
        Project cost with contingency, escalation and AFUDC. [USD]
    top_drivers
        What moves the cost most, first first.
    """

    estimate_class: EstimateClass
    project_usd: Number
    p50_usd: Number | None = None
    p80_usd: Number | None = None
    p95_usd: Number | None = None
    contingency_usd: Number
    contingency_fraction: Number
    capital_usd: Number
    top_drivers: tuple[str, ...]


class Amount(Noun):
    """One row of a breakdown: its code, its title, its amount.

    Attributes
    ----------
    ptf_usd, non_ptf_usd
        What of it is pool transmission facility and what is not; none where the scope does not
        say of anything. What it does not say is in neither. [USD]
    """

    code: str
    title: str
    usd: Number
    ptf_usd: Number | None = None
    non_ptf_usd: Number | None = None


class Breakdown(Noun):
    """A cost cut one way, with the label a reader must see beside it.

    ``ptf_usd`` and ``non_ptf_usd`` are the sums of the rows'. [USD]
    """

    title: str
    label: str
    rows: tuple[Amount, ...]
    total_usd: Number
    ptf_usd: Number | None = None
    non_ptf_usd: Number | None = None


class ComparedFigure(Noun):
    """A published figure beside the simulated range; it changes nothing.

    Attributes
    ----------
    comparable_usd
        The published figure taken back to project cost: without this estimate's AFUDC and
        escalation, which the percentiles leave out too. [USD]
    inside
        Whether that lies between P5 and P95; none where nothing varies.
    """

    label: str
    usd: Number
    source: str
    comparable_usd: Number
    inside: bool | None = None


class Estimate(Noun):
    """A whole estimate: headline, figures, words, and what they rest on."""

    project: str
    headline: Headline
    basis: Basis
    by_account: Breakdown
    iso_ne_style: Breakdown
    comparison: ComparedFigure | None = None
    narrative: tuple[NarrativeSection, ...]
    assumptions: tuple[Statement, ...]
    exclusions: tuple[Statement, ...]
