"""The line items as CSV, safe to open in a spreadsheet."""

import csv
import io
from decimal import Decimal
from typing import Final

from apex_core.model.estimate import Estimate

COLUMNS: Final = (
    "id",
    "wbs",
    "ferc_account",
    "category",
    "description",
    "quantity",
    "unit",
    "material_usd",
    "labor_usd",
    "equipment_usd",
    "other_usd",
    "unit_cost_usd",
    "total_usd",
    "quantity_source",
    "rate_source",
    "rate_code",
)
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def render_csv(estimate: Estimate) -> bytes:
    """Return ``line_items.csv``: UTF-8 with a mark that spreadsheets recognise it by."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for item in estimate.basis.cost.line_items:
        row = item.model_dump(mode="python", exclude={"source"}) | {
            "quantity_source": item.source.quantity,
            "rate_source": item.source.rate,
            "rate_code": item.source.code,
        }
        writer.writerow(as_cell(row[column]) for column in COLUMNS)
    return written.getvalue().encode("utf-8-sig")


def as_cell(value: object) -> str:
    """Write one value; text that a spreadsheet would run as a formula is quoted with ``'``.

    Examples
    --------
    >>> as_cell("=HYPERLINK(1)"), as_cell(-12.5), as_cell("-12.5"), as_cell(None)
    ("'=HYPERLINK(1)", '-12.5', "'-12.5", '')
    """
    match value:
        case None:
            return ""
        case Decimal():
            return f"{value:f}"
        case str() if runs_as_formula(value):
            return f"'{value}"
        case _:
            return str(value)


def runs_as_formula(text: str) -> bool:
    """Whether a spreadsheet might evaluate *text* rather than show it."""
    return text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS)
