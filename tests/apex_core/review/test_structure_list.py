"""Structures counted from lists: by row, by quantity, by the words of the field."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apex_core.model.document import ParsedDocument
from apex_core.model.finding import FindingKind
from apex_core.review.structure_list import count_structures
from apex_core.review.structure_types import TYPES, structure_type
from tests.apex_core.review.written import document


def counts(parsed: ParsedDocument) -> dict[str, str]:
    return {found.detail: found.value for found in count_structures(parsed)[0]}


@pytest.mark.parametrize(
    ("words", "angle", "name"),
    [
        ("Tangent", None, "tangent"),
        ("TAN", None, "tangent"),
        ("Suspension", None, "tangent"),
        ("T-2", None, "tangent"),
        ("Running Angle", None, "running_angle"),
        ("Light angle", None, "running_angle"),
        ("MEDIUM_ANGLE", None, "running_angle"),
        ("Angled dead-end", None, "angled_deadend"),
        ("Dead End Angle", None, "angled_deadend"),
        ("Dead-end (in-line)", None, "non_angled_deadend"),
        ("Non-angled deadend", None, "non_angled_deadend"),
        ("DE", Decimal(32), "angled_deadend"),
        ("DE", Decimal(0), "non_angled_deadend"),
        ("Deadend", None, "non_angled_deadend"),
        ("Terminal", None, "non_angled_deadend"),
        ("Heavy angle", None, "angled_deadend"),
    ],
)
def test_the_words_of_the_field_name_the_four_types(
    words: str, angle: Decimal | None, name: str
) -> None:
    found = structure_type(words, angle)

    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("words", ["Steel pole", "Insulator", "Culvert", "Regulator station"])
def test_other_words_name_no_type(words: str) -> None:
    assert structure_type(words) is None


def test_one_row_is_one_structure_and_missing_types_are_zero() -> None:
    parsed = document(
        "structures.xlsx",
        sheets={
            "Structures": """
Str. No. | Station | Structure Type | Line Angle (deg) | Height (ft)
1 | 0+00 | Dead-end | 0 | 95
2 | 7+40 | Tangent | 0 | 100
3 | 15+20 | Tangent | 0 | 100
4 | 23+00 | Dead-end | 31 | 100
Total | 4 | | |
"""
        },
    )

    assert counts(parsed) == {
        "tangent": "2",
        "running_angle": "0",
        "non_angled_deadend": "1",
        "angled_deadend": "1",
    }
    tangent = count_structures(parsed)[0][0]
    assert [quote.place.cell for quote in tangent.quotes] == ["C3", "C4"]


def test_quantities_are_summed_by_type() -> None:
    parsed = document(
        "summary.docx",
        "| Type | Quantity |\n| Tangent, 95 ft | 30 |\n| Tangent, 105 ft | 4 |\n"
        "| Light angle | 6 |",
    )

    assert counts(parsed)["tangent"] == "34"
    assert counts(parsed)["running_angle"] == "6"


def test_titles_above_the_column_names_do_not_hide_the_list() -> None:
    parsed = document(
        "s.xlsx",
        sheets={
            "List": "Ash - Birch: structure list\nRevision B\nNo. | Type\n1 | Tangent\n2 | Tangent"
        },
    )

    assert counts(parsed)["tangent"] == "2"


def test_structures_to_be_removed_or_kept_are_not_built() -> None:
    listed = "No. | Type | Action\n1 | Tangent | New\n2 | Tangent | Remove\n3 | Tangent | Existing"
    parsed = document("s.xlsx", sheets={"New": listed, "Removals": "No. | Type\n9 | Tangent"})

    assert counts(parsed)["tangent"] == "1"


def test_a_structure_listed_twice_counts_once_and_is_found() -> None:
    parsed = document("s.docx", "| No. | Type |\n| 7 | Tangent |\n| 8 | Tangent |\n| 7 | Tangent |")

    candidates, findings = count_structures(parsed)

    assert candidates[0].value == "2"
    assert findings[0].kind is FindingKind.DUPLICATE
    assert "structure 7 is listed twice" in findings[0].sentence
    assert [place.cell for place in findings[0].places] == ["A2", "A4"]


def test_an_unknown_type_is_not_counted_and_is_found() -> None:
    parsed = document("s.docx", "| No. | Type |\n| 1 | Tangent |\n| 2 | Tangent |\n| 3 | Zigzag |")

    candidates, findings = count_structures(parsed)

    assert candidates[0].value == "2"
    assert findings[0].kind is FindingKind.UNREADABLE
    assert "'Zigzag'" in findings[0].sentence


def test_a_summary_that_differs_from_its_list_is_found_and_the_list_counts() -> None:
    parsed = document(
        "s.xlsx",
        sheets={
            "List": "No. | Type\n1 | Tangent\n2 | Tangent",
            "Summary": "Type | Qty\nTangent | 3",
        },
    )

    candidates, findings = count_structures(parsed)

    assert candidates[0].value == "2"
    assert "the summary says 3" in findings[0].sentence


@pytest.mark.parametrize("quantity", ["NaN", "Infinity", "1e308", "-5", "many"])
def test_a_quantity_that_is_no_count_counts_nothing(quantity: str) -> None:
    parsed = document("s.docx", f"| Type | Qty |\n| Tangent | {quantity} |\n| Tangent | 4 |")

    assert counts(parsed)["tangent"] == "4"


def test_a_bill_of_materials_is_no_structure_list() -> None:
    parsed = document(
        "bom.xlsx",
        sheets={"Materials": "Description | Qty\nInsulator | 120\nSteel pole | 45\nOPGW | 36"},
    )

    assert count_structures(parsed) == ((), ())


WORDS = {
    "tangent": "Tangent",
    "running_angle": "Running angle",
    "non_angled_deadend": "Dead-end, in-line",
    "angled_deadend": "Angled dead-end",
}


@given(st.lists(st.sampled_from(TYPES), min_size=1, max_size=60), st.randoms())
def test_counts_add_up_to_the_rows_in_any_order(kinds: list[str], order: object) -> None:
    rows = [f"| {number} | {WORDS[kind]} |" for number, kind in enumerate(kinds)]
    order.shuffle(rows)  # type: ignore[attr-defined]  # hypothesis' Random

    found = counts(document("s.docx", "\n".join(["| No. | Type |", *rows])))

    assert {name: int(value) for name, value in found.items()} == {
        name: kinds.count(name) for name in TYPES
    }
