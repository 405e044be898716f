"""The take-off: the ticket over the documents, every value with its source."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apex_core.errors import InputError
from apex_core.model.facts import ProjectFacts
from apex_core.model.finding import FindingKind
from apex_core.model.quantities import Quantities
from apex_core.model.scope import ConductorKind, Structure, Work
from apex_core.packs.loader import load_packs
from apex_core.quantities.take_off import take_off
from apex_core.quantities.ticket import check_ticket
from apex_core.review.merge import merge_facts
from apex_core.review.review import review_document
from tests.apex_core.review.written import document

PACKS = load_packs()
SCOPE = """
# Scope of work
Construct a new single-circuit 230 kV line from Ash to Birch in Alder County, South Carolina.
It is 6.5 miles long, on steel poles with bundled 1272 kcmil ACSR conductor.
It is needed for load growth and in service in 2028.
"""
LIST = """
| Structure No. | Type | Height (ft) | Station |
| 1 | Dead-end, in-line | 95 | 0+00 |
| 2 | Tangent | 95 | 7+00 |
| 3 | Dead-end, in-line | 95 | 14+00 |
"""


def facts_of(**texts: str) -> ProjectFacts:
    return merge_facts(
        [
            review_document(document(f"{name}.docx", text), PACKS.rubric)
            for name, text in texts.items()
        ]
    )


def taken(
    facts: ProjectFacts | None = None, line: dict[str, Any] | None = None, **fields: Any
) -> Quantities:
    ticket: dict[str, Any] = {"name": "Ash - Birch", **fields}
    if line is not None:
        ticket["lines"] = [{"name": "Ash - Birch", **line}]
    return take_off(check_ticket(ticket), facts or ProjectFacts(), PACKS)


def test_documents_alone_make_a_whole_line() -> None:
    quantities = taken(facts_of(scope=SCOPE, structures=LIST))

    (line,) = quantities.scope.lines
    assert line.voltage_kv == 230
    assert line.miles == Decimal("6.5")
    assert line.circuits == 1
    assert (line.structure, line.scope) == (Structure.STEEL_POLE, Work.NEW)
    assert line.conductor is not None
    assert (line.conductor.kind, line.conductor.bundle) == (ConductorKind.ACSR, 2)
    assert line.structures is not None
    assert line.structures.tangent == 1
    assert line.structures.non_angled_deadend == 2
    assert (quantities.scope.region, quantities.scope.in_service_year) == ("South Carolina", 2028)


def test_each_value_says_where_it_stands() -> None:
    sources = taken(facts_of(scope=SCOPE, structures=LIST)).sources

    assert sources["lines.0.miles"].startswith("scope.docx, line 3: 'It is 6.5 miles long")
    assert sources["lines.0.structures.tangent"] == "structures.docx, table 1, B3: 'Tangent'"
    assert sources["name"] == "ticket"
    assert sources["dollar_year"].startswith("assumed")


def test_the_ticket_goes_before_the_documents_and_the_difference_is_shown() -> None:
    quantities = taken(facts_of(scope=SCOPE), line={"miles": 7, "voltage_kv": 230.0})

    assert quantities.scope.lines[0].miles == 7
    assert quantities.sources["lines.0.miles"] == "ticket"
    (finding,) = quantities.findings
    assert finding.kind is FindingKind.CONTRADICTION
    assert "the ticket says 7" in finding.sentence
    assert "6.5" in finding.sentence
    assert finding.places[0].document == "scope.docx"


def test_a_ticket_alone_is_enough() -> None:
    quantities = taken(region="Missouri", line={"voltage_kv": 345, "miles": 1})

    assert quantities.scope.lines[0].structure is Structure.STEEL_POLE
    assert quantities.findings == ()
    assumed = " ".join(quantities.assumptions)
    assert "lines.0.circuits: 1" in assumed
    assert "lines.0.structure: steel_pole" in assumed
    assert "lines.0.scope: new" in assumed


@pytest.mark.parametrize(
    ("given_fields", "path", "said"),
    [
        ({"region": "Maine", "line": {"miles": 1}}, "lines.0.voltage_kv", "the voltage"),
        ({"region": "Maine", "line": {"voltage_kv": 115}}, "lines.0.miles", "the length"),
        ({"line": {"voltage_kv": 115, "miles": 1}}, "region", "which state"),
        ({"region": "Maine"}, "lines.0.voltage_kv", "the voltage"),
    ],
)
def test_what_nobody_says_is_refused_by_name(
    given_fields: dict[str, Any], path: str, said: str
) -> None:
    with pytest.raises(InputError) as caught:
        taken(**given_fields)

    assert caught.value.path == path
    assert said in caught.value.message
    assert "add it to the ticket" in caught.value.message


def test_what_is_said_of_surroundings_is_never_priced_but_shown() -> None:
    facts = facts_of(memo="The existing 115 kV line stays in place.")

    with pytest.raises(InputError, match="existing 115 kV line"):
        taken(facts, region="Maine", line={"miles": 1})


def test_what_a_rejected_document_says_is_not_priced_but_shown() -> None:
    facts = facts_of(memo="The new line is 230 kV.")

    with pytest.raises(InputError, match=r"new line is 230 kV.*document that failed its review"):
        taken(facts, region="Maine", line={"miles": 1})


def test_a_count_of_one_type_in_running_text_leaves_the_counts_per_mile() -> None:
    facts = facts_of(scope=f"{SCOPE}\nIt needs 9 running angle structures.")

    quantities = taken(facts)

    assert quantities.scope.lines[0].structures is None
    (said,) = [text for text in quantities.assumptions if "lines.0.structures" in text]
    assert "9 running angle" in said


def test_counts_of_a_whole_line_in_running_text_are_used() -> None:
    facts = facts_of(scope=f"{SCOPE}\nIt has 40 tangent structures and 4 in-line dead-ends.")

    counts = taken(facts).scope.lines[0].structures

    assert counts is not None
    assert counts.model_dump(exclude={"angled_deadend"}) == {
        "tangent": 40,
        "running_angle": 0,
        "non_angled_deadend": 4,
    }


WOOD = SCOPE.replace("steel poles", "wood poles")


def test_counts_of_a_document_that_have_no_rate_are_left_out_with_a_warning() -> None:
    quantities = taken(facts_of(scope=WOOD, structures=LIST))

    assert quantities.scope.lines[0].structures is None
    assert not [path for path in quantities.sources if "structures" in path]
    (warning,) = quantities.warnings
    assert "wood_pole line has no non_angled_deadend" in warning
    assert "structures.docx, table 1, B2: 'Dead-end, in-line'" in warning


def test_counts_of_the_ticket_are_never_left_out() -> None:
    line = {"structure": "wood_pole", "structures": {"non_angled_deadend": 2}}

    counts = taken(facts_of(scope=SCOPE), line=line).scope.lines[0].structures

    assert counts is not None
    assert counts.non_angled_deadend == 2


def test_a_structure_of_a_document_that_has_no_rate_gives_way_to_the_usual_one() -> None:
    quantities = taken(facts_of(scope=WOOD), line={"voltage_kv": 500})

    assert quantities.scope.lines[0].structure is Structure.STEEL_POLE
    (warning,) = quantities.warnings
    assert "wood_pole is not used" in warning
    assert "on wood poles" in warning
    assert quantities.sources["lines.0.structure"].startswith("assumed:")


def test_a_structure_of_the_ticket_is_never_replaced() -> None:
    quantities = taken(facts_of(scope=SCOPE), line={"voltage_kv": 500, "structure": "wood_pole"})

    assert quantities.scope.lines[0].structure is Structure.WOOD_POLE


def test_a_conductor_of_a_document_that_has_no_rate_is_left_out_with_a_warning() -> None:
    quantities = taken(facts_of(scope=SCOPE.replace("1272 kcmil", "1273 kcmil")))

    assert quantities.scope.lines[0].conductor is None
    assert not [path for path in quantities.sources if "conductor" in path]
    (warning,) = quantities.warnings
    assert "1273 kcmil is not used" in warning
    assert "scope.docx, line 3" in warning


def test_a_year_of_a_document_before_the_year_of_the_dollars_is_left_out() -> None:
    quantities = taken(facts_of(scope=SCOPE.replace("2028", "2021")))

    assert quantities.scope.in_service_year is None
    (warning,) = quantities.warnings
    assert "in service in 2021" in warning


def test_a_value_of_a_document_that_cannot_be_is_refused_with_its_words() -> None:
    counts = "| Structure Type | Quantity | Height |\n| Tangent | 7.5 | 95 |\n| Dead-end | 2 | 95 |"

    with pytest.raises(InputError) as caught:
        taken(facts_of(scope=SCOPE + counts))

    assert caught.value.path == "lines.0.structures.tangent"
    assert "scope.docx, table 1, A2: 'Tangent'" in caught.value.message


def test_a_straight_line_serves_where_no_route_is_known() -> None:
    facts = facts_of(
        scope=SCOPE.replace("It is 6.5 miles long", "Its straight-line distance is 5.1 miles")
    )

    (line,) = taken(facts, region="Missouri", line={"voltage_kv": 230}).scope.lines

    assert (line.miles, line.straight_line_miles) == (None, Decimal("5.1"))


def test_a_size_becomes_a_code_word_of_the_rate_book_and_says_so() -> None:
    quantities = taken(facts_of(scope=SCOPE))

    conductor = quantities.scope.lines[0].conductor
    assert conductor is not None
    assert conductor.code == "Bittern"
    (assumption,) = [text for text in quantities.assumptions if ".conductor.code" in text]
    assert "1272 kcmil ACSR is priced as Bittern" in assumption
    assert "Pheasant" in assumption
    assert "code word by" in quantities.sources["lines.0.conductor"]


def test_a_size_of_the_rate_books_own_lines_takes_their_code_word() -> None:
    conductor = (
        taken(region="Missouri", line={"voltage_kv": 230, "miles": 1, "conductor": {"kcmil": 795}})
        .scope.lines[0]
        .conductor
    )

    assert conductor is not None
    assert (conductor.code, conductor.kind, conductor.bundle) == ("Drake", ConductorKind.ACSS, None)


def test_a_size_the_rate_book_does_not_have_is_refused_with_those_it_has() -> None:
    with pytest.raises(InputError) as caught:
        taken(
            region="Missouri",
            line={"voltage_kv": 230, "miles": 1, "conductor": {"kcmil": 800, "kind": "acsr"}},
        )

    assert caught.value.path == "lines.0.conductor.kcmil"
    assert "795" in caught.value.message


def test_a_code_word_of_another_size_is_found() -> None:
    facts = facts_of(
        scope=SCOPE.replace(
            "1272 kcmil ACSR conductor", "1272 kcmil ACSR conductor, code word Drake"
        )
    )

    quantities = taken(facts)

    assert any("Drake has 795 kcmil" in finding.sentence for finding in quantities.findings)


def test_the_tickets_conductor_is_not_mixed_with_the_documents() -> None:
    quantities = taken(facts_of(scope=SCOPE), line={"conductor": {"code": "Drake"}})

    conductor = quantities.scope.lines[0].conductor
    assert conductor is not None
    assert (conductor.code, conductor.kind) == ("Drake", ConductorKind.ACSS)
    assert conductor.bundle is None  # the two per phase are of the documents' Bittern


def test_a_conductor_the_rate_book_does_not_build_is_said() -> None:
    facts = facts_of(scope=SCOPE.replace("1272 kcmil ACSR", "1272 kcmil ACCR"))

    quantities = taken(facts)

    assert any("no ACCR conductor" in warning for warning in quantities.warnings)


def test_reconductoring_keeps_the_structures() -> None:
    facts = facts_of(
        scope=SCOPE.replace("Construct a new", "Reconductor the existing"), structures=LIST
    )

    (line,) = taken(facts).scope.lines

    assert line.scope is Work.RECONDUCTOR
    assert line.structures is None


def test_documents_do_not_describe_one_of_several_lines() -> None:
    ticket = check_ticket(
        {
            "name": "Two lines",
            "lines": [
                {"name": "A", "voltage_kv": 115, "miles": 1},
                {"name": "B", "voltage_kv": 230, "miles": 2},
            ],
        }
    )

    quantities = take_off(ticket, facts_of(scope=SCOPE), PACKS)

    assert [line.voltage_kv for line in quantities.scope.lines] == [115, 230]
    assert quantities.scope.region == "South Carolina"
    assert any("2 lines" in warning for warning in quantities.warnings)


def test_a_ticket_of_stations_alone_has_no_line() -> None:
    quantities = taken(
        facts_of(scope=SCOPE), substations=[{"name": "Birch", "voltage_kv": 230, "positions": 4}]
    )

    assert quantities.scope.lines == ()
    assert quantities.sources["substations.0.positions"] == "ticket"


def test_the_class_the_documents_support_goes_into_the_scope() -> None:
    ticket = check_ticket({"name": "A", "estimate_class": 3})

    quantities = take_off(ticket, facts_of(scope=SCOPE), PACKS, estimate_class=4)

    assert quantities.scope.estimate_class == 4


def test_the_take_off_survives_json() -> None:
    quantities = taken(facts_of(scope=SCOPE, structures=LIST))

    assert Quantities.model_validate_json(quantities.model_dump_json()) == quantities


LINES = st.fixed_dictionaries(
    {
        "voltage_kv": st.sampled_from([69, 115, 138, 161, 230, 345, 500]),
        "miles": st.decimals("0.1", "500", places=2),
    },
    optional={
        "circuits": st.sampled_from([1, 2]),
        "structure": st.sampled_from(["steel_pole", "steel_tower", "wood_pole"]),
        "structures": st.fixed_dictionaries({"tangent": st.integers(1, 90)}),
    },
)


@given(LINES)
def test_whatever_the_ticket_gives_stands_in_the_scope(line: dict[str, Any]) -> None:
    quantities = taken(facts_of(scope=SCOPE), line=line)

    (scoped,) = quantities.scope.lines
    assert {field: getattr(scoped, field) for field in line if field != "structures"} == {
        field: value for field, value in line.items() if field != "structures"
    }
    assert all(
        quantities.sources[f"lines.0.{field}"] == "ticket"
        for field in line
        if field != "structures"
    )


@given(LINES)
def test_every_value_of_a_line_has_a_source(line: dict[str, Any]) -> None:
    quantities = taken(facts_of(scope=SCOPE), line=line)

    (scoped,) = quantities.scope.lines
    given_values = scoped.model_dump(exclude_unset=True, exclude={"conductor", "structures"})
    assert {f"lines.0.{field}" for field in given_values} <= set(quantities.sources)


def test_options_of_the_ticket_reach_the_scope_with_the_ticket_as_their_source() -> None:
    line = {
        "voltage_kv": 69,
        "miles": 2,
        "mobilization": True,
        "short_length": True,
        "multipliers": [{"name": "Hills", "factor": "1.4", "source": "WECC"}],
        "ptf": "0.6",
    }
    ticket = {
        "name": "P",
        "region": "Maine",
        "in_service_year": 2028,
        "lines": [{"name": "L", **line}],
        "adders": [{"name": "Hut", "usd": 1, "source": "quote", "ptf": True}],
        "regional_factor": {"factor": "1.4", "source": "EIPC"},
        "spend": {"years": 5},
        "afudc": {"rate": "0.07", "source": "filed"},
        "price_indices": [{"series": "I", "values": {"2024": 1}, "source": "BLS"}],
    }

    quantities = take_off(check_ticket(ticket), ProjectFacts(), PACKS)

    scope = quantities.scope
    assert scope.lines[0].mobilization == "published"
    assert (scope.lines[0].short_length, scope.lines[0].ptf) == (True, Decimal("0.6"))
    assert scope.lines[0].multipliers[0].factor == Decimal("1.4")
    assert scope.adders[0].ptf == 1
    assert scope.regional_factor is not None
    assert scope.price_indices[0].values == {2024: 1}
    for path in ("regional_factor", "spend", "afudc", "price_indices", "adders.0.ptf"):
        assert quantities.sources[path] == "ticket"
    for field in ("mobilization", "short_length", "multipliers", "ptf"):
        assert quantities.sources[f"lines.0.{field}"] == "ticket"
