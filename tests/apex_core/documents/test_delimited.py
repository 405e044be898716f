import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apex_core.documents import parse
from apex_core.documents.delimited import find_delimiter
from apex_core.model.document import DocumentKind, ParsedDocument

FIELD = st.text("abcXYZ 019.,;|\t\"'\n", max_size=8)


def texts(parsed: ParsedDocument) -> list[list[str]]:
    table = parsed.tables[0]
    rows = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row][cell.column] = cell.text
    return rows


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    lines = ["Item;Rate;Note", "Pole;1,5;a b, c", "Wire;2,25;d"]
    data = "\n".join(line.replace(";", delimiter) if delimiter != "," else line for line in lines)
    expected = delimiter if delimiter != "," else ";"

    assert find_delimiter(data) == expected


def test_decimal_commas_do_not_pass_for_delimiters() -> None:
    parsed = parse(b"Posten;Preis\nMast;1,50\nSeil;2,25\n", "a.csv")

    assert texts(parsed) == [["Posten", "Preis"], ["Mast", "1,50"], ["Seil", "2,25"]]


def test_quoted_fields_keep_delimiters_quotes_and_line_ends() -> None:
    parsed = parse(b'Item,Note\n"Pole, 75 ft","says ""hot"""\n"two\nlines",x\n', "a.csv")

    assert texts(parsed)[1:] == [["Pole, 75 ft", 'says "hot"'], ["two\nlines", "x"]]


def test_a_cell_knows_its_line_even_below_a_field_of_two_lines() -> None:
    parsed = parse(b'Item,Rate\n"two\nlines",1\nPole,2\n', "a.csv")

    assert [str(cell.place) for cell in parsed.tables[0].cells][-2:] == [
        "a.csv, A3, line 4",
        "a.csv, B3, line 4",
    ]


def test_lines_with_another_number_of_fields_are_kept_and_named() -> None:
    parsed = parse(b"a,b,c\n1,2,3\n1,2,3,4\n1,2\n5,6,7\n", "a.csv")

    assert texts(parsed)[2:4] == [["1", "2", "3", "4"], ["1", "2", "", ""]]
    assert parsed.warnings == ("not 3 fields as on most lines, but fewer or more, on lines 3-4",)


@pytest.mark.parametrize(
    ("encoding", "warned"),
    [
        ("utf-8", False),
        ("utf-8-sig", False),
        ("utf-16", False),
        ("utf-16-le", False),
        ("utf-16-be", False),
        ("utf-32", False),
        ("cp1252", True),
    ],
)
def test_the_encoding_is_found(encoding: str, warned: bool) -> None:  # noqa: FBT001
    data = "Item,Rate\nMast für 230 kV,1\n".encode(encoding)

    parsed = parse(data, "a.csv")

    assert texts(parsed)[1][0] == "Mast für 230 kV"
    assert bool(parsed.warnings) is warned


def test_a_table_by_another_name_is_still_a_table() -> None:
    assert parse(b"a|b|c\n1|2|3\n4|5|6\n", "export.txt").kind is DocumentKind.CSV


def test_prose_with_commas_is_no_table() -> None:
    text = b"Poles, wire, guys.\nAccess roads, matting, and gates are by others.\nNone, so far.\n"

    assert parse(text, "notes.txt").kind is DocumentKind.TEXT


def test_a_blank_line_within_a_table_does_not_end_it() -> None:
    parsed = parse(b"Item,Qty\nPole,1\n\nWire,2\n", "a.csv")

    assert [table.place.cell for table in parsed.tables] == ["A1:B4"]


def test_a_second_header_begins_a_second_table() -> None:
    parsed = parse(b"Item,Qty\nPole,1\n\nUnit,Rate\nEA,2\n", "a.csv")

    assert [table.place.cell for table in parsed.tables] == ["A1:B2", "A4:B5"]
    assert [table.header_rows for table in parsed.tables] == [1, 1]


@given(st.lists(st.lists(FIELD, min_size=3, max_size=3), min_size=1, max_size=6))
def test_what_a_writer_wrote_is_read_back(rows: list[list[str]]) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, quoting=csv.QUOTE_ALL).writerows([["Ab", "Cd", "Ef"], *rows])

    parsed = parse(stream.getvalue().encode(), "a.csv")

    said = [block.text for block in parsed.blocks]
    said += [cell.text for table in parsed.tables for cell in table.cells]
    written = [field.strip() for row in [["Ab", "Cd", "Ef"], *rows] for field in row]
    assert sorted(said) == sorted(filter(None, written))
