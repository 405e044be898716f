from apex_core.documents import parse
from apex_core.documents.outline import outline
from tests.apex_core.documents.files import excel, filled, pdf, table_page, text_page


def test_an_outline_of_a_pdf_shows_pages_text_and_tables() -> None:
    text = ["alpha", "beta", "gamma", "delta", "epsilon"]
    items = [["Item", "Quantity"], ["Pole", "12"], ["Wire", "900"]]
    parsed = parse(pdf(text_page(*text), table_page(items)), "scope.pdf")

    lines = outline(parsed).splitlines()

    assert lines[0] == "scope.pdf: PDF, 2 pages, 8 lines of text, 1 tables"
    assert lines[lines.index("page 1") :] == [
        "page 1",
        "    alpha",
        "    beta",
        "    gamma",
        "    ... 2 more lines",
        "",
        "page 2",
        "  [table 1] 3 x 2: Item | Quantity",
    ]


def test_an_outline_of_a_workbook_shows_its_sheets() -> None:
    data = excel(filled(["Item", "Rate"], ["Pole", 2]))

    assert outline(parse(data, "a.xlsx")).endswith("\nsheet Sheet\n  [A1:B2] 2 x 2: Item | Rate\n")


def test_headings_are_shown_whole_and_warnings_first() -> None:
    text = "# One\na\nb\nc\nd\n## Two\nMast für\n".encode("cp1252")

    assert outline(parse(text, "scope.md")) == (
        "scope.md: TEXT, 1 page, 7 lines of text, 0 tables\n"
        "  ! the file is not UTF-8; it was read as Windows-1252\n"
        "\n"
        "  # One\n"
        "    a\n"
        "    b\n"
        "    c\n"
        "  ## Two\n"
        "    Mast für\n"
        "    ... 1 more lines\n"
    )
