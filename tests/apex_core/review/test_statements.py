"""A document as statements: every one proved by words that stand at its place."""

from hypothesis import given
from hypothesis import strategies as st

from apex_core.model.document import (
    Cell,
    DocumentKind,
    ParsedDocument,
    Place,
    Table,
    TextBlock,
)
from apex_core.model.facts import Fact, FactName
from apex_core.packs.loader import load_packs
from apex_core.review.quotes import verify_quotes
from apex_core.review.review import review_document
from apex_core.review.statements import LONGEST_QUOTE, statements
from tests.apex_core.review.written import document


def test_sentences_end_at_full_stops_and_not_at_abbreviations() -> None:
    said = statements(
        document("a.docx", "Structure No. 5 is approx. 95 ft high. It stands at St. Mary. Yes.")
    )

    assert [item.text for item in said] == [
        "Structure No. 5 is approx. 95 ft high.",
        "It stands at St. Mary.",
        "Yes.",
    ]


def test_lines_of_a_page_are_joined_and_paragraphs_of_word_are_not() -> None:
    lines = "The line is\n6.5 miles long"

    assert [item.text for item in statements(document("a.pdf", lines))] == [
        "The line is 6.5 miles long"
    ]
    assert len(statements(document("a.docx", lines))) == 2


def test_a_sentence_begins_where_its_first_word_stands() -> None:
    said = statements(document("a.pdf", "One ends. Two\nbegins here. Three\nends."))

    assert [item.quote.place.line for item in said] == [1, 1, 2]


def test_a_sentence_too_long_to_quote_comes_in_pieces_that_prove_themselves() -> None:
    text = "The line, " + "which is long, " * 60 + "is 6.5 miles long"
    parsed = document("a.docx", text)

    review = review_document(parsed, load_packs().rubric)

    assert max(len(item.quote.text) for item in statements(parsed)) <= LONGEST_QUOTE
    assert "6.5 miles" in review.facts[0].quotes[0].text
    assert review.dropped_quotes == 0


def test_bullets_are_statements_of_their_own() -> None:
    said = statements(document("a.pdf", "The line has\n- 230 kV\n- 6.5 miles"))

    assert [item.text for item in said] == ["The line has", "- 230 kV", "- 6.5 miles"]


def test_headings_stand_above_what_follows() -> None:
    said = statements(document("a.docx", "# Scope\n## Line\nIt is new.\n# Exclusions\nRoads."))

    assert [(item.text, item.section) for item in said if not item.heading] == [
        ("It is new.", "Scope > Line"),
        ("Roads.", "Exclusions"),
    ]


def test_a_column_name_with_a_unit_lends_it_to_bare_numbers() -> None:
    said = statements(document("a.docx", "| Line | Length (mi) | Note |\n| A | 6.5 | x |"))

    assert "Length (mi): 6.5 mi" in [item.text for item in said]


def test_a_value_that_stands_in_the_column_name_is_not_the_projects() -> None:
    text = "| Item | 115 kV | 230 kV |\n| Tangent | 66,158 | 100,193 |\n| Angle | 1 | 2 |"

    review = review_document(document("rates.docx", text), load_packs().rubric)

    assert not [fact for fact in review.facts if fact.about == "project"]


def test_a_project_table_of_labels_is_of_one_project() -> None:
    text = "| Project | Ash - Birch |\n| Voltage | 230 kV |\n| Length | 6.5 miles |"

    assert not any(item.of_many for item in statements(document("a.docx", text)))


def test_hidden_cells_say_nothing() -> None:
    place = Place(document="a.xlsx", sheet="S", cell="A1")
    hidden = Cell(row=0, column=0, text="The new line is 345 kV.", place=place, hidden=True)
    table = Table(
        place=Place(document="a.xlsx", sheet="S"), header_rows=0, rows=1, columns=1, cells=(hidden,)
    )
    parsed = ParsedDocument(
        name="a.xlsx", sha256="0", kind=DocumentKind.XLSX, parser="t/1", pages=1, tables=(table,)
    )

    assert statements(parsed) == ()


WORDS = st.sampled_from(
    [
        "The",
        "line",
        "is",
        "6.5",
        "miles",
        "long.",
        "New",
        "230",
        "kV",
        "trans-",
        "mission",
        "a;",
        "B",
    ]
)
LINES = st.lists(st.lists(WORDS, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=8)


@given(LINES, st.sampled_from(["a.pdf", "a.docx", "a.txt"]))
def test_every_statement_stands_where_it_says(lines: list[str], name: str) -> None:
    parsed = document(name, "\n".join(lines))

    facts = [
        Fact(name=FactName.WORK, value="new", quotes=(item.quote,), reader="test/1")
        for item in statements(parsed)
    ]

    assert facts
    assert verify_quotes(facts, parsed) == (tuple(facts), 0)


@given(LINES)
def test_no_word_is_lost(lines: list[str]) -> None:
    parsed = document("a.pdf", "\n".join(lines))

    said = " ".join(item.quote.text for item in statements(parsed)).split()

    assert said == " ".join(lines).split()


def pages(*texts: str) -> ParsedDocument:
    blocks = tuple(
        TextBlock(text=text, place=Place(document="a.pdf", page=page, line=line))
        for page, lines in enumerate(texts, start=1)
        for line, text in enumerate(lines.splitlines(), start=1)
    )
    return ParsedDocument(
        name="a.pdf",
        sha256="00" * 32,
        kind=DocumentKind.PDF,
        parser="written/1",
        pages=len(texts),
        blocks=blocks,
    )


def test_headers_and_page_numbers_are_no_part_of_what_a_page_says() -> None:
    body = ("Dead-end structures\nare usual.", "The line\nruns east.", "It ends\nat Birch.")
    numbered = pages(*(f"Guide for Lines\n{number}\n{text}" for number, text in enumerate(body, 9)))

    assert [item.text for item in statements(numbered)] == [
        "Guide for Lines",
        "Dead-end structures are usual.",
        "The line runs east.",
        "It ends at Birch.",
    ]


def test_a_footer_whose_number_changes_counts_nothing() -> None:
    footed = pages(*(f"Page {number} says this.\n{number} tangents" for number in (7, 8, 9)))

    assert not any("tangent" in item.text for item in statements(footed))


def test_what_two_pages_have_in_common_is_still_said_twice() -> None:
    assert len(statements(pages("See below.\nOne.", "See below.\nTwo."))) == 4


def test_what_stands_in_the_middle_of_pages_is_no_running_line() -> None:
    page = "\n".join(f"Line {letter} ends here." for letter in "abc") + "\nThe same.\n"
    rest = [
        "\n".join(f"Other {name} {letter} ends." for letter in "abc") for name in ("x", "y", "z")
    ]
    said = [item.text for item in statements(pages(*(page + end for end in rest)))]

    assert said.count("The same.") == 3
