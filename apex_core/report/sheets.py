"""The sheets beside the line items: summary, quantities, risk, documents, assumptions."""

from typing import Final

from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from apex_core.estimate.wording import percent
from apex_core.model.estimate import Breakdown, DriverUse, Estimate
from apex_core.report.cost_sheet import CostCells
from apex_core.report.project_parts import project_parts
from apex_core.report.sheet import DOLLARS, MONEY, PERCENT, RULE, Column, Formula, open_sheet, write

RISK: Final = "Risk"


def write_summary(sheet: Worksheet, estimate: Estimate, cost: CostCells, p80_cell: str) -> None:
    """Fill the first sheet: the headline, live from the other sheets, and the two breakdowns."""
    basis = estimate.basis
    columns = (
        Column(title="Figure", width=58),
        Column(title="US dollars", width=20, number_format=DOLLARS),
        Column(title="Note", width=64),
    )
    filled = open_sheet(sheet, estimate.project, columns, note=_class_line(estimate))
    year = f"{basis.cost.dollar_year} US$"
    for name, cell, note in (
        ("Direct cost", cost.base, year),
        ("Project cost before contingency", cost.project, f"with indirects, {year}"),
        ("Contingency", cost.contingency, basis.cost.contingency.basis),
        ("Project cost at P80", p80_cell, f"before escalation and AFUDC, {year}"),
        ("Escalation", cost.escalation, "; ".join(basis.cost.escalation.steps)),
        ("AFUDC", cost.afudc, basis.cost.afudc.source),
    ):
        filled.add(name, Formula(f"={cell}"), note)
    filled.add("Capital cost", Formula(f"={cost.capital}"), "", bold=True)
    if estimate.comparison is not None:
        compared = estimate.comparison
        inside = "inside" if compared.inside else "outside"
        filled.add(compared.label, compared.usd, f"{compared.source}; {inside} P5 to P95")
    for breakdown in (estimate.by_account, estimate.iso_ne_style):
        _write_breakdown(filled.sheet, breakdown, columns)


def _class_line(estimate: Estimate) -> str:
    found, cost = estimate.basis.classification, estimate.basis.cost
    return f"AACE class {found.estimate_class}; {cost.region}; {cost.dollar_year} US dollars"


def _write_breakdown(
    sheet: Worksheet, breakdown: Breakdown, columns: tuple[Column, Column, Column]
) -> None:
    row = sheet.max_row + 2
    for number, text in ((1, breakdown.title), (3, breakdown.label)):
        write(sheet, row, number, text, columns[number - 1]).font = Font(bold=True)
    for place, amount in enumerate(breakdown.rows, start=row + 1):
        title = f"{amount.code}  {amount.title}" if amount.code else amount.title
        write(sheet, place, 1, title, columns[0])
        write(sheet, place, 2, amount.usd, columns[1])
    last = row + len(breakdown.rows)
    total = Formula(f"=SUM(B{row + 1}:B{last})")
    for number, value in ((1, "Total"), (2, total)):
        cell = write(sheet, last + 1, number, value, columns[number - 1])
        cell.font, cell.border = Font(bold=True), RULE


def write_quantities(sheet: Worksheet, estimate: Estimate) -> None:
    """Fill the sheet of quantities: each value of the scope, and where it came from."""
    columns = (
        Column(title="Quantity", width=44),
        Column(title="Value", width=24),
        Column(title="Source", width=110),
    )
    filled = open_sheet(sheet, "Quantities and their sources", columns)
    for part in project_parts(estimate.basis.quantities):
        filled.add(part.name, filled=True)
        for row in part.rows:
            filled.add(row.name, row.value, row.source)


def write_risk(sheet: Worksheet, estimate: Estimate) -> str:
    """Fill the sheet of risk and return the address of P80."""
    risk = estimate.basis.risk
    columns = (
        Column(title="Percentile", width=44),
        Column(title="Project cost", width=18, number_format=MONEY),
        Column(title="Less base", width=18, number_format=MONEY),
        Column(title="95% interval, low", width=18, number_format=MONEY),
        Column(title="95% interval, high", width=18, number_format=MONEY),
        Column(title="Note", width=60),
    )
    note = (
        f"{risk.trials:,} trials, {risk.method}, seed {risk.seed}; "
        "US dollars before escalation and AFUDC"
    )
    filled = open_sheet(sheet, "Simulated project cost", columns, note=note)
    base = filled.add("Base, before contingency", risk.base_usd)
    p80_row = base
    for name, usd in sorted(risk.percentiles.items(), key=lambda level: int(level[0][1:])):
        low, high = risk.intervals.get(name, (None, None))
        row = filled.next_row
        filled.add(name.upper(), usd, Formula(f"=B{row}-B{base}"), low, high)
        p80_row = row if name == "p80" else p80_row
    filled.add("Mean", risk.mean_usd)
    filled.add("Standard deviation", risk.sd_usd)
    filled.add("Driver", "", "Share of variance", "Cost at P10", "Cost at P90", filled=True)
    for driver in risk.sensitivities:
        low, high = driver.swing_usd
        row = filled.add(driver.name, None, driver.variance_share, low, high)
        sheet.cell(row=row, column=3).number_format = PERCENT
    filled.add("Shipped drivers", filled=True)
    for use in estimate.basis.drivers:
        filled.add(use.name, None, None, None, None, _driver_note(use))
    return f"'{RISK}'!B{p80_row}"


def _driver_note(use: DriverUse) -> str:
    ends = [f"{end}%" for end in (use.low_pct, use.mode_pct, use.high_pct) if end is not None]
    if not use.loaded:
        return f"not loaded: {use.reason}"
    return (
        f"{' / '.join(ends)} on {use.applies_to} ({percent(use.share, places=1)} of base), "
        f"{use.distribution}; {use.status}"
    )


def write_documents(sheet: Worksheet, estimate: Estimate) -> None:
    """Fill the sheet of documents."""
    columns = (
        Column(title="Document", width=34),
        Column(title="Status", width=11),
        Column(title="Verdict", width=16),
        Column(title="Complete", width=11, number_format='0"%"'),
        Column(title="Reason", width=70),
        Column(title="SHA-256", width=68),
    )
    filled = open_sheet(sheet, "Documents", columns)
    for use in estimate.basis.documents:
        verdict = use.verdict.replace("_", " ") if use.verdict else ""
        filled.add(use.name, use.status, verdict, use.completeness, use.reason, use.sha256)


def write_statements(sheet: Worksheet, estimate: Estimate) -> None:
    """Fill the sheet of assumptions and exclusions."""
    columns = (
        Column(title="Kind", width=13),
        Column(title="Statement", width=110),
        Column(title="Bears on", width=38),
    )
    filled = open_sheet(sheet, "Assumptions and exclusions", columns)
    for said in estimate.assumptions:
        filled.add("Assumption", said.text, said.figure)
    for said in estimate.exclusions:
        filled.add("Exclusion", said.text, said.figure)
