"""The cost cut by plant account, and in the columns ISO New England is believed to use."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Final

from apex_core.costing.money import cents
from apex_core.model.cost import CostCategory, CostEstimate, LineItem
from apex_core.model.estimate import Amount, Breakdown
from apex_core.packs.loader import Packs

ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)
NO_ACCOUNT: Final = "none"
LAND: Final = CostCategory.RIGHT_OF_WAY
PERMITS: Final = CostCategory.PERMITTING
UNSPLIT: Final = "Not split by the rate book"

Amounts = tuple[Decimal, ...]


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
    """Cut capital cost into the ten believed columns, and a row for what no source splits.

    Where the scope says of its parts whether they are pool transmission facilities, each row is
    split too; indirects, contingency, escalation and AFUDC follow the direct cost.
    """
    columns = (*packs.isone.columns[:-1], UNSPLIT)
    whole = _columns(cost, lambda _: ONE)
    ptf, other = _split(cost, whole)
    rows = tuple(
        Amount(
            code=str(place) if column != UNSPLIT else "",
            title=column,
            usd=whole[place - 1],
            ptf_usd=ptf[place - 1] if ptf else None,
            non_ptf_usd=other[place - 1] if other else None,
        )
        for place, column in enumerate(columns, start=1)
    )
    return Breakdown(
        title="Capital cost in the columns ISO New England is believed to use",
        label=packs.isone.label,
        rows=rows,
        total_usd=cost.capital_usd,
        ptf_usd=_sum(ptf) if ptf else None,
        non_ptf_usd=_sum(other) if other else None,
    )


def _split(cost: CostEstimate, whole: Amounts) -> tuple[Amounts, Amounts]:
    """Return the rows' pool transmission facilities and the rest; nothing where nobody says."""
    said = [item.ptf is not None for item in cost.line_items]
    if not any(said):
        return (), ()
    ptf = _columns(cost, lambda item: item.ptf or ZERO)
    if all(said):  # so that the two add up to the whole, to the cent
        return ptf, tuple(usd - part for usd, part in zip(whole, ptf, strict=True))
    return ptf, _columns(cost, lambda item: ZERO if item.ptf is None else ONE - item.ptf)


def _columns(cost: CostEstimate, part_of: Callable[[LineItem], Decimal]) -> Amounts:
    """Return the amount of each column, of the part of each item that is asked for."""
    built = [item for item in cost.line_items if item.category not in {LAND, PERMITS}]
    land = [item for item in cost.line_items if item.category is LAND]
    permits = [item for item in cost.line_items if item.category is PERMITS]
    direct = _sum(item.total_usd * part_of(item) for item in cost.line_items)
    share = direct / cost.base_usd if cost.base_usd else ZERO
    overheads = _sum(share.usd for share in cost.indirects if "overhead" in share.name.lower())
    indirects = _sum(share.usd for share in cost.indirects) - overheads
    amounts = (
        _sum(item.material_usd * part_of(item) for item in built),
        _sum(item.labor_usd * part_of(item) for item in built),
        _sum(item.equipment_usd * part_of(item) for item in built),
        _sum(item.total_usd * part_of(item) for item in land),
        _sum(item.total_usd * part_of(item) for item in permits) + indirects * share,
        overheads * share,
        cost.escalation_usd * share,
        cost.afudc_usd * share,
        cost.contingency_usd * share,
        _sum(item.other_usd * part_of(item) for item in built),
    )
    return tuple(cents(usd) for usd in amounts)


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
