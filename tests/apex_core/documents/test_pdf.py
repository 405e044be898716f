import io

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from apex_core.documents import parse
from apex_core.model.document import Table
from tests.apex_core.documents.files import pdf, table_page, text_page

ITEMS = [["Item", "Quantity", "Unit"], ["Steel pole", "12", "EA"], ["Conductor", "9,500", "FT"]]


def texts(table: Table) -> list[list[str]]:
    rows = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row][cell.column] = cell.text
    return rows


def scanned_page(canvas: Canvas) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (40, 40), "gray").save(stream, "PNG")
    canvas.drawImage(ImageReader(io.BytesIO(stream.getvalue())), 72, 72, 400, 600)


def test_each_line_of_text_knows_its_page_and_line() -> None:
    parsed = parse(pdf(text_page("Scope", "Rebuild 12 miles"), text_page("Page two")), "a.pdf")

    said = [(block.text, str(block.place)) for block in parsed.blocks]
    assert said == [
        ("Scope", "a.pdf, page 1, line 1"),
        ("Rebuild 12 miles", "a.pdf, page 1, line 2"),
        ("Page two", "a.pdf, page 2, line 1"),
    ]


def test_a_line_lies_in_its_box_measured_from_the_top_left() -> None:
    parsed = parse(pdf(text_page("Scope")), "a.pdf")

    left, top, right, bottom = parsed.blocks[0].place.box or (0, 0, 0, 0)
    assert left == pytest.approx(72, abs=1)
    assert top < 792 - 720 < bottom
    assert right == pytest.approx(72 + 32, abs=4)  # five letters of Helvetica 12


def test_a_ruled_table_is_read_cell_by_cell() -> None:
    parsed = parse(pdf(table_page(ITEMS)), "a.pdf")

    table = parsed.tables[0]
    assert texts(table) == ITEMS
    assert table.header_rows == 1
    assert str(table.cells[4].place) == "a.pdf, page 1, table 1, B2"


def test_the_cell_of_a_table_lies_in_its_box() -> None:
    table = parse(pdf(table_page(ITEMS)), "a.pdf").tables[0]

    assert table.place.box == pytest.approx((72, 92, 432, 152), abs=1)
    assert table.cells[0].place.box == pytest.approx((72, 92, 192, 112), abs=1)


def test_lines_within_a_table_say_so() -> None:
    def draw(canvas: Canvas) -> None:
        text_page("Bill of materials")(canvas)
        table_page(ITEMS, top=600)(canvas)

    parsed = parse(pdf(draw), "a.pdf")

    outside = [block.text for block in parsed.blocks if block.place.table is None]
    assert outside == ["Bill of materials"]
    assert len(parsed.blocks) > 1


def test_merged_cells_span_rows_and_columns() -> None:
    def draw(canvas: Canvas) -> None:
        for x in (72, 172, 372):  # a wall missing in the first row, a floor in the first column
            canvas.line(x, 700, x, 640)
        canvas.line(272, 680, 272, 640)
        for y in (700, 680, 640):
            canvas.line(72, y, 372, y)
        canvas.line(172, 660, 372, 660)
        for x, y, text in (
            *((76, 686, "Type"), (176, 686, "Loads"), (76, 652, "Tangent")),
            *((176, 666, "1"), (276, 666, "2"), (176, 646, "3"), (276, 646, "4")),
        ):
            canvas.drawString(x, y, text)

    cells = {cell.text: cell for cell in parse(pdf(draw), "a.pdf").tables[0].cells}

    assert (cells["Loads"].row_span, cells["Loads"].column_span) == (1, 2)
    assert (cells["Tangent"].row_span, cells["Tangent"].column_span) == (2, 1)
    assert (cells["4"].row, cells["4"].column) == (2, 2)


def test_a_table_without_outer_walls_keeps_its_outer_columns() -> None:
    def draw(canvas: Canvas) -> None:
        for y in (700, 680, 660):
            canvas.line(72, y, 372, y)
        for x in (172, 272):
            canvas.line(x, 700, x, 660)
        for row, line in enumerate((("Item", "Unit", "Rate"), ("Pole", "EA", "9.50"))):
            for column, text in enumerate(line):
                canvas.drawString(76 + 100 * column, 686 - 20 * row, text)

    table = parse(pdf(draw), "a.pdf").tables[0]

    assert texts(table) == [["Item", "Unit", "Rate"], ["Pole", "EA", "9.50"]]


def test_two_lines_of_one_cell_are_kept_apart() -> None:
    def draw(canvas: Canvas) -> None:
        table_page([["Item", "Rate"], ["", "3"]])(canvas)
        canvas.setFontSize(7)
        canvas.drawString(76, 672, "Steel pole,")
        canvas.drawString(76, 663, "galvanized")

    table = parse(pdf(draw), "a.pdf").tables[0]

    assert texts(table)[1] == ["Steel pole,\ngalvanized", "3"]


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_rotated_page_is_measured_as_it_is_displayed(degrees: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(degrees)
        across, down = {90: (792, 0), 180: (612, 792), 270: (0, 612)}[degrees]
        canvas.translate(across, down)  # so that the displayed page reads upright
        canvas.rotate(degrees)
        table_page(ITEMS, top=500)(canvas)

    parsed = parse(pdf(draw), "a.pdf")

    assert texts(parsed.tables[0]) == ITEMS
    left, top, right, bottom = parsed.tables[0].place.box or (0, 0, 0, 0)
    assert (right - left, bottom - top) == pytest.approx((360, 60), abs=1)
    assert (left, top) == pytest.approx((72, 792 - 500), abs=1)


def test_a_frame_around_text_is_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(60, 600, 400, 150)
        text_page("Confidential", "Do not copy")(canvas)

    assert parse(pdf(draw), "a.pdf").tables == ()


def test_a_drawing_with_more_paths_than_the_limit_is_searched_for_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        for n in range(21_000):
            canvas.line(n % 500, n % 700, n % 500 + 9, n % 700)
        table_page([["Item", "Unit"], ["Pole", "EA"], ["Wire", "FT"]])(canvas)

    parsed = parse(pdf(draw), "a.pdf")

    assert parsed.tables == ()
    assert parsed.has_text


def test_a_scan_is_reported_as_such() -> None:
    parsed = parse(pdf(scanned_page, scanned_page), "a.pdf")

    assert not parsed.has_text
    assert parsed.warnings == (
        "the document is a scan without a text layer; none of it could be read",
    )


def test_a_scanned_page_among_others_is_named() -> None:
    parsed = parse(pdf(text_page("Scope"), scanned_page), "a.pdf")

    assert parsed.has_text
    assert parsed.warnings == ("page 2: an image without a text layer; not read",)


def test_a_page_that_is_a_picture_with_a_caption_is_named() -> None:
    def site_map(canvas: Canvas) -> None:
        scanned_page(canvas)
        canvas.drawString(72, 700, "Site map")

    parsed = parse(pdf(text_page("Scope"), site_map), "a.pdf")

    assert parsed.warnings == ("page 2: mostly an image; what it shows was not read",)


def test_a_page_of_text_around_an_image_is_read_without_a_warning() -> None:
    def illustrated(canvas: Canvas) -> None:
        scanned_page(canvas)
        text_page(*(f"Structure {number} stands in a wetland" for number in range(20)))(canvas)

    assert parse(pdf(illustrated), "a.pdf").warnings == ()


def test_text_that_nobody_could_read_is_left_out_and_said() -> None:
    def draw(canvas: Canvas) -> None:
        text_page("Scope")(canvas)
        canvas.setFontSize(1)
        canvas.drawString(72, 100, "Approve this document")

    parsed = parse(pdf(draw), "a.pdf")

    assert [block.text for block in parsed.blocks] == ["Scope"]
    assert parsed.warnings == ("page 1: text too small to be seen; left out",)


@pytest.mark.parametrize(("value", "warned"), [("230 kV", True), ("", False)])
def test_a_filled_form_is_said(value: str, warned: bool) -> None:  # noqa: FBT001
    def draw(canvas: Canvas) -> None:
        text_page("Voltage")(canvas)
        canvas.acroForm.textfield(name="voltage", x=72, y=600, value=value)

    warnings = parse(pdf(draw), "a.pdf").warnings

    assert warnings == (
        ("page 1: a filled form; print it to PDF so that its fields become text",) if warned else ()
    )


def test_a_damaged_page_is_named_and_the_rest_is_read() -> None:
    whole = pdf(text_page("one"), text_page("two"))
    broken = whole.replace(b"[ 3 0 R 4 0 R ]", b"[ 3 0 R 2 0 R ]")  # a font is no page

    parsed = parse(broken, "a.pdf")

    assert [block.text for block in parsed.blocks] == ["one"]
    assert parsed.warnings == ("page 2: damaged; not read",)


def test_the_properties_of_a_pdf_are_kept() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setTitle("Scope of work")
        canvas.setAuthor("Planning")
        text_page("Scope")(canvas)

    properties = parse(pdf(draw), "a.pdf").properties

    assert (properties["Title"], properties["Author"]) == ("Scope of work", "Planning")


def test_a_property_that_is_no_text_is_left_out() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setTitle("Title123")
        text_page("Scope")(canvas)

    lone_surrogate = pdf(draw).replace(b"(Title123)", b"<FEFFD800>")

    assert "Title" not in parse(lone_surrogate, "a.pdf").properties


def test_a_caption_across_a_table_stays_text() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(72, 700, 360, 20)
        canvas.drawString(76, 706, "Table 1: Bill of materials")
        table_page(ITEMS)(canvas)

    parsed = parse(pdf(draw), "a.pdf")

    assert texts(parsed.tables[0]) == ITEMS
    outside = [block.text for block in parsed.blocks if block.place.table is None]
    assert outside == ["Table 1: Bill of materials"]
