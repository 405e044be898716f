"""The estimate as a workbook whose formulas add it up again, the same bytes every time."""

import io
import re
import zipfile
from typing import Final

from openpyxl import Workbook

from apex_core.model.estimate import Estimate
from apex_core.report import sheets
from apex_core.report.cost_sheet import TITLE, write_cost_sheet

EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip entry can carry
EPOCH_TEXT: Final = b"1980-01-01T00:00:00Z"
STAMP: Final = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
PROPERTIES: Final = "docProps/core.xml"


def render_xlsx(estimate: Estimate) -> bytes:
    """Return ``estimate.xlsx``."""
    book = Workbook()
    book.remove(book.worksheets[0])
    names = ("Summary", TITLE, "Quantities", sheets.RISK, "Documents", "Assumptions")
    summary, cost, quantities, risk, documents, statements = map(book.create_sheet, names)
    p80_cell = sheets.write_risk(risk, estimate)
    cells = write_cost_sheet(cost, estimate.basis.cost, p80_cell=p80_cell)
    sheets.write_summary(summary, estimate, cells, p80_cell)
    sheets.write_quantities(quantities, estimate)
    sheets.write_documents(documents, estimate)
    sheets.write_statements(statements, estimate)
    book.properties.creator, book.properties.title = "APEX", estimate.project
    book.calculation.fullCalcOnLoad = True
    saved = io.BytesIO()
    book.save(saved)
    return _without_times(saved.getvalue())


def _without_times(package: bytes) -> bytes:
    """Write the package again without the time at which it was saved."""
    settled = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == PROPERTIES:
                content = STAMP.sub(EPOCH_TEXT, content)
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return settled.getvalue()
