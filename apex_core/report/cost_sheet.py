"""The line items with formulas that add them up to capital cost, as a reader would by hand."""

from dataclasses import dataclass
from typing import Final

from openpyxl.worksheet.worksheet import Worksheet

from apex_core.model.cost import CostEstimate
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
PARTS: Final = "GHIJ"
TOTAL: Final = "K"


@dataclass(frozen=True, slots=True, kw_only=True)
class CostCells:
    """Addresses of the sums, for other sheets to refer to."""

    base: str
    project: str
    contingency: str
    escalation: str
    afudc: str
    capital: str


def write_cost_sheet(sheet: Worksheet, cost: CostEstimate, *, p80_cell: str) -> CostCells:
    """Fill the sheet and say where the sums stand.

    Parameters
    ----------
    p80_cell
        Address of P80, from which contingency follows.
    """
    note = (
        f"US dollars of {cost.dollar_year}. Every total is a formula: change a part and it moves."
    )
    filled = open_sheet(sheet, TITLE, COLUMNS, note=note)
    sections = [_write_section(filled, cost, place) for place in range(len(cost.sections))]
    base = _sum_row(filled, "Direct cost", "+".join(sections) or "0")
    shares = [
        _sum_row(
            filled, f"{share.name} ({share.fraction:%} of direct cost)", _part(base, share.fraction)
        )
        for share in cost.indirects
    ]
    project = _sum_row(filled, "Project cost", "+".join([base, *shares]), bold=True)
    contingency = _sum_row(filled, cost.contingency.basis, f"ROUND({p80_cell},2)-{project}")
    step = cost.escalation
    escalation = _sum_row(
        filled,
        f"Escalation from {step.from_year} to {step.to_year}",
        f"ROUND(({project}+{contingency})*({step.factor}-1),2)",
    )
    before = f"({project}+{contingency}+{escalation})"
    afudc = _sum_row(filled, cost.afudc.name, _part(before, cost.afudc.fraction))
    parts = (project, contingency, escalation, afudc)
    capital = _sum_row(filled, "Capital cost", "+".join(parts), bold=True)
    return CostCells(
        base=_elsewhere(base),
        project=_elsewhere(project),
        contingency=_elsewhere(contingency),
        escalation=_elsewhere(escalation),
        afudc=_elsewhere(afudc),
        capital=_elsewhere(capital),
    )


def _write_section(filled: Sheet, cost: CostEstimate, place: int) -> str:
    section = cost.sections[place]
    head = filled.add(section.wbs, None, section.name, filled=True)
    for item in cost.line_items:
        if item.section == section.id:
            row = filled.next_row
            filled.add(
                item.wbs,
                item.ferc_account,
                item.description,
                item.quantity,
                item.unit,
                item.unit_cost_usd,
                item.material_usd,
                item.labor_usd,
                item.equipment_usd,
                item.other_usd,
                Formula(f"=SUM({PARTS[0]}{row}:{PARTS[-1]}{row})"),
                item.source.quantity,
                item.source.rate,
            )
    last = filled.next_row - 1
    for column in (*PARTS, TOTAL):
        cell = filled.sheet[f"{column}{head}"]
        cell.value = f"=SUM({column}{head + 1}:{column}{last})" if last > head else 0
        cell.number_format = MONEY
    return f"{TOTAL}{head}"


def _sum_row(filled: Sheet, name: str, formula: str, *, bold: bool = False) -> str:
    empty = (None,) * (len(COLUMNS) - 6)
    row = filled.add(None, None, name, *empty, Formula(f"={formula}"), bold=bold)
    return f"{TOTAL}{row}"


def _part(of: str, fraction: object) -> str:
    return f"ROUND({of}*{fraction},2)"


def _elsewhere(cell: str) -> str:
    return f"'{TITLE}'!{cell}"
