from collections.abc import Callable

from reportlab.pdfgen.canvas import Canvas

from apex_core.documents import parse
from apex_core.model.document import Table
from tests.apex_core.documents.files import pdf

LEFT = (72.0, 300.0, 400.0, 500.0)


def set_in_columns(*rows: list[str], step: float = 16) -> Callable[[Canvas], None]:
    """Texts without any ruling line: the first column flush left, the others flush right."""

    def draw(canvas: Canvas) -> None:
        for number, row in enumerate(rows):
            canvas.drawString(LEFT[0], 700 - step * number, row[0])
            for at, text in zip(LEFT[1:], row[1:], strict=False):
                canvas.drawRightString(at, 700 - step * number, text)

    return draw


def tables(draw: Callable[[Canvas], None]) -> list[list[list[str]]]:
    return [texts(table) for table in parse(pdf(draw), "a.pdf").tables]


def texts(table: Table) -> list[list[str]]:
    rows = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row][cell.column] = cell.text
    return rows


def test_figures_in_columns_are_a_table_without_lines() -> None:
    rows = [
        ["Description", "Quantity", "Rate", "Amount"],
        ["Steel pole, 75 ft", "12", "9,800.00", "117,600.00"],
        ["Guy wire", "40", "55.50", "2,220.00"],
    ]

    parsed = parse(pdf(set_in_columns(*rows)), "a.pdf")

    (table,) = parsed.tables
    assert texts(table) == rows
    assert table.header_rows == 1
    assert all(block.place.table == 1 for block in parsed.blocks)


def test_a_line_that_goes_on_keeps_its_own_row() -> None:
    rows = [["Item", "Qty", "Rate"], ["Pole", "12", "9.50"], ["galvanized"], ["Wire", "40", "2.25"]]

    (table,) = tables(set_in_columns(*rows))

    assert table == [[*row, *[""] * (3 - len(row))] for row in rows]


def test_totals_far_below_are_a_table_of_their_own() -> None:
    def draw(canvas: Canvas) -> None:
        rows = [["Item", "Qty", "Rate"], ["Pole", "12", "9.50"], ["Wire", "40", "2.25"]]
        set_in_columns(*rows)(canvas)
        for number, (label, amount) in enumerate((("Net", "204.00"), ("Tax", "9"), ("Sum", "213"))):
            canvas.drawString(300, 560 - 16 * number, label)
            canvas.drawRightString(500, 560 - 16 * number, amount)

    assert [len(table[0]) for table in tables(draw)] == [3, 2]


def test_numbered_prose_is_no_table() -> None:
    clauses = [["1.1", "The Contractor shall furnish all labor"], ["1.2", "and all materials"]]

    def draw(canvas: Canvas) -> None:
        for number, (clause, text) in enumerate(clauses * 3):
            canvas.drawString(72, 700 - 16 * number, clause)
            canvas.drawString(120, 700 - 16 * number, text)

    assert tables(draw) == []


def test_words_in_columns_are_no_table() -> None:
    assert tables(set_in_columns(*[["The left column", "goes on", "to the right"]] * 5)) == []


def test_figures_without_words_are_no_table() -> None:
    assert tables(set_in_columns(*[["0", "5", "10", "15"]] * 5)) == []


def test_two_rows_are_no_table() -> None:
    assert tables(set_in_columns(["Due date", "Amount"], ["May 1", "12.00"])) == []
