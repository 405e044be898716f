"""Reconductoring: the published cost per mile, with the chosen conductor in place of the usual one.

The published figures are several times what the conductor alone costs and cannot be built up from
unit costs, so what they hold beyond their conductor is taken from them as one rate:

    rest = published / (1 + soft costs) / (1 + contingency) / (1 + AFUDC) - usual conductor
"""

from decimal import Decimal
from typing import Final

from apex_core.costing.codes import rate_code
from apex_core.costing.entry import Draft, Entry, UnitRate
from apex_core.costing.line import LineAtHand
from apex_core.costing.markups import without_markups
from apex_core.costing.money import plain
from apex_core.costing.wires import PHASES, conductor, kft_per_mile, usual
from apex_core.model.cost import CostCategory
from apex_core.model.finding import Finding, FindingKind

ACCOUNT: Final = "356"
CASE: Final = "reconductor_per_circuit"
MILLION: Final = 1_000_000
WORDS: Final = "Reconductoring besides the conductor: removal, stringing, access"


def reconductoring(at: LineAtHand) -> Draft:
    """Price the new conductor and the rest of the work on existing structures."""
    published = at.rates.published[("all", at.line.voltage_kv, CASE)]
    rest = without_markups(at.rates, published * MILLION) - _usual_conductor(at)
    entry = Entry(
        key="reconductoring",
        category=CostCategory.RECONDUCTORING,
        account=ACCOUNT,
        description=WORDS,
        quantity=at.line.circuits * at.miles,
        unit="circuit mile",
        quantity_source=f"{at.line.circuits} circuit(s) × {at.miles_source}",
        rate=UnitRate(
            other=rest,
            source=f"derived from {plain(published)} million US$ per circuit mile "
            f"({at.rates.cite('Table 4.1-3')}) without contingency, AFUDC, soft costs and its "
            "own conductor",
            code=rate_code("reconductoring", at.line.voltage_kv),
            words=f"{WORDS}, {at.voltage}",
        ),
    )
    said = Finding(
        kind=FindingKind.CHECK,
        sentence=f"{at.line.name}: reconductoring rests on a published cost per mile that cannot "
        "be built up from unit costs; a quotation would serve better",
    )
    adequate = (
        f"{at.line.name}: the existing structures, foundations, insulators and right of way are "
        "adequate for the new conductor"
    )
    return conductor(at) + Draft(entries=(entry,), assumptions=(adequate,), findings=(said,))


def _usual_conductor(at: LineAtHand) -> Decimal:
    chosen = usual(at)
    per_kft = chosen.rate.material_usd + chosen.rate.installation_usd + chosen.rate.accessories_usd
    return PHASES * chosen.bundle * kft_per_mile(at) * per_kft
