"""The estimate as a workbook whose formulas add it up again, the same bytes every time."""

import io
from typing import Final

from openpyxl import Workbook

from apex_core.model.estimate import Estimate
from apex_core.report import sheets
from apex_core.report.cost_sheet import TITLE, open_cost_sheet, write_cost_sheet
from apex_core.report.package import settled

NAMES: Final = ("Summary", TITLE, "Quantities", sheets.RISK, "Documents", "Assumptions")


def render_xlsx(estimate: Estimate) -> bytes:
    """Return ``estimate.xlsx``."""
    book = Workbook()
    book.remove(book.worksheets[0])
    summary, cost, quantities, risk, documents, statements = map(book.create_sheet, NAMES)
    risk_sheet, levels = sheets.write_risk(risk, estimate)
    cost_sheet = open_cost_sheet(cost, estimate.basis.cost)
    contingency = levels.contingency if levels else None
    sums = write_cost_sheet(cost_sheet, estimate.basis.cost, contingency)
    filled = (
        sheets.write_summary(summary, estimate, sums, levels),
        cost_sheet,
        sheets.write_quantities(quantities, estimate),
        risk_sheet,
        sheets.write_documents(documents, estimate),
        sheets.write_statements(statements, estimate),
    )
    book.properties.creator, book.properties.title = "APEX", estimate.project
    book.calculation.fullCalcOnLoad = True
    saved = io.BytesIO()
    book.save(saved)
    return settled(saved.getvalue(), [sheet.results for sheet in filled])
