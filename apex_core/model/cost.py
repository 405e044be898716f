"""What the scope costs: line items that foot to sections, sections to base, base to capital.

Rounding: quantities to eight decimals, rates and amounts to the cent, halves away from zero.
Every sum is a sum of rounded amounts, so what is printed adds up.
"""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import PlainSerializer

from apex_core.model.finding import Finding
from apex_core.model.noun import Noun
from apex_core.model.scope import EstimateClass

Number = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]


class CostCategory(StrEnum):
    """What kind of cost an item is, for risk drivers and for the columns of a report."""

    STRUCTURES = "structures"
    FOUNDATIONS = "foundations"
    CONDUCTOR = "conductor"
    OPGW_AND_SHIELDWIRE = "opgw_and_shieldwire"
    RIGHT_OF_WAY = "right_of_way"
    PERMITTING = "permitting"
    TERRAIN = "terrain"
    REMOVAL = "removal"
    RECONDUCTORING = "reconductoring"
    SITE_WORK = "site_work"
    STATION_EQUIPMENT = "station_equipment"
    TRANSFORMERS = "transformers"
    CONTROL = "control"
    ADDER = "adder"
    MOBILIZATION = "mobilization"
    PARAMETRIC = "parametric"


class ItemSource(Noun):
    """Where a line item's quantity and its rate came from.

    ``code`` names the shipped rate, which a company's own book may replace by that code; it is
    empty where the scope gives the rate.
    """

    quantity: str
    rate: str
    code: str = ""


class LineItem(Noun):
    """One priced line.

    Attributes
    ----------
    id
        Place in the scope and name of the item, such as ``lines.0.structures.tangent``.
    section
        Id of the section it belongs to, such as ``lines.0``.
    ferc_account
        Plant account; none for removal, which is not plant in service.
    material_usd, labor_usd, equipment_usd, other_usd
        Parts of the total; ``other`` holds what the rate book does not split. [USD]
    unit_cost_usd
        Rate in the estimate's dollar year. [USD per *unit*]
    ptf
        Part that is pool transmission facility; none where nobody says. [-]
    """

    id: str
    section: str
    wbs: str
    ferc_account: str | None
    category: CostCategory
    description: str
    quantity: Number
    unit: str
    material_usd: Number
    labor_usd: Number
    equipment_usd: Number
    other_usd: Number
    unit_cost_usd: Number
    total_usd: Number
    source: ItemSource
    ptf: Number | None = None


class UnpricedItem(Noun):
    """Something in the scope that has no rate: it is missing from every sum, never zero."""

    id: str
    section: str
    wbs: str
    category: CostCategory
    description: str
    reason: str


class CostSection(Noun):
    """A part of the scope that is priced on its own; ``id`` is its place, such as ``lines.0``."""

    id: str
    wbs: str
    name: str


class PricedSection(CostSection):
    """One line, one substation, or the adders: priced, with everything to be said about it."""

    line_items: tuple[LineItem, ...]
    unpriced: tuple[UnpricedItem, ...] = ()
    total_usd: Number
    assumptions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


class SectionTotal(CostSection):
    """What one section adds to the base [USD]."""

    total_usd: Number


class Share(Noun):
    """A cost that is a fraction of other costs: its name, the fraction, the amount, its source."""

    name: str
    fraction: Number
    usd: Number
    source: str


class Escalation(Noun):
    """From the dollars of one year to those of another.

    Attributes
    ----------
    factor
        What a dollar of ``from_year`` costs in ``to_year``. [-]
    steps
        The yearly rates it is the product of, each with its status, as sentences.
    """

    from_year: int
    to_year: int
    factor: Number
    steps: tuple[str, ...] = ()


class Contingency(Noun):
    """What is added for what is not known, in dollars of the estimate's dollar year.

    ``fraction`` is that of project cost where a percentage made it; ``basis`` says which, or
    that it comes from the risk result.
    """

    usd: Number
    fraction: Number | None = None
    basis: str


class CostEstimate(Noun):
    """The whole cost, in dollars of ``dollar_year`` up to and including contingency.

    Attributes
    ----------
    base_usd
        Sum of the sections: direct cost. [USD]
    project_usd
        Base and indirects. [USD]
    escalation_usd
        Of project cost and contingency, to the year in service. [USD]
    capital_usd
        Project cost, contingency, escalation and AFUDC. [USD]
    packs
        Names of the packs the figures come from.
    """

    name: str
    region: str
    dollar_year: int
    estimate_class: EstimateClass
    line_items: tuple[LineItem, ...]
    sections: tuple[SectionTotal, ...]
    unpriced: tuple[UnpricedItem, ...] = ()
    base_usd: Number
    indirects: tuple[Share, ...]
    project_usd: Number
    escalation: Escalation
    escalation_usd: Number
    contingency: Contingency
    contingency_usd: Number
    afudc: Share
    afudc_usd: Number
    capital_usd: Number
    assumptions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    packs: tuple[str, ...] = ()
