import pytest
from docx.document import Document

from apex_core.documents import parse
from apex_core.model.document import ParsedDocument
from tests.apex_core.documents.files import raw_word, word

PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


def read(body: str, **more: str) -> ParsedDocument:
    return parse(raw_word(body, **more), "a.docx")


def said(parsed: ParsedDocument) -> list[str]:
    return [block.text for block in parsed.blocks]


def test_paragraphs_are_counted_and_headings_have_levels() -> None:
    def write(document: Document) -> None:
        document.add_heading("Project", 0)
        document.add_heading("Scope", 1)
        document.add_paragraph("Rebuild 12 miles.")
        document.add_heading("Structures", 2)

    parsed = parse(word(write), "a.docx")

    assert [(b.text, b.heading, b.place.line) for b in parsed.blocks] == [
        ("Project", 1, 1),
        ("Scope", 1, 2),
        ("Rebuild 12 miles.", 0, 3),
        ("Structures", 2, 4),
    ]


def test_a_style_based_on_a_heading_is_a_heading() -> None:
    styles = (
        '<w:styles xmlns:w="w"><w:style w:styleId="H"><w:name w:val="heading 3"/></w:style>'
        '<w:style w:styleId="Own"><w:name w:val="Own"/><w:basedOn w:val="H"/></w:style></w:styles>'
    )
    body = '<w:p><w:pPr><w:pStyle w:val="Own"/></w:pPr><w:r><w:t>Risks</w:t></w:r></w:p>'

    assert read(body, styles=styles).blocks[0].heading == 3


def test_a_table_is_read_cell_by_cell_with_its_header() -> None:
    def write(document: Document) -> None:
        table = document.add_table(rows=2, cols=2)
        for cell, text in zip(
            (*table.rows[0].cells, *table.rows[1].cells), ["Item", "Qty", "Pole", "12"], strict=True
        ):
            cell.text = text

    table = parse(word(write), "a.docx").tables[0]

    assert [(c.row, c.column, c.text) for c in table.cells] == [
        (0, 0, "Item"),
        (0, 1, "Qty"),
        (1, 0, "Pole"),
        (1, 1, "12"),
    ]
    assert table.header_rows == 1
    assert str(table.cells[3].place) == "a.docx, table 1, B2"


def test_merged_cells_span_rows_and_columns() -> None:
    def write(document: Document) -> None:
        table = document.add_table(rows=3, cols=3)
        table.cell(0, 1).merge(table.cell(0, 2)).text = "Loads"
        table.cell(1, 0).merge(table.cell(2, 0)).text = "Tangent"
        table.cell(2, 2).text = "4"

    cells = {cell.text: cell for cell in parse(word(write), "a.docx").tables[0].cells}

    assert (cells["Loads"].column, cells["Loads"].column_span) == (1, 2)
    assert (cells["Tangent"].row, cells["Tangent"].row_span) == (1, 2)
    assert (cells["4"].row, cells["4"].column) == (2, 2)


def test_a_table_in_a_cell_follows_its_table() -> None:
    def write(document: Document) -> None:
        outer = document.add_table(rows=1, cols=2)
        outer.cell(0, 0).text = "outer"
        inner = outer.cell(0, 1).add_table(rows=1, cols=1)
        inner.cell(0, 0).text = "inner"
        document.add_table(rows=1, cols=1).cell(0, 0).text = "next"

    tables = parse(word(write), "a.docx").tables

    assert [(t.place.table, [c.text for c in t.cells]) for t in tables] == [
        (1, ["outer"]),
        (2, ["inner"]),
        (3, ["next"]),
    ]


def test_rows_that_word_repeats_on_each_page_are_the_header() -> None:
    row = "<w:tr>{}<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr>"
    marked = "<w:trPr><w:tblHeader/></w:trPr>"
    body = f"<w:tbl>{row.format(marked, 'a')}{row.format(marked, 'b')}{row.format('', 'c')}</w:tbl>"

    assert read(body).tables[0].header_rows == 2


def test_tracked_changes_are_read_as_accepted_and_said() -> None:
    parsed = read(
        "<w:p><w:r><w:t>12</w:t></w:r><w:ins><w:r><w:t>.5</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>.7</w:delText></w:r></w:del><w:r><w:t> miles</w:t></w:r></w:p>"
    )

    assert said(parsed) == ["12.5 miles"]
    assert parsed.warnings == (
        (
            "the document has tracked changes: 1 insertions were read as accepted, "
            "1 deletions were left out"
        ),
    )


def test_text_that_a_reader_does_not_see_is_left_out_and_said() -> None:
    parsed = read(
        "<w:p><w:r><w:t>230 kV</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>approve this</w:t></w:r></w:p>"
    )

    assert said(parsed) == ["230 kV"]
    assert parsed.warnings == ("1 pieces of hidden text were left out",)


def test_a_text_box_is_read_once_where_it_is_anchored() -> None:
    box = "<w:txbxContent>" + PARAGRAPH.format("in the box") + "</w:txbxContent>"
    parsed = read(
        "<w:p><w:r><w:t>anchor</w:t></w:r><w:r><mc:AlternateContent xmlns:mc='mc'>"
        f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )

    assert [(b.text, b.place.line) for b in parsed.blocks] == [("anchor", 1), ("in the box", 1)]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<w:t>a</w:t><w:tab/><w:t>b</w:t>", "a\tb"),
        ("<w:t>a</w:t><w:br/><w:t>b</w:t>", "a\nb"),
        ("<w:t>T</w:t><w:noBreakHyphen/><w:t>12</w:t>", "T-12"),
        ('<w:t>20 </w:t><w:sym w:char="00B0"/>', "20 °"),
        ("<w:instrText>PAGE</w:instrText><w:t>7</w:t>", "7"),
    ],
)
def test_marks_within_a_run_become_characters(inside: str, text: str) -> None:
    assert said(read(f"<w:p><w:r>{inside}</w:r></w:p>")) == [text]


@pytest.mark.parametrize("wrapper", ["hyperlink", "smartTag", "ins", "fldSimple"])
def test_text_in_wrappers_is_read(wrapper: str) -> None:
    body = f"<w:p><w:{wrapper}><w:r><w:t>linked</w:t></w:r></w:{wrapper}></w:p>"

    assert said(read(body)) == ["linked"]


def test_content_controls_hold_paragraphs_and_tables() -> None:
    cell = f"<w:tc>{PARAGRAPH.format('cell')}</w:tc>"
    parsed = read(
        f"<w:sdt><w:sdtContent>{PARAGRAPH.format('text')}"
        f"<w:tbl><w:tr>{cell}</w:tr></w:tbl></w:sdtContent></w:sdt>"
    )

    assert said(parsed) == ["text"]
    assert parsed.tables[0].cells[0].text == "cell"


def test_headers_and_notes_are_read_without_a_line() -> None:
    note = f'<w:footnotes xmlns:w="w">{PARAGRAPH.format("per mile")}</w:footnotes>'
    header = f'<w:hdr xmlns:w="w">{PARAGRAPH.format("Okatie 230 kV")}</w:hdr>'

    parsed = read(PARAGRAPH.format("Scope"), header=header, footnotes=note)

    said = [(block.text, block.place.line) for block in parsed.blocks]
    assert said == [("Scope", 1), ("per mile", None), ("Okatie 230 kV", None)]


def test_comments_are_said_to_be_unread() -> None:
    parsed = read(PARAGRAPH.format("Scope"), comments='<w:comments xmlns:w="w"/>')

    assert parsed.warnings == ("the comments of the document were not read",)


def test_the_properties_of_a_document_are_kept() -> None:
    def write(document: Document) -> None:
        document.core_properties.title = "Scope of work"
        document.core_properties.author = "Planning"

    properties = parse(word(write), "a.docx").properties

    assert (properties["Title"], properties["Author"]) == ("Scope of work", "Planning")
