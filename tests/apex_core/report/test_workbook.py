"""The workbook: its formulas recompute the estimate, its text never runs as one."""

import io
import re
from collections.abc import Callable
from decimal import Decimal

import openpyxl
import pytest

from apex_core.model.estimate import DocumentStatus, DocumentUse, Estimate
from apex_core.report.page import render_html
from apex_core.report.workbook import render_xlsx
from tests.apex_core.estimate.situations import (
    FORMULA,
    estimate_of,
    hostile,
    missouri,
    sealed,
    ticket_of,
    without_range,
)


class Calculator:
    """Enough of a spreadsheet to compute the workbook's own formulas again."""

    def __init__(self, data: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(data))
        self.known: dict[tuple[str, str], Decimal] = {}

    def value(self, sheet: str, cell: str) -> Decimal:
        if (sheet, cell) not in self.known:
            content = self.book[sheet][cell].value
            is_formula = isinstance(content, str) and content.startswith("=")
            number = self.computed(sheet, content[1:]) if is_formula else Decimal(str(content or 0))
            self.known[sheet, cell] = number
        return self.known[sheet, cell]

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
@pytest.mark.parametrize("make", [missouri, hostile, without_range])
def test_the_workbooks_formulas_recompute_the_cost(
    make: Callable[[], Estimate], name: str, figure: str
) -> None:
    estimate = make()
    book = workbook_of(estimate)

    row = book.find("Summary", "A", name)

    expected = getattr(estimate.basis.cost, figure)
    assert book.value("Summary", f"B{row}") == pytest.approx(expected, abs=Decimal("0.01"))


def test_a_changed_quantity_moves_the_cost_and_leaves_the_contingency() -> None:
    book = workbook_of(missouri())
    rows = {
        name: book.find("Summary", "A", name)
        for name in ("Direct cost", "Project cost before contingency", "Contingency")
    }
    item = missouri().basis.cost.line_items[0]

    book.book["Line items"]["D5"].value *= 2
    after = {name: book.value("Summary", f"B{row}") for name, row in rows.items()}

    cost = missouri().basis.cost
    indirect = sum(share.fraction for share in cost.indirects)
    near = Decimal("0.05")
    assert after["Direct cost"] == pytest.approx(cost.base_usd + item.total_usd, abs=near)
    assert after["Project cost before contingency"] == pytest.approx(
        cost.project_usd + item.total_usd * (1 + indirect), abs=near
    )
    assert after["Contingency"] == pytest.approx(cost.contingency_usd, abs=Decimal("0.01"))


@pytest.mark.parametrize("make", [missouri, hostile, without_range])
def test_every_formula_stands_beside_the_result_it_comes_to(make: Callable[[], Estimate]) -> None:
    data = render_xlsx(make())
    book = Calculator(data)
    shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True)

    formulas = [
        (sheet.title, cell.coordinate)
        for sheet in book.book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]

    assert len(formulas) > 40
    for sheet, cell in formulas:
        result = shown[sheet][cell].value
        assert book.value(sheet, cell) == pytest.approx(Decimal(str(result)), abs=Decimal("0.01"))


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


def test_amounts_in_the_workbook_are_formatted_numbers() -> None:
    data = render_xlsx(missouri())
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["Line items"]

    row = next(row for row in sheet.iter_rows(min_row=5) if row[3].value is not None)

    assert all(isinstance(cell.value, int | float) for cell in row[5:11])
    assert {cell.number_format.split(";")[0] for cell in row[5:11]} == {"#,##0.00"}


def test_the_workbook_lists_every_quantity_with_its_source() -> None:
    sheet = workbook_of(missouri()).book["Quantities"]
    rows = {row[0].value: (row[1].value, row[2].value) for row in sheet.iter_rows(min_row=4)}

    assert rows["route length"] == ("12 mi", "ticket")
    assert rows["voltage"] == ("345 kV", "ticket")


def test_the_workbook_and_the_page_list_the_documents() -> None:
    scan = DocumentUse(
        name="scan.pdf", sha256="0f" * 32, status=DocumentStatus.REFUSED, reason="encrypted"
    )
    estimate = estimate_of(ticket_of(), [scan])

    (row,) = workbook_of(estimate).book["Documents"].iter_rows(min_row=4, values_only=True)
    page = render_html(estimate, sealed(estimate)).decode()

    assert row == ("scan.pdf", "refused", None, None, "encrypted", "0f" * 32)
    assert "scan.pdf" in page
    assert "encrypted" in page
