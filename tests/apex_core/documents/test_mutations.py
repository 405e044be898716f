import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apex_core.documents import parse
from apex_core.documents.outline import outline
from apex_core.errors import UnreadableDocument
from tests.apex_core.documents.files import (
    archive,
    excel,
    filled,
    pdf,
    sheet_parts,
    table_page,
    word,
    word_parts,
)

ITEMS: list[list[str | float]] = [["Item", "Rate"], ["Pole", 9.5], ["Wire", 2]]
SEEDS = {
    "a.pdf": pdf(table_page([["Item", "Rate"], ["Pole", "9.5"], ["Wire", "2"]])),
    "a.docx": word(
        lambda document: document.add_table(rows=2, cols=2).cell(0, 0).add_paragraph("x")
    ),
    "a.xlsx": excel(filled(*ITEMS)),
    "a.csv": b'Item;Rate\n"Pole";9,5\nWire;2\n',
}
SHEET = sheet_parts(
    '<cols><col min="1" max="2" hidden="1"/></cols><sheetData>'
    '<row r="1" hidden="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="0"><v>46143</v></c></row>'
    '<row r="2"><c r="A2"><f t="shared" si="0" ref="A2:A3">B2*2</f><v>4</v></c></row>'
    '</sheetData><mergeCells><mergeCell ref="A2:B3"/></mergeCells>',
    strings="<si><t>Item</t></si>",
    formats=["yyyy-mm-dd"],
)
WORDS = word_parts(
    '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:sym w:char="00B0"/></w:r></w:p>'
    '<w:tbl><w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val="2"/>'
    '<w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>Item</w:t></w:r></w:p></w:tc>'
    "</w:tr></w:tbl>"
)
VALUES = [
    "",
    "-1",
    "0",
    "1",
    "9" * 12,
    "A0",
    "ZZZZ9",
    "XFD1048576",
    "A1:XFD1048576",
    "²",
    "s",
    "1e400",
    "9" * 5000,
]


def reads_or_refuses(data: bytes, name: str) -> None:
    with contextlib.suppress(UnreadableDocument):
        parsed = parse(data, name)
        outline(parsed)
        parsed.model_dump_json().encode()


@pytest.mark.parametrize("name", SEEDS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_file_with_changed_bytes_is_read_or_refused(name: str, data: st.DataObject) -> None:
    mutated = bytearray(SEEDS[name])
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(mutated)))
        mutated[at : at + data.draw(st.sampled_from([0, 1, 40]))] = data.draw(st.binary(max_size=4))

    reads_or_refuses(bytes(mutated), name)


@pytest.mark.parametrize(
    ("parts", "name"), [(SHEET, "a.xlsx"), (WORDS, "a.docx")], ids=["workbook", "word"]
)
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_package_with_a_changed_attribute_is_read_or_refused(
    parts: dict[str, str], name: str, data: st.DataObject
) -> None:
    part = data.draw(st.sampled_from(sorted(parts)))
    quoted = parts[part].split('"')
    if len(quoted) > 1:
        quoted[2 * data.draw(st.integers(0, len(quoted) // 2 - 1)) + 1] = data.draw(
            st.sampled_from(VALUES)
        )

    reads_or_refuses(archive(parts | {part: '"'.join(quoted)}), name)


@given(st.binary(max_size=300))
@settings(max_examples=200)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    reads_or_refuses(data, "upload")


@given(st.text(max_size=200), st.sampled_from(["a.txt", "a.csv", "a.tsv", "a.md"]))
@settings(max_examples=200)
def test_any_text_is_read_or_refused(text: str, name: str) -> None:
    reads_or_refuses(text.encode("utf-8", "surrogatepass"), name)
