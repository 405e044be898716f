"""The files people open: one name for each format of a published estimate."""

from collections.abc import Mapping

from apex_core.envelope import Envelope
from apex_core.model.estimate import Estimate
from apex_core.report.page import render_html
from apex_core.report.record import render_json
from apex_core.report.table import render_csv
from apex_core.report.workbook import render_xlsx


def render_files(
    envelope: Envelope, *, version: str = "", generated: str = ""
) -> Mapping[str, bytes]:
    """Render every file of an estimate.

    Parameters
    ----------
    version, generated
        Shown in the page's footer only; the other files do not depend on them.
    """
    estimate = Estimate.model_validate(envelope.result)
    return {
        "estimate.json": render_json(envelope),
        "estimate.xlsx": render_xlsx(estimate),
        "line_items.csv": render_csv(estimate),
        "report.html": render_html(estimate, envelope, version=version, generated=generated),
    }
