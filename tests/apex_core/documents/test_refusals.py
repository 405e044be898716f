import io
import zipfile
import zlib

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from apex_core.documents import parse
from apex_core.documents.limits import Limits
from apex_core.errors import UnreadableDocument
from tests.apex_core.documents.files import (
    archive,
    excel,
    filled,
    pdf,
    raw_word,
    relationships,
    sheet_parts,
    text_page,
    word,
    word_parts,
    workbook,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTITY = '<!DOCTYPE x [<!ENTITY bomb SYSTEM "file:///etc/passwd">]>'
PLAIN = pdf(text_page("Scope of work"))


def refusal(data: bytes, name: str, **limits: int) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        parse(data, name, limits=Limits(**limits))
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "scope.pdf", "is empty"),
        (b" \r\n\x00\x00", "scope.txt", "nothing but blanks"),
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
            "a.xlsx",
            "Git LFS pointer",
        ),
        (b"\x05owner" + b" " * 160, "~$scope.docx", "lock that Office leaves"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "scan.pdf", "image (PNG)"),
        (b"II*\x00" + b"\0" * 50, "drawing.tif", "image (TIFF)"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, "photo.jpg", "image (JPEG)"),
        (b"AC1032" + b"\0" * 50, "one-line.dwg", "AutoCAD drawing"),
        (OLE + "EncryptedPackage\0".encode("utf-16-le"), "secret.xlsx", "password"),
        (OLE + "Workbook\0".encode("utf-16-le"), "old.xls", "Excel 97-2003"),
        (OLE + "WordDocument\0".encode("utf-16-le"), "old.doc", "Word 97-2003"),
        (OLE + b"\0" * 100, "unknown.ole", "unknown type"),
        (bytes(range(256)) * 8, "noise.bin", "of no type APEX knows"),
        (b"<!DOCTYPE html><html><body>403</body></html>", "scope.pdf", "web page"),
        (b"not found\n", "scope.pdf", "not the .pdf its name promises"),
        (b"%PDF-1.7\n1 0 obj\n<<", "cut.pdf", "damaged or was cut off"),
        (PLAIN[:120], "cut.pdf", "damaged or was cut off"),
    ],
)
def test_what_cannot_be_read_is_refused_as_what_it_is(data: bytes, name: str, said: str) -> None:
    assert said in refusal(data, name)


def test_a_zip_of_documents_is_refused_whatever_its_name() -> None:
    data = archive({"scope.txt": "230 kV"})

    assert "is a ZIP archive" in refusal(data, "scope.docx")


@pytest.mark.parametrize(
    ("main", "said"),
    [
        ("ppt/presentation.xml", "PowerPoint presentation"),
        ("xl/workbook.bin", "binary Excel workbook"),
        ("visio/document.xml", "Visio drawing"),
    ],
)
def test_office_files_of_other_kinds_are_named(main: str, said: str) -> None:
    data = archive({"_rels/.rels": relationships([("r", "officeDocument", main)]), main: "<a/>"})

    assert said in refusal(data, "slides.xlsx")


def test_open_documents_are_named() -> None:
    data = archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "a": "b"})

    assert refusal(data, "items.ods") == "the file is an OpenDocument file; save it as .xlsx"


def test_a_document_that_was_cut_off_is_refused() -> None:
    data = word(lambda document: document.add_paragraph("Scope"))

    assert "damaged or was cut off" in refusal(data[: len(data) // 2], "scope.docx")


def test_a_pdf_that_needs_a_password_is_refused() -> None:
    data = pdf(text_page("secret"), encrypt=StandardEncryption("user", "owner", strength=128))

    assert "needs a password" in refusal(data, "secret.pdf")


def test_a_pdf_with_an_empty_user_password_opens() -> None:
    data = pdf(text_page("open"), encrypt=StandardEncryption("", "owner", strength=128))

    assert [block.text for block in parse(data, "open.pdf").blocks] == ["open"]


def test_a_part_that_swells_is_refused_before_it_is_unpacked() -> None:
    parts = sheet_parts("<sheetData/>")
    parts["xl/media/blanks.xml"] = " " * 20_000_000

    assert "more than 200 times its packed size" in refusal(archive(parts), "bomb.xlsx")


def test_the_unpacked_size_of_all_parts_is_bounded() -> None:
    data = workbook("<sheetData/>")

    assert "unpacks to" in refusal(data, "big.xlsx", inflated_bytes=1000)


def test_the_number_of_parts_is_bounded() -> None:
    parts = sheet_parts("<sheetData/>") | {f"empty/{n}": "" for n in range(50)}

    assert "56 parts; the limit is 40" in refusal(archive(parts), "many.xlsx", archive_members=40)


def test_an_archive_with_two_parts_of_one_name_is_refused() -> None:
    stream = io.BytesIO(workbook("<sheetData/>"))
    with zipfile.ZipFile(stream, "a") as packed, pytest.warns(UserWarning, match="Duplicate name"):
        packed.writestr("xl/workbook.xml", "<workbook/>")

    assert "two parts of one name" in refusal(stream.getvalue(), "twice.xlsx")


@pytest.mark.parametrize("part", ["word/document.xml", "_rels/.rels"])
def test_entities_in_a_word_document_are_refused(part: str) -> None:
    parts = word_parts("<w:p/>")
    parts[part] = ENTITY + parts[part]

    assert "declares XML entities" in refusal(archive(parts), "attack.docx")


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_entities_in_a_workbook_are_refused(part: str) -> None:
    parts = sheet_parts("<sheetData/>")
    parts[part] = ENTITY + parts[part]

    assert "declares XML entities" in refusal(archive(parts), "attack.xlsx")


def test_entities_in_properties_cost_only_the_properties() -> None:
    parts = word_parts("<w:p><w:r><w:t>Scope</w:t></w:r></w:p>")
    links = [("a", "officeDocument", "word/document.xml"), ("b", "core-properties", "core.xml")]
    parts |= {"_rels/.rels": relationships(links), "core.xml": ENTITY + "<a><title>x</title></a>"}

    parsed = parse(archive(parts), "scope.docx")

    assert [block.text for block in parsed.blocks] == ["Scope"]
    assert parsed.properties == {}


def test_elements_nested_without_end_are_refused() -> None:
    data = raw_word("<w:ins>" * 300 + "</w:ins>" * 300)

    assert "nests more than 200" in refusal(data, "deep.docx")


def test_elements_without_number_are_refused() -> None:
    data = workbook("<sheetData>" + "<row/>" * 500 + "</sheetData>")

    assert "more than 400 XML elements" in refusal(data, "rows.xlsx", xml_elements=400)


def test_a_workbook_without_a_readable_sheet_is_refused() -> None:
    parts = sheet_parts("<sheetData>")

    said = refusal(archive(parts), "broken.xlsx")

    assert said.startswith("the workbook has no sheet that can be read (the sheet S1 was left out")
    assert said.endswith("; open it, check that a sheet holds data, and save it as .xlsx")


def test_a_workbook_beyond_the_limit_of_cells_is_refused() -> None:
    data = excel(filled([1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12]))

    assert "more than 10 filled cells" in refusal(data, "large.xlsx", cells=10)


def test_cells_that_share_one_long_text_count_it_each_time() -> None:
    cells = '<c t="s"><v>0</v></c>' * 20
    data = workbook(
        f"<sheetData><row>{cells}</row></sheetData>", strings=f"<si><t>{'x' * 100}</t></si>"
    )

    assert "more than 1,000 characters" in refusal(data, "long.xlsx", text_characters=1000)


def test_a_workbook_beyond_the_limit_of_sheets_is_refused() -> None:
    assert "3 sheets; the limit is 2" in refusal(workbook(*["<sheetData/>"] * 3), "a.xlsx", pages=2)


def test_a_table_of_text_beyond_the_limit_of_fields_is_refused() -> None:
    assert "more than 10 filled cells" in refusal(b"a,b,c\n" * 5, "large.csv", cells=10)


def test_a_text_beyond_the_limit_of_characters_is_refused() -> None:
    assert "more than 50 characters" in refusal(b"x" * 51, "long.txt", text_characters=50)


def test_a_file_beyond_the_limit_of_bytes_is_refused() -> None:
    assert "51 bytes; the limit is 50" in refusal(b"x" * 51, "long.txt", file_bytes=50)


def test_a_pdf_beyond_the_limit_of_pages_is_refused() -> None:
    data = pdf(*[text_page("page")] * 4)

    assert "4 pages; the limit is 3" in refusal(data, "long.pdf", pages=3)


def test_a_part_whose_bytes_do_not_match_its_checksum_is_refused() -> None:
    data = workbook("<sheetData><row><c><v>1</v></c></row></sheetData>")
    packed = zipfile.ZipFile(io.BytesIO(data)).getinfo("xl/workbook.xml")
    broken = data.replace(packed.CRC.to_bytes(4, "little"), zlib.crc32(b"").to_bytes(4, "little"))

    assert "damaged or was cut off" in refusal(broken, "broken.xlsx")
