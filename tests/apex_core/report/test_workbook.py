"""The workbook: its formulas recompute the estimate, its text never runs as one."""

import io
import re
from collections.abc import Callable
from decimal import Decimal

import openpyxl
import pytest

from apex_core.model.estimate import Estimate
from apex_core.report.workbook import render_xlsx
from tests.apex_core.estimate.situations import FORMULA, hostile, missouri


class Calculator:
    """Enough of a spreadsheet to compute the workbook's own formulas again."""

    def __init__(self, data: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(data))

    def value(self, sheet: str, cell: str) -> Decimal:
        content = self.book[sheet][cell].value
        if isinstance(content, str) and content.startswith("="):
            return self.computed(sheet, content[1:])
        return Decimal(str(content or 0))

    def computed(self, sheet: str, formula: str) -> Decimal:
        formula = re.sub(
            r"SUM\(([A-Z]+)(\d+):([A-Z]+)(\d+)\)",
            lambda match: f"({'+'.join(self.span(*match.groups()))})",
            formula,
        )
        reference = r"(?:'([^']+)'!)?\b([A-Z]{1,2}\d+)\b"
        formula = re.sub(
            reference,
            lambda match: f"D('{self.value(match[1] or sheet, match[2])}')",
            formula,
        )
        formula = re.sub(r"(?<![\w.'])(\d+(?:\.\d+)?)(?![\w.'])", r"D('\1')", formula)
        names = {"D": Decimal, "ROUND": lambda value, places: round(value, int(places))}
        return Decimal(eval(formula, {"__builtins__": {}}, names))  # noqa: S307 - our own formulas

    @staticmethod
    def span(left: str, top: str, right: str, bottom: str) -> list[str]:
        columns = [chr(code) for code in range(ord(left), ord(right) + 1)]
        rows = range(int(top), int(bottom) + 1)
        return [f"{column}{row}" for column in columns for row in rows]

    def find(self, sheet: str, column: str, text: str) -> int:
        cells = self.book[sheet][column]
        return next(int(cell.row) for cell in cells if cell.value == text)


def workbook_of(estimate: Estimate) -> Calculator:
    return Calculator(render_xlsx(estimate))


@pytest.mark.parametrize(
    ("name", "figure"),
    [
        ("Direct cost", "base_usd"),
        ("Project cost before contingency", "project_usd"),
        ("Contingency", "contingency_usd"),
        ("Escalation", "escalation_usd"),
        ("AFUDC", "afudc_usd"),
        ("Capital cost", "capital_usd"),
    ],
)
@pytest.mark.parametrize("make", [missouri, hostile])
def test_the_workbooks_formulas_recompute_the_cost(
    make: Callable[[], Estimate], name: str, figure: str
) -> None:
    estimate = make()
    book = workbook_of(estimate)

    row = book.find("Summary", "A", name)

    expected = getattr(estimate.basis.cost, figure)
    assert book.value("Summary", f"B{row}") == pytest.approx(expected, abs=Decimal("0.01"))


def test_a_changed_part_moves_the_capital_cost_by_as_much_as_it_should() -> None:
    book = workbook_of(missouri())
    row = book.find("Summary", "A", "Capital cost")
    before = book.value("Summary", f"B{row}")
    part = book.book["Line items"]["G5"]

    part.value += 1_000_000
    after = book.value("Summary", f"B{row}")

    cost = missouri().basis.cost
    assert part.value > 1_000_000
    # contingency is P80 less base, so the reserve gives way to what the base takes
    assert after == pytest.approx(before, abs=Decimal("0.02"))
    shares = sum(share.fraction for share in cost.indirects)
    direct = book.value("Summary", f"B{book.find('Summary', 'A', 'Direct cost')}")
    project = book.value(
        "Summary", f"B{book.find('Summary', 'A', 'Project cost before contingency')}"
    )
    assert direct == cost.base_usd + 1_000_000
    assert project == pytest.approx(
        cost.project_usd + 1_000_000 * (1 + shares), abs=Decimal("0.02")
    )


def test_text_in_the_workbook_is_text_whatever_it_looks_like() -> None:
    book = workbook_of(hostile()).book

    cells = [
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value in {FORMULA, f"{FORMULA} (credit)", "@SUM(A1)"}
    ]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_the_workbook_has_its_sheets_in_order_and_their_headers_in_sight() -> None:
    book = workbook_of(missouri()).book

    assert book.sheetnames == [
        "Summary",
        "Line items",
        "Quantities",
        "Risk",
        "Documents",
        "Assumptions",
    ]
    assert {sheet.freeze_panes for sheet in book.worksheets} == {"A4"}
    assert all(sheet.page_setup.fitToWidth == 1 for sheet in book.worksheets)


def test_amounts_in_the_workbook_are_numbers_with_a_format() -> None:
    sheet = workbook_of(missouri()).book["Line items"]

    row = next(row for row in sheet.iter_rows(min_row=5) if row[3].value is not None)

    assert all(isinstance(cell.value, int | float) for cell in row[5:10])
    assert "#,##0.00" in row[5].number_format


def test_the_workbook_lists_every_quantity_with_its_source() -> None:
    sheet = workbook_of(missouri()).book["Quantities"]
    rows = {row[0].value: (row[1].value, row[2].value) for row in sheet.iter_rows(min_row=4)}

    assert rows["route length"] == ("12 mi", "ticket")
    assert rows["voltage"] == ("345 kV", "ticket")
