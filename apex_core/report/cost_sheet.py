"""The line items with formulas that add them up to capital cost, as a reader would by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

from apex_core.costing.money import cents
from apex_core.estimate.wording import percent
from apex_core.model.cost import CostEstimate, LineItem, SectionTotal, Share
from apex_core.report.sheet import COUNT, MONEY, Column, Formula, Sheet, open_sheet

TITLE: Final = "Line items"
COLUMNS: Final = (
    Column(title="WBS", width=9),
    Column(title="FERC", width=8),
    Column(title="Description", width=46),
    Column(title="Quantity", width=12, number_format=COUNT),
    Column(title="Unit", width=10),
    Column(title="Unit cost", width=14, number_format=MONEY),
    Column(title="Material", width=16, number_format=MONEY),
    Column(title="Labor", width=16, number_format=MONEY),
    Column(title="Equipment", width=14, number_format=MONEY),
    Column(title="Other", width=16, number_format=MONEY),
    Column(title="Total", width=17, number_format=MONEY),
    Column(title="Source of the quantity", width=52),
    Column(title="Source of the rate", width=40),
)
PART_NAMES: Final = ("material_usd", "labor_usd", "equipment_usd", "other_usd")
ZERO: Final = Decimal(0)
QUANTITY: Final = "D"
PARTS: Final = "GHIJ"
TOTAL: Final = "K"
BEFORE_TOTAL: Final = (None,) * 7  # the columns between description and total


class Sum(NamedTuple):
    """A sum: where it stands on its sheet, and what it comes to."""

    cell: str
    usd: Decimal

    def seen_from(self, sheet: str) -> Formula:
        """Return a formula that shows this sum on another sheet; *sheet* is where it stands."""
        return Formula(f"'{sheet}'!{self.cell}", self.usd)


@dataclass(frozen=True, slots=True, kw_only=True)
class CostSums:
    """The sums that lead from direct cost to capital cost."""

    base: Sum
    project: Sum
    contingency: Sum
    escalation: Sum
    afudc: Sum
    capital: Sum


def write_cost_sheet(filled: Sheet, cost: CostEstimate, contingency: Formula | None) -> CostSums:
    """Fill the sheet and say where the sums stand; a changed quantity moves them all.

    Parameters
    ----------
    contingency
        From the sheet of risk: P80 less the base that was simulated; without one, the percentage
        the estimate took.
    """
    sections = [_write_section(filled, cost, section) for section in cost.sections]
    base = _sum(filled, "Direct cost", _added(sections), cost.base_usd)
    indirects = [_write_share(filled, share, base.cell) for share in cost.indirects]
    project = _sum(filled, "Project cost", _added([base, *indirects]), cost.project_usd, bold=True)
    text = contingency.text if contingency else _percentage(cost, project.cell)
    reserve = _sum(filled, cost.contingency.basis, text, cost.contingency_usd)
    step = cost.escalation
    escalation = _sum(
        filled,
        f"Escalation from {step.from_year} to {step.to_year}",
        f"ROUND(({_added([project, reserve])})*({step.factor}-1),2)",
        cost.escalation_usd,
    )
    before = _added([project, reserve, escalation])
    afudc = _write_share(filled, cost.afudc, f"({before})")
    capital = _sum(filled, "Capital cost", f"{before}+{afudc.cell}", cost.capital_usd, bold=True)
    return CostSums(
        base=base,
        project=project,
        contingency=reserve,
        escalation=escalation,
        afudc=afudc,
        capital=capital,
    )


def _percentage(cost: CostEstimate, of: str) -> str:
    fraction = cost.contingency.fraction
    return str(cost.contingency_usd) if fraction is None else f"ROUND({of}*{fraction},2)"


def open_cost_sheet(sheet: Worksheet, cost: CostEstimate) -> Sheet:
    """Lay out the empty sheet."""
    moves = (
        "they move" if cost.contingency.fraction else "they move; the contingency stays as it is"
    )
    note = (
        f"US dollars of {cost.dollar_year}. Parts and totals are formulas: change a quantity and "
        f"{moves}."
    )
    return open_sheet(sheet, TITLE, COLUMNS, note=note)


def _write_section(filled: Sheet, cost: CostEstimate, section: SectionTotal) -> Sum:
    head = filled.add(section.wbs, None, section.name, filled=True)
    items = [item for item in cost.line_items if item.section == section.id]
    for item in items:
        _write_item(filled, item)
    for name, column in zip(PART_NAMES, PARTS, strict=True):
        _write_subtotal(filled, column, head, sum((getattr(item, name) for item in items), ZERO))
    return _write_subtotal(filled, TOTAL, head, section.total_usd)


def _write_item(filled: Sheet, item: LineItem) -> None:
    row = filled.next_row
    filled.add(
        item.wbs,
        item.ferc_account,
        item.description,
        item.quantity,
        item.unit,
        item.unit_cost_usd,
        *(_part(getattr(item, name), item.quantity, row) for name in PART_NAMES),
        Formula(f"SUM({PARTS[0]}{row}:{PARTS[-1]}{row})", item.total_usd),
        item.source.quantity,
        item.source.rate,
    )


def _part(usd: Decimal, quantity: Decimal, row: int) -> Formula | Decimal:
    """Write a part as quantity times its rate, or as it is where no rate in cents gives it."""
    rate = cents(usd / quantity) if quantity else ZERO
    is_exact = rate and cents(rate * quantity) == usd
    return Formula(f"ROUND({QUANTITY}{row}*{rate},2)", usd) if is_exact else usd


def _write_subtotal(filled: Sheet, column: str, head: int, usd: Decimal) -> Sum:
    last = filled.next_row - 1
    text = f"SUM({column}{head + 1}:{column}{last})" if last > head else "0"
    number = column_index_from_string(column)
    filled.put(head, number, Formula(text, usd), COLUMNS[number - 1])
    return Sum(f"{column}{head}", usd)


def _write_share(filled: Sheet, share: Share, of: str) -> Sum:
    name = f"{share.name}, {percent(share.fraction, places=1)}"
    return _sum(filled, name, f"ROUND({of}*{share.fraction},2)", share.usd)


def _sum(filled: Sheet, name: str, text: str, usd: Decimal, *, bold: bool = False) -> Sum:
    row = filled.add(None, None, name, *BEFORE_TOTAL, Formula(text, usd), bold=bold)
    return Sum(f"{TOTAL}{row}", usd)


def _added(sums: Sequence[Sum]) -> str:
    return "+".join(one.cell for one in sums) or "0"
