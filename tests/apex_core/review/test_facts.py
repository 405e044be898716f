"""Facts the rules find, sentence by sentence: the project's own before its surroundings."""

import pytest

from apex_core.model.facts import About, FactName
from apex_core.model.finding import FindingKind
from apex_core.model.review import Review
from apex_core.packs.loader import load_packs
from apex_core.review.review import review_document
from tests.apex_core.review.written import document


def read(text: str, name: str = "memo.docx") -> Review:
    return review_document(document(name, text), load_packs().rubric)


def project(review: Review) -> dict[str, str]:
    """Return what the document says of the project, its first choice of each fact."""
    found: dict[str, str] = {}
    for fact in review.facts:
        if fact.about is About.PROJECT:
            found.setdefault(f"{fact.name} {fact.detail}".strip(), fact.value)
    return found


def aside(review: Review, name: FactName) -> list[str]:
    return [
        fact.value
        for fact in review.facts
        if fact.name is name and fact.about is About.SURROUNDINGS
    ]


@pytest.mark.parametrize(
    ("sentence", "facts"),
    [
        (
            (
                "Construct a 230 kV line with B1272 ACSR from Ash to Birch 230/115kV Substation. "
                "The line is estimated to be 6.5 miles long."
            ),
            {
                "voltage_kv": "230",
                "route_miles": "6.5",
                "conductor_kind": "acsr",
                "conductor_kcmil": "1272",
                "conductor_bundle": "2",
                "work": "new",
            },
        ),
        (
            (
                "Upgrade the 477 ACSR portions of the Ash - Birch 115 kV line to 1272 ACSR. "
                "Approximately 12.5 miles."
            ),
            {
                "voltage_kv": "115",
                "route_miles": "12.5",
                "conductor_kind": "acsr",
                "conductor_kcmil": "1272",
            },
        ),
        (
            (
                "Reconductor 22.4 miles of the existing 138 kV line with 795 ACSS, replacing the "
                "existing 397.5 ACSR."
            ),
            {
                "voltage_kv": "138",
                "route_miles": "22.4",
                "conductor_kind": "acss",
                "conductor_kcmil": "795",
                "work": "reconductor",
            },
        ),
        (
            (
                "The existing 115 kV line will be rebuilt as a single-circuit 230 kV line on steel "
                "monopoles, replacing wood H-frame structures."
            ),
            {"voltage_kv": "230", "circuits": "1", "structure": "steel_pole", "work": "rebuild"},
        ),
        (
            "Convert the existing Ash - Birch 33 kV Line to 115 kV.",
            {"voltage_kv": "115"},
        ),
        (
            'The phase conductor shall be two 795 kcmil 26/7 ACSS "Drake" subconductors per phase.',
            {
                "conductor_code": "Drake",
                "conductor_kind": "acss",
                "conductor_kcmil": "795",
                "conductor_bundle": "2",
            },
        ),
        (
            "Conductor: 2 x 954 kcmil ACSS/TW Cardinal; shield wire: 7#8 Alumoweld.",
            {
                "conductor_code": "Cardinal",
                "conductor_kind": "acss",
                "conductor_kcmil": "954",
                "conductor_bundle": "2",
            },
        ),
        (
            (
                "The 500kV single circuit line uses triple-bundled 954 ACSR conductor on "
                "self-supporting lattice steel towers in Maine."
            ),
            {
                "voltage_kv": "500",
                "circuits": "1",
                "conductor_kind": "acsr",
                "conductor_kcmil": "954",
                "conductor_bundle": "3",
                "structure": "steel_tower",
                "region": "Maine",
            },
        ),
        (
            "The line requires 38 tangent structures, four running angles and 3 in-line dead-ends.",
            {
                "structure_count tangent": "38",
                "structure_count running_angle": "4",
                "structure_count non_angled_deadend": "3",
            },
        ),
        (
            "The line is located in Alder County, South Carolina, and is owned by Georgia Power.",
            {"region": "South Carolina"},
        ),
        ("The line crosses Elm County, SC.", {"region": "South Carolina"}),
        (
            "Length of line = 6.5 mi. ISD: 12/01/26.",
            {"route_miles": "6.5", "in_service_year": "2026"},
        ),
        (
            (
                "This project rebuilds the Ash - Birch line from single-circuit wood H-frames to "
                "double-circuit steel monopoles."
            ),
            {"circuits": "2", "structure": "steel_pole", "work": "rebuild"},
        ),
        (
            "The line uses 556.5 ACSR now; the new line will use 1033.5 ACSS.",
            {"conductor_kind": "acss", "conductor_kcmil": "1033.5", "work": "new"},
        ),
        (
            'Conductors: 3-795 kcmil ACSS "Drake".',
            {"conductor_code": "Drake", "conductor_kind": "acss", "conductor_kcmil": "795"},
        ),
        ("Wood H-frame structures will carry the line.", {"structure": "wood_pole"}),
    ],
)
def test_a_sentence_about_the_project_gives_its_facts(sentence: str, facts: dict[str, str]) -> None:
    assert project(read(sentence)) == facts


@pytest.mark.parametrize(
    ("sentence", "name", "values"),
    [
        ("The new 345 kV line parallels the existing 115 kV line.", FactName.VOLTAGE_KV, ["115"]),
        ("The line ends at the Birch 230/115 kV substation.", FactName.VOLTAGE_KV, ["230"]),
        (
            "The line was considered at 345 kV but the selected voltage is 230 kV.",
            FactName.VOLTAGE_KV,
            ["345"],
        ),
        ("Another project will rebuild 4 miles of the 69 kV line.", FactName.ROUTE_MILES, ["4"]),
        (
            "This project does not include reconductoring of the 4 mile Ash line.",
            FactName.WORK,
            ["reconductor"],
        ),
        ("The line will not be double-circuit.", FactName.CIRCUITS, ["2"]),
        (
            "Lattice towers were rejected; the line will use tubular steel poles.",
            FactName.STRUCTURE,
            ["steel_tower"],
        ),
        ("The line is two miles north of the river.", FactName.ROUTE_MILES, ["2"]),
        ("Insulators withstand a BIL of 900 kV.", FactName.VOLTAGE_KV, ["900"]),
    ],
)
def test_what_surrounds_the_project_is_kept_apart(
    sentence: str, name: FactName, values: list[str]
) -> None:
    review = read(sentence)

    assert aside(review, name) == values
    assert project(review).get(name) not in values


@pytest.mark.parametrize(
    ("sentence", "miles"),
    [
        ("The line is 1,234.5 miles long.", "1234.5"),
        ("The line is 6,5 miles long.", "6.5"),
        ("The line is six miles long.", "6"),
        ("The 6.5-mile route is settled.", "6.5"),
    ],
)
def test_numbers_are_read_with_separators_and_words(sentence: str, miles: str) -> None:
    assert project(read(sentence))["route_miles"] == miles


def test_kilometers_become_miles_and_the_conversion_is_recorded() -> None:
    review = read("The proposed route is 10.46 km long.")

    fact = next(fact for fact in review.facts if fact.name is FactName.ROUTE_MILES)
    assert fact.value == "6.5"  # 10.46 / 1.609344 = 6.49954
    assert fact.note == "10.46 km at 1.609344 km per mile"
    assert "10.46 km" in fact.quotes[0].text


def test_feet_become_miles_where_a_line_is_meant() -> None:
    review = read("The line is 34,320 feet long. Poles are 95 feet long.")

    fact = next(fact for fact in review.facts if fact.name is FactName.ROUTE_MILES)
    assert (fact.value, fact.note) == ("6.5", "34320 ft at 5,280 ft per mile")


def test_the_parts_of_a_length_are_not_lengths_of_their_own() -> None:
    review = read(
        "The route is 14.2 miles long, comprising 11.0 miles of line and 3.2 miles of cable."
    )

    assert project(review) == {"route_miles": "14.2"}
    assert review.findings == ()


@pytest.mark.parametrize(
    ("sentence", "facts"),
    [
        (
            "El proyecto construye una línea nueva de 220 kV de 32.18688 km.",
            {"voltage_kv": "220", "route_miles": "20", "work": "new"},
        ),
        (
            "Die neue 380-kV-Leitung ist 16,09344 km lang.",
            {"voltage_kv": "380", "route_miles": "10", "work": "new"},
        ),
    ],
)
def test_a_few_words_of_other_languages_are_known(sentence: str, facts: dict[str, str]) -> None:
    assert project(read(sentence)) == facts


def test_a_number_beyond_any_line_is_no_length() -> None:
    assert project(read(f"The line is {'9' * 60} km long or {'9' * 60} miles long.")) == {}


@pytest.mark.parametrize(
    "text",
    [
        "The unit cost is the cost associated with one angled deadend structure.",
        "The price of 1 tangent structure holds its hardware.",
    ],
)
def test_what_one_structure_costs_counts_none(text: str) -> None:
    assert not [fact for fact in read(text).facts if fact.name is FactName.STRUCTURE_COUNT]


def test_the_straight_line_is_not_the_route() -> None:
    for joint in (";", " and", ","):
        review = read(
            f"The straight-line distance is 5.1 miles{joint} the route is 6.5 miles long."
        )

        assert project(review) == {"straight_line_miles": "5.1", "route_miles": "6.5"}

    assert project(read("The ends of the line lie 5.1 miles apart as the crow flies.")) == {
        "straight_line_miles": "5.1"
    }


@pytest.mark.parametrize("text", ["The line is between 6 and 7 miles.", "Length: TBD", "Voltage:"])
def test_an_open_value_is_no_fact(text: str) -> None:
    assert project(read(text)) == {}


def test_a_past_service_date_is_not_the_plan() -> None:
    review = read(
        "Originally planned in service for 2025, the line is now to be energized by December 2028. "
        "The old line was placed in service in 2003."
    )

    assert project(review) == {"in_service_year": "2028"}


def test_a_table_of_labels_is_read_with_the_units_of_its_labels() -> None:
    review = read(
        """
| Item | Value |
| Voltage (kV) | 345 |
| Route length (mi) | 41.25 |
| Existing voltage (kV) | 115 |
| Circuits | 2 |
"""
    )

    assert project(review) == {"voltage_kv": "345", "route_miles": "41.25", "circuits": "2"}
    assert review.facts[0].quotes[0].place.cell == "B2"


def test_values_under_column_names_are_read() -> None:
    review = read(
        """
| Line | Voltage (kV) | Length (miles) | Conductor |
| Ash - Birch | 161 | 8.25 | 795 ACSS Drake |
"""
    )

    assert project(review)["voltage_kv"] == "161"
    assert project(review)["route_miles"] == "8.25"
    assert project(review)["conductor_code"] == "Drake"


def test_a_list_of_several_projects_says_nothing_of_this_one() -> None:
    review = read(
        """
| Project | Description |
| Ash | Construct a 230 kV line, 6.5 miles. |
| Birch | Rebuild the 115 kV line, 13.5 miles. |
""",
        "plan.csv",
    )

    assert project(review) == {}
    assert aside(review, FactName.ROUTE_MILES) == ["6.5", "13.5"]


def test_a_section_of_exclusions_is_not_the_project() -> None:
    review = read("# Scope\nA new 230 kV line.\n# Exclusions\nThe 69 kV line, 4 miles long.")

    assert project(review) == {"voltage_kv": "230", "work": "new"}
    assert aside(review, FactName.VOLTAGE_KV) == ["69"]


def test_a_sentence_may_run_over_lines_and_hyphens() -> None:
    review = read(
        "The new trans-\nmission line is esti-\nmated to be 6.5\nmiles long and single-\ncircuit.",
        "scope.pdf",
    )

    assert project(review) == {"route_miles": "6.5", "circuits": "1", "work": "new"}
    assert review.dropped_quotes == 0
    assert review.facts[0].quotes[0].place.line == 1


def test_two_values_said_plainly_are_a_contradiction_with_both_places() -> None:
    review = read("The new line is 6.5 miles long.\n\nThe route length is 7.25 miles.")

    (finding,) = review.findings
    assert finding.kind is FindingKind.CONTRADICTION
    assert "'6.5'" in finding.sentence
    assert "'7.25'" in finding.sentence
    assert [place.line for place in finding.places] == [1, 3]
    assert [fact.value for fact in review.facts if fact.name is FactName.ROUTE_MILES] == [
        "6.5",
        "7.25",
    ]


def test_a_length_in_two_units_is_no_contradiction() -> None:
    review = read("The new line is 6.5 miles (10.5 km) long.")

    assert project(review)["route_miles"] == "6.5"
    assert review.findings == ()


def test_a_labelled_value_goes_before_a_mention() -> None:
    review = read("Lines of 115 kV are common.\n\n| Nominal voltage | 230 kV |\n| Circuits | 1 |")

    assert project(review)["voltage_kv"] == "230"
