from datetime import date, datetime

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart
from openpyxl.styles import numbers
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from apex_core.documents import parse
from apex_core.model.document import Cell, ParsedDocument
from tests.apex_core.documents.files import archive, excel, filled, sheet_parts, workbook

ITEMS: list[list[str | float]] = [
    ["Item", "Quantity", "Rate"],
    ["Pole", 12, 9.5],
    ["Wire", 900, 2.25],
]


def read(*sheets: str, strings: str = "", formats: tuple[str, ...] = ()) -> ParsedDocument:
    return parse(workbook(*sheets, strings=strings, formats=formats), "a.xlsx")


def row(*cells: str) -> str:
    return f"<row>{''.join(cells)}</row>"


def two_by_two(first: str) -> str:
    """A sheet whose table begins with the given cell."""
    number = "<c><v>1</v></c>"
    return f"<sheetData>{row(first, number)}{row(number, number)}</sheetData>"


def first_cell(parsed: ParsedDocument) -> Cell:
    return parsed.tables[0].cells[0]


def test_a_sheet_is_read_cell_by_cell_with_its_header() -> None:
    table = parse(excel(filled(*ITEMS)), "a.xlsx").tables[0]

    assert [cell.text for cell in table.cells] == [str(value) for line in ITEMS for value in line]
    assert (table.rows, table.columns, table.header_rows) == (3, 3, 1)
    assert str(table.place) == "a.xlsx, Sheet!A1:C3"
    assert str(table.cells[5].place) == "a.xlsx, Sheet!C2"


def test_a_formula_stands_beside_its_stored_result() -> None:
    cell = first_cell(read(two_by_two("<c><f>SUM(B1:B9)*2</f><v>42</v></c>")))

    assert (cell.text, cell.formula) == ("42", "=SUM(B1:B9)*2")


def test_a_formula_without_a_stored_result_is_said() -> None:
    parsed = read(two_by_two("<c><f>B1+1</f></c>"))

    assert (first_cell(parsed).text, first_cell(parsed).formula) == ("", "=B1+1")
    assert parsed.warnings[0].startswith("1 formulas of the sheet S1 have no stored result")


def test_a_shared_formula_moves_along_with_its_cells() -> None:
    parsed = read(
        "<sheetData>"
        '<row r="1"><c r="A1"><v>1</v></c>'
        '<c r="B1"><f t="shared" si="0" ref="B1:B2">A1*$D$1</f><v>3</v></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><f t="shared" si="0"/><v>6</v></c></row>'
        "</sheetData>"
    )

    assert [cell.formula for cell in parsed.tables[0].cells] == [None, "=A1*$D$1", None, "=A2*$D$1"]


@pytest.mark.parametrize(
    ("value", "code", "shown", "stored"),
    [
        (1249.995, "$#,##0.00", "$1,250.00", "1249.995"),
        (0.125, "0.0%", "12.5%", "0.125"),
        (date(2026, 5, 1), "m/d/yyyy", "2026-05-01", None),
        (datetime(2026, 5, 1, 13, 30), "dd.mm.yyyy hh:mm", "2026-05-01 13:30:00", None),  # noqa: DTZ001
        (12, "General", "12", None),
        (12, "000", "012", "12"),
    ],
)
def test_a_value_is_shown_as_formatted(
    value: float | date | datetime, code: str, shown: str, stored: str | None
) -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        filled(*ITEMS)(book, sheet)
        sheet["A1"] = value
        sheet["A1"].number_format = code

    cell = first_cell(parse(excel(fill), "a.xlsx"))

    assert (cell.text, cell.value) == (shown, stored)


def test_dates_count_from_1904_where_the_workbook_says_so() -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        book.epoch = CALENDAR_MAC_1904
        filled(*ITEMS)(book, sheet)
        sheet["A1"] = date(2026, 5, 1)
        sheet["A1"].number_format = numbers.FORMAT_DATE_YYYYMMDD2

    assert first_cell(parse(excel(fill), "a.xlsx")).text == "2026-05-01"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c t="inlineStr"><is><t>in place</t></is></c>', "in place"),
        ('<c t="str"><f>A2&amp;"x"</f><v>1x</v></c>', "1x"),
        ('<c t="e"><v>#REF!</v></c>', "#REF!"),
        ('<c t="d"><v>2026-05-01</v></c>', "2026-05-01"),
        ('<c t="s"><v>0</v></c>', "rich text"),
        ('<c t="b"><v>0</v></c>', "FALSE"),
    ],
)
def test_every_type_of_cell_is_read(cell: str, text: str) -> None:
    strings = "<si><r><t>rich </t></r><r><t>text</t></r><rPh><t>aid</t></rPh></si>"

    assert first_cell(read(two_by_two(cell), strings=strings)).text == text


def test_cells_that_show_an_error_are_said() -> None:
    parsed = read(two_by_two('<c t="e"><v>#DIV/0!</v></c>'))

    assert parsed.warnings == ("1 cells of the sheet S1 show an error, first A1: #DIV/0!",)


def test_merged_cells_span_rows_and_columns() -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        filled(*ITEMS)(book, sheet)
        sheet.merge_cells("A4:A5")
        sheet["A4"] = "Total"
        sheet.merge_cells("B4:C5")
        sheet["B4"] = 912

    cells = {cell.text: cell for cell in parse(excel(fill), "a.xlsx").tables[0].cells}

    assert (cells["Total"].row_span, cells["Total"].column_span) == (2, 1)
    assert (cells["912"].row_span, cells["912"].column_span) == (2, 2)


def test_hidden_rows_columns_and_sheets_are_read_and_said() -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        filled(*ITEMS)(book, sheet)
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["C"].hidden = True
        backup = book.create_sheet("Backup")
        backup.sheet_state = "hidden"
        backup.append(["a", 1])
        backup.append(["b", 2])

    parsed = parse(excel(fill), "a.xlsx")

    assert parsed.warnings == (
        "the sheet Sheet hides rows 2; they were read all the same",
        "the sheet Sheet hides columns C; they were read all the same",
        "the sheet Backup is hidden; it was read all the same",
    )
    sheet, backup = parsed.tables
    assert [c.text for c in sheet.cells if not c.hidden] == ["Item", "Quantity", "Wire", "900"]
    assert all(cell.hidden for cell in backup.cells)


def test_a_title_above_a_table_is_text() -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.append(["Bill of materials"])
        filled(*ITEMS)(book, sheet)

    parsed = parse(excel(fill), "a.xlsx")

    assert [(b.text, str(b.place)) for b in parsed.blocks] == [
        ("Bill of materials", "a.xlsx, Sheet!A1")
    ]
    assert parsed.tables[0].place.cell == "A2:C4"


def test_chart_sheets_and_empty_sheets_are_said() -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        filled(*ITEMS)(book, sheet)
        book.create_chartsheet("Curve").add_chart(BarChart())
        book.create_sheet("Notes")

    parsed = parse(excel(fill), "a.xlsx")

    assert parsed.pages == 2
    assert parsed.warnings == (
        "the sheet Curve is a chartsheet; it was left out",
        "the sheet Notes has no filled cells",
    )


def test_a_damaged_sheet_is_named_and_the_rest_is_read() -> None:
    parsed = read("<sheetData>", two_by_two("<c><v>7</v></c>"))

    assert first_cell(parsed).text == "7"
    assert parsed.warnings[0].startswith("the sheet S1 was left out: the XML inside the file")


def test_a_cell_far_out_does_not_blow_up_the_sheet() -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    near = row("<c><v>1</v></c>", "<c><v>2</v></c>") + row("<c><v>3</v></c>")

    parsed = read(f'<dimension ref="A1:XFD1048576"/><sheetData>{near}{far}</sheetData>')

    assert [table.place.cell for table in parsed.tables] == ["A1:B2"]
    assert [str(block.place) for block in parsed.blocks] == ["a.xlsx, S1!XFD1048576"]


def test_rows_and_cells_without_a_reference_follow_one_another() -> None:
    one = "<c><v>1</v></c>"
    parsed = read(f'<sheetData>{row(one, one)}<row r="2"><c r="B2"><v>5</v></c></row></sheetData>')

    assert [cell.place.cell for cell in parsed.tables[0].cells] == ["A1", "B1", "B2"]


def test_a_workbook_in_the_strict_namespace_is_read() -> None:
    parts = sheet_parts(
        two_by_two("<c><v>7</v></c>"), namespace="http://purl.oclc.org/ooxml/spreadsheetml/main"
    )

    assert first_cell(parse(archive(parts), "a.xlsx")).text == "7"


def test_macros_are_said_and_not_run() -> None:
    parts: dict[str, str | bytes] = dict(sheet_parts(two_by_two("<c><v>7</v></c>")))
    parts["xl/vbaProject.bin"] = b"\x00"

    parsed = parse(archive(parts), "a.xlsm")

    assert parsed.warnings == ("the workbook holds macros; they were not run",)


def test_two_blank_columns_part_two_tables_and_one_does_not() -> None:
    def fill(_: Workbook, sheet: Worksheet) -> None:
        for number, values in enumerate(ITEMS, 1):
            for column, value in enumerate([*values, None, *values, None, None, *values], 1):
                sheet.cell(number, column, value)

    parsed = parse(excel(fill), "a.xlsx")

    assert [table.place.cell for table in parsed.tables] == ["A1:G3", "J1:L3"]


def test_a_group_of_rows_below_a_blank_row_continues_its_table() -> None:
    parsed = parse(excel(filled(*ITEMS, [], ["B. Extras"], ["Gate", 2, 99])), "a.xlsx")

    assert [table.place.cell for table in parsed.tables] == ["A1:C6"]
    assert parsed.blocks == ()
