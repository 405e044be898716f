"""The sheets beside the line items: summary, quantities, risk, documents, assumptions."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from openpyxl.worksheet.worksheet import Worksheet

from apex_core.estimate.wording import decimal, percent, rounded
from apex_core.model.estimate import Breakdown, ComparedFigure, DriverUse, Estimate
from apex_core.model.risk_result import Sensitivity
from apex_core.report.cost_sheet import TITLE as COST
from apex_core.report.cost_sheet import CostSums, Sum
from apex_core.report.project_parts import project_parts
from apex_core.report.sheet import DOLLARS, MONEY, PERCENT, Column, Formula, Sheet, open_sheet

RISK: Final = "Risk"
SUMMARY: Final = (
    Column(title="Figure", width=58),
    Column(title="US dollars", width=20, number_format=DOLLARS),
    Column(title="Note", width=64),
)
PERCENTILES: Final = (
    Column(title="Percentile", width=44),
    Column(title="Project cost", width=18, number_format=MONEY),
    Column(title="Less base", width=18, number_format=MONEY),
    Column(title="95% interval, low", width=18, number_format=MONEY),
    Column(title="95% interval, high", width=18, number_format=MONEY),
    Column(title="Note", width=60),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskSums:
    """The figures of the sheet of risk that other sheets show."""

    base: Sum
    p50: Sum
    p80: Sum
    p95: Sum

    @property
    def contingency(self) -> Formula:
        """P80 less the base that was simulated."""
        base, p80 = self.base.seen_from(RISK), self.p80.seen_from(RISK)
        return Formula(f"ROUND({p80.text}-{base.text},2)", self.p80.usd - self.base.usd)


def write_summary(
    sheet: Worksheet, estimate: Estimate, cost: CostSums, risk: RiskSums | None
) -> Sheet:
    """Fill the first sheet: the headline, live from the other sheets, and the two breakdowns."""
    basis = estimate.basis
    year = f"{basis.cost.dollar_year} US$"
    filled = open_sheet(sheet, estimate.project, SUMMARY, note=_class_line(estimate))
    filled.add("Direct cost", cost.base.seen_from(COST), year)
    filled.add("Project cost before contingency", cost.project.seen_from(COST), "with indirects")
    filled.add("Contingency", cost.contingency.seen_from(COST), basis.cost.contingency.basis)
    levels = (("P50", risk.p50), ("P80", risk.p80), ("P95", risk.p95)) if risk else ()
    for name, level in levels:
        note = f"before escalation and AFUDC, {year}"
        filled.add(f"Project cost at {name}", level.seen_from(RISK), note)
    steps = "; ".join(basis.cost.escalation.steps)
    filled.add("Escalation", cost.escalation.seen_from(COST), steps)
    filled.add("AFUDC", cost.afudc.seen_from(COST), basis.cost.afudc.source)
    filled.add("Capital cost", cost.capital.seen_from(COST), "", bold=True)
    if estimate.comparison is not None:
        compared = estimate.comparison
        filled.add(compared.label, compared.usd, f"{compared.source}{_standing(compared)}")
    for breakdown in (estimate.by_account, estimate.iso_ne_style):
        _write_breakdown(filled, breakdown)
    return filled


def _standing(compared: ComparedFigure) -> str:
    if compared.inside is None:
        return ""
    return f"; {'inside' if compared.inside else 'outside'} P5 to P95"


def _class_line(estimate: Estimate) -> str:
    found, cost = estimate.basis.classification, estimate.basis.cost
    return f"AACE class {found.estimate_class}; {cost.region}; {cost.dollar_year} US dollars"


def _write_breakdown(filled: Sheet, breakdown: Breakdown) -> None:
    filled.add("")
    filled.add(breakdown.title, None, breakdown.label, filled=True)
    first = filled.next_row
    for amount in breakdown.rows:
        title = f"{amount.code}  {amount.title}" if amount.code else amount.title
        filled.add(title, amount.usd, _ptf(amount.ptf_usd, amount.non_ptf_usd))
    total = Formula(f"SUM(B{first}:B{filled.next_row - 1})", breakdown.total_usd)
    filled.add("Total", total, _ptf(breakdown.ptf_usd, breakdown.non_ptf_usd), bold=True)


def _ptf(ptf_usd: Decimal | None, non_ptf_usd: Decimal | None) -> str:
    if ptf_usd is None or non_ptf_usd is None:
        return ""
    return f"PTF {ptf_usd:,.2f}; non-PTF {non_ptf_usd:,.2f}"


def write_quantities(sheet: Worksheet, estimate: Estimate) -> Sheet:
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
    return filled


def write_risk(sheet: Worksheet, estimate: Estimate) -> tuple[Sheet, RiskSums | None]:
    """Fill the sheet of risk: percentiles, what drives them, and the shipped drivers."""
    risk = estimate.basis.risk
    if risk is None:
        note = "No range was simulated: the ticket loads no risk driver and names no risk."
        return open_sheet(sheet, "Simulated project cost", PERCENTILES, note=note), None
    note = (
        f"{risk.trials:,} trials, {risk.method}, seed {risk.seed}; "
        "US dollars before escalation and AFUDC"
    )
    filled = open_sheet(sheet, "Simulated project cost", PERCENTILES, note=note)
    base = Sum(f"B{filled.next_row}", decimal(risk.base_usd))
    filled.add("Base, before contingency", base.usd)
    levels: dict[str, Sum] = {}
    for name, usd in sorted(risk.percentiles.items(), key=lambda level: int(level[0][1:])):
        levels[name] = Sum(f"B{filled.next_row}", rounded(usd, 2))
        low, high = risk.intervals.get(name, (None, None))
        less_base = Formula(f"{levels[name].cell}-{base.cell}", levels[name].usd - base.usd)
        filled.add(name.upper(), levels[name].usd, less_base, low, high)
    filled.add("Mean", risk.mean_usd)
    filled.add("Standard deviation", risk.sd_usd)
    _write_drivers(filled, risk.sensitivities, estimate.basis.drivers)
    sums = RiskSums(base=base, p50=levels["p50"], p80=levels["p80"], p95=levels["p95"])
    return filled, sums


def _write_drivers(
    filled: Sheet, sensitivities: Sequence[Sensitivity], shipped: Sequence[DriverUse]
) -> None:
    filled.add("")
    filled.add("Driver", None, "Share of variance", "Cost at P10", "Cost at P90", filled=True)
    for driver in sensitivities:
        low, high = driver.swing_usd
        row = filled.add(driver.name, None, driver.variance_share, low, high)
        filled.sheet.cell(row=row, column=3).number_format = PERCENT
    filled.add("")
    filled.add("Shipped drivers", filled=True)
    for use in shipped:
        filled.add(use.name, None, None, None, None, _driver_note(use))


def _driver_note(use: DriverUse) -> str:
    ends = [f"{end}%" for end in (use.low_pct, use.mode_pct, use.high_pct) if end is not None]
    if not use.loaded:
        return f"not loaded: {use.reason}"
    return (
        f"{' / '.join(ends)} on {use.applies_to} ({percent(use.share, places=1)} of base), "
        f"{use.distribution}; {use.status}"
    )


def write_documents(sheet: Worksheet, estimate: Estimate) -> Sheet:
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
    return filled


def write_statements(sheet: Worksheet, estimate: Estimate) -> Sheet:
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
    return filled
