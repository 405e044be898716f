"""The cost cut by plant account, and in the columns ISO New England is believed to use."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from apex_core.model.cost import CostCategory, CostEstimate, LineItem
from apex_core.model.estimate import Amount, Breakdown
from apex_core.packs.loader import Packs

NO_ACCOUNT: Final = "none"
LAND: Final = CostCategory.RIGHT_OF_WAY
PERMITS: Final = CostCategory.PERMITTING
UNSPLIT: Final = "Not split by the rate book"


def by_account(cost: CostEstimate, packs: Packs) -> Breakdown:
    """Cut direct cost by FERC plant account; removal is not plant in service and stands apart."""
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for item in cost.line_items:
        sums[_account(item)] += item.total_usd
    return Breakdown(
        title="Direct cost by FERC plant account",
        label=packs.manifest("ferc-accounts").label,
        rows=tuple(
            Amount(code=_code(account), title=_title(account, packs), usd=usd)
            for account, usd in sorted(sums.items())
        ),
        total_usd=cost.base_usd,
    )


def in_iso_ne_columns(cost: CostEstimate, packs: Packs) -> Breakdown:
    """Cut capital cost into the ten believed columns, and a row for what no source splits."""
    built = [item for item in cost.line_items if item.category not in {LAND, PERMITS}]
    overheads = _sum(share.usd for share in cost.indirects if "overhead" in share.name.lower())
    indirects = _sum(share.usd for share in cost.indirects) - overheads
    amounts = (
        _sum(item.material_usd for item in built),
        _sum(item.labor_usd for item in built),
        _sum(item.equipment_usd for item in built),
        _sum(item.total_usd for item in cost.line_items if item.category is LAND),
        _sum(item.total_usd for item in cost.line_items if item.category is PERMITS) + indirects,
        overheads,
        cost.escalation_usd,
        cost.afudc_usd,
        cost.contingency_usd,
    )
    columns = packs.isone.columns
    rows = [
        Amount(code=str(place), title=column, usd=usd)
        for place, (column, usd) in enumerate(zip(columns[:-1], amounts, strict=True), start=1)
    ]
    rest = Amount(code="", title=UNSPLIT, usd=_sum(item.other_usd for item in built))
    return Breakdown(
        title="Capital cost in the columns ISO New England is believed to use",
        label=packs.isone.label,
        rows=(*rows, rest),
        total_usd=cost.capital_usd,
    )


def _account(item: LineItem) -> str:
    if item.category is CostCategory.REMOVAL:
        return CostCategory.REMOVAL.value
    return item.ferc_account or NO_ACCOUNT


def _code(account: str) -> str:
    return account if account[0].isdigit() else ""


def _title(account: str, packs: Packs) -> str:
    if account == CostCategory.REMOVAL.value:
        return "Removal, not plant in service"
    known = packs.ferc.get(account)
    return known.title if known else "No account assigned"


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))
