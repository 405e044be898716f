import subprocess
import sys
from importlib.metadata import version

import pytest

from apex_core.documents import parse
from apex_core.documents.version import PARSER_VERSION
from apex_core.model.document import DocumentKind, ParsedDocument
from tests.apex_core.documents.files import excel, filled, pdf, table_page, text_page, word

FILES = {
    DocumentKind.PDF: pdf(text_page("Scope"), table_page([["Item", "Quantity"], ["Pole", "12"]])),
    DocumentKind.DOCX: word(lambda document: document.add_paragraph("Scope")),
    DocumentKind.XLSX: excel(filled(["Pole", 12])),
    DocumentKind.CSV: b"Item,Unit,Quantity\nPole,EA,12\nWire,FT,900\n",
    DocumentKind.TEXT: b"Scope\n\nRebuild 12 miles.\n",
}


@pytest.mark.parametrize("kind", FILES)
def test_content_decides_the_kind_whatever_the_name_says(kind: DocumentKind) -> None:
    assert parse(FILES[kind], "upload").kind is kind


@pytest.mark.parametrize("kind", FILES)
def test_the_same_file_gives_the_same_document(kind: DocumentKind) -> None:
    first, second = (parse(FILES[kind], "a/file") for _ in range(2))

    assert first.model_dump_json() == second.model_dump_json()


@pytest.mark.parametrize("kind", FILES)
def test_a_document_survives_its_json(kind: DocumentKind) -> None:
    parsed = parse(FILES[kind], "a/file")

    assert ParsedDocument.model_validate_json(parsed.model_dump_json()) == parsed


@pytest.mark.parametrize("kind", FILES)
def test_every_place_names_the_document(kind: DocumentKind) -> None:
    parsed = parse(FILES[kind], "bids/a file")

    places = [block.place for block in parsed.blocks]
    for table in parsed.tables:
        places += [table.place, *(cell.place for cell in table.cells)]
    assert {place.document for place in places} == {"bids/a file"}


@pytest.mark.parametrize(
    ("kind", "name", "warning"),
    [
        (DocumentKind.PDF, "scope.docx", "the name ends in .docx but the content is PDF"),
        (DocumentKind.XLSX, "items.csv", "the name ends in .csv but the content is XLSX"),
        (DocumentKind.CSV, "items.xlsx", "the name ends in .xlsx but the content is CSV"),
        (DocumentKind.DOCX, "scope", "the name has no extension but the content is DOCX"),
    ],
)
def test_a_name_that_promises_another_kind_is_a_warning(
    kind: DocumentKind, name: str, warning: str
) -> None:
    parsed = parse(FILES[kind], name)

    assert parsed.kind is kind
    assert parsed.warnings[0].startswith(warning)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (DocumentKind.PDF, "SCOPE.PDF"),
        (DocumentKind.XLSX, "items.xlsm"),
        (DocumentKind.CSV, "items.txt"),
        (DocumentKind.TEXT, "notes.md"),
    ],
)
def test_a_name_that_agrees_is_no_warning(kind: DocumentKind, name: str) -> None:
    assert parse(FILES[kind], name).warnings == ()


def test_a_name_is_cleaned_of_what_deceives_the_eye() -> None:
    assert parse(b"Scope", "quote\u202efdp.txt\n").name == "quotefdp.txt"


def test_text_is_cleaned_of_control_and_direction_characters() -> None:
    parsed = parse("Total \u202e052\u202c USD\x07 \u2066net\u2069".encode(), "total.txt")

    assert parsed.blocks[0].text == "Total 052 USD net"


def test_the_parser_version_names_the_installed_pdfium() -> None:
    assert PARSER_VERSION.split()[1] == f"pypdfium2/{version('pypdfium2')}"
    assert parse(b"Scope", "scope.txt").parser == PARSER_VERSION


def test_importing_the_room_imports_no_parser() -> None:
    code = "import sys, apex_core.documents; print('pypdfium2' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)  # noqa: S603

    assert done.stdout == "False\n"
