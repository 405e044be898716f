"""Mobilization of one line, where the scope asks for it.

The published costs per mile do not show it apart, so it is never added in silence.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from apex_core.costing.entry import Draft, Entry, Missing, UnitRate, draft
from apex_core.costing.escalation import escalate
from apex_core.costing.money import plain
from apex_core.costing.structures import ACCOUNTS
from apex_core.model.cost import CostCategory
from apex_core.model.scope import LineScope, ProjectScope
from apex_core.packs.loader import Packs

PUBLISHED: Final = "published"
WORDS: Final = "Mobilization and demobilization"


def mobilization(
    scope: ProjectScope, line: LineScope, packs: Packs, *, path: str, sources: Mapping[str, str]
) -> Draft:
    """Price the mobilization of a line: the published amount, the scope's own, or none."""
    asked = sources.get(f"{path}.mobilization", "scope")
    match line.mobilization:
        case None:
            return Draft()
        case "published":
            return _published(scope, line, packs, asked)
        case usd:
            rate = UnitRate(other=usd, source=asked, in_scope_dollars=True)
            return draft(_entry(line, asked, rate))


def _published(scope: ProjectScope, line: LineScope, packs: Packs, asked: str) -> Draft:
    book = packs.mobilization
    usd = book.at(line.voltage_kv)
    if usd is None:
        reason = f"none is published at {plain(line.voltage_kv)} kV: give an amount"
        return draft(
            Missing(
                key="mobilization",
                category=CostCategory.MOBILIZATION,
                description=WORDS,
                reason=reason,
            )
        )
    level = escalate(packs.lines.escalation, from_year=book.dollar_year, to_year=scope.dollar_year)
    rate = UnitRate(
        other=usd * level.factor,
        source=f"{book.edition}, {plain(usd)} US$ of {book.dollar_year} × {plain(level.factor)} "
        f"to {scope.dollar_year} US$",
        in_scope_dollars=True,
    )
    said = f"{line.name}: mobilization by {book.source}. {book.label}"
    return draft(_entry(line, asked, rate)) + Draft(assumptions=(said,))


def _entry(line: LineScope, asked: str, rate: UnitRate) -> Entry:
    return Entry(
        key="mobilization",
        category=CostCategory.MOBILIZATION,
        account=ACCOUNTS[line.structure],
        description=WORDS,
        quantity=Decimal(1),
        unit="line",
        quantity_source=f"one line ({asked})",
        rate=rate,
    )
