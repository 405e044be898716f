"""One value per fact of the project, and every difference said with both places."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from apex_core.model.facts import About, FactName, ProjectFacts
from apex_core.model.finding import FindingKind
from apex_core.model.review import Review
from apex_core.packs.loader import load_packs
from apex_core.review.merge import merge_facts
from apex_core.review.review import review_document
from tests.apex_core.review.written import document

SCOPE = """
# Scope of work
Construct a new single-circuit 230 kV line from Ash to Birch in Alder County, South Carolina.
It is 6.5 miles long, needed for load growth, on steel poles with 795 ACSS conductor.
It has 30 tangent structures. In service in 2028.
"""
ADDENDUM_1 = "# Addendum 1\nThe line is 6.8 miles long."
ADDENDUM_2 = "# Addendum 2\nThe line is 7.1 miles long."
STRUCTURES = """
| Structure No. | Type | Height (ft) | Station |
| 1 | Dead-end, in-line | 95 | 0+00 |
| 2 | Tangent | 95 | 7+00 |
| 3 | Dead-end, in-line | 95 | 14+00 |
"""
MEMO = "The new line is 9 miles long and rated 345 kV. The existing 115 kV line stays."


def read(name: str, text: str) -> Review:
    return review_document(document(name, text), load_packs().rubric)


REVIEWS = (
    read("scope.docx", SCOPE),
    read("addendum 1.docx", ADDENDUM_1),
    read("addendum 2.docx", ADDENDUM_2),
    read("structures.docx", STRUCTURES),
    read("a memo.docx", MEMO),
)


def value(facts: ProjectFacts, name: FactName, detail: str = "") -> str:
    fact = facts.get(name, detail)
    assert fact is not None
    return fact.value


def test_the_latest_addendum_overrides_and_says_so() -> None:
    facts = merge_facts(REVIEWS[:3])

    assert value(facts, FactName.ROUTE_MILES) == "7.1"
    assert {finding.kind for finding in facts.findings} == {FindingKind.OVERRIDE}
    documents = {place.document for finding in facts.findings for place in finding.places}
    assert documents == {"scope.docx", "addendum 1.docx", "addendum 2.docx"}


def test_what_an_addendum_leaves_alone_stays() -> None:
    assert value(merge_facts(REVIEWS[:3]), FactName.VOLTAGE_KV) == "230"


def test_the_structure_list_counts_and_the_scope_contradicts() -> None:
    facts = merge_facts((REVIEWS[0], REVIEWS[3]))

    assert value(facts, FactName.STRUCTURE_COUNT, "tangent") == "1"
    assert value(facts, FactName.STRUCTURE_COUNT, "non_angled_deadend") == "2"
    (finding,) = facts.findings
    assert finding.kind is FindingKind.CONTRADICTION
    assert {place.document for place in finding.places} == {"scope.docx", "structures.docx"}


def test_counts_of_two_documents_are_never_mixed() -> None:
    partial = read("scope.docx", SCOPE.replace("30 tangent", "9 running angle"))

    facts = merge_facts((partial, REVIEWS[3]))

    assert value(facts, FactName.STRUCTURE_COUNT, "running_angle") == "0"


def test_the_scope_goes_before_a_memo() -> None:
    facts = merge_facts((REVIEWS[0], REVIEWS[4]))

    assert value(facts, FactName.VOLTAGE_KV) == "230"
    assert {finding.kind for finding in facts.findings} == {FindingKind.CONTRADICTION}
    assert len(facts.findings) == 2  # voltage and length, not the existing line


def test_agreeing_documents_add_their_quotes() -> None:
    facts = merge_facts((REVIEWS[0], read("route.docx", "The new 230 kV line is 6.5 miles long.")))

    fact = facts.get(FactName.ROUTE_MILES)
    assert fact is not None
    assert {quote.place.document for quote in fact.quotes} == {"scope.docx", "route.docx"}
    assert facts.findings == ()


def test_what_is_only_said_of_surroundings_keeps_saying_so() -> None:
    fact = merge_facts((read("memo.docx", "The existing 115 kV line stays."),)).get(
        FactName.VOLTAGE_KV
    )

    assert fact is not None
    assert fact.about is About.SURROUNDINGS


def test_no_documents_say_nothing() -> None:
    assert merge_facts(()) == ProjectFacts()


@given(st.permutations(REVIEWS))
def test_the_order_of_documents_changes_nothing(reviews: list[Review]) -> None:
    assert merge_facts(reviews) == merge_facts(REVIEWS)


def test_every_value_is_said_by_some_document() -> None:
    facts = merge_facts(REVIEWS)
    said = {
        (fact.name, fact.detail, fact.value)
        for fact in itertools.chain.from_iterable(review.facts for review in REVIEWS)
    }

    assert {(fact.name, fact.detail, fact.value) for fact in facts.facts} <= said
    assert len({(fact.name, fact.detail) for fact in facts.facts}) == len(facts.facts)
