"""The class the documents support: the worst governing deliverable decides, and says so."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apex_core.classification.classify import classify
from apex_core.classification.reasons import GOVERNING
from apex_core.model.classification import Classification
from apex_core.model.document import Place
from apex_core.model.facts import Fact, FactName, ProjectFacts, Quote
from apex_core.model.finding import FindingKind
from apex_core.model.review import Deliverable, Review, Role, Verdict
from apex_core.packs.loader import load_packs

PACKS = load_packs()
NO_FACTS = ProjectFacts()


def review(
    deliverable: Deliverable, supports: int, *, verdict: Verdict = Verdict.PASSED, name: str = ""
) -> Review:
    document = name or f"{deliverable.value}.pdf"
    quote = Quote(text="its words", place=Place(document=document, page=1, line=1))
    role = Role(deliverable=deliverable, state="as found", supports_class=supports, quote=quote)
    return Review(
        document=document,
        sha256="0" * 64,
        reader="test/1",
        roles=(role,),
        completeness=90,
        verdict=verdict,
        reason="for the test",
    )


def project(**supports: int) -> tuple[Review, ...]:
    return tuple(review(Deliverable(name), value) for name, value in supports.items())


def found(*reviews: Review, requested: int | None = None) -> Classification:
    return classify(reviews, NO_FACTS, PACKS, requested=requested)


CLASS_3 = {"scope": 1, "route": 3, "structure_list": 3, "geotechnical": 3, "bill_of_materials": 3}


def test_the_worst_governing_deliverable_decides() -> None:
    assert found(*project(**CLASS_3)).estimate_class == 3
    assert found(*project(**{**CLASS_3, "geotechnical": 4})).estimate_class == 4


def test_the_better_of_material_list_and_quotes_counts() -> None:
    assert (
        found(*project(**{**CLASS_3, "bill_of_materials": 5}, vendor_quotes=3)).estimate_class == 3
    )
    assert found(*project(**CLASS_3, vendor_quotes=5)).estimate_class == 3


def test_other_deliverables_inform_and_do_not_govern() -> None:
    assert found(*project(**CLASS_3, schedule=5, permits=5)).estimate_class == 3


def test_without_documents_the_class_is_five() -> None:
    classification = found()

    assert classification.estimate_class == 5
    assert classification.score == 0
    assert all("no document provides it" in reason.reason for reason in classification.reasons)


def test_a_document_that_failed_review_supports_nothing() -> None:
    failed = review(Deliverable.GEOTECHNICAL, 1, verdict=Verdict.FAILED)
    others = {name: value for name, value in CLASS_3.items() if name != "geotechnical"}

    assert found(*project(**others), failed).estimate_class == 5


def test_structure_counts_stand_in_for_a_factored_material_list() -> None:
    place = Place(document="s.xlsx", sheet="List", cell="C5")
    count = Fact(
        name=FactName.STRUCTURE_COUNT,
        detail="tangent",
        value="34",
        quotes=(Quote(text="Tangent", place=place),),
        reader="test/1",
    )
    others = {name: value for name, value in CLASS_3.items() if name != "bill_of_materials"}

    with_counts = classify(project(**others), ProjectFacts(facts=(count,)), PACKS)

    assert found(*project(**others)).estimate_class == 5
    assert with_counts.estimate_class == 4


def test_every_deliverable_has_its_reason_and_the_weights_make_a_hundred() -> None:
    reasons = found(*project(**CLASS_3)).reasons

    assert [reason.deliverable for reason in reasons] == list(Deliverable)
    assert sum(reason.weight for reason in reasons) == 100
    assert {reason.deliverable for reason in reasons if reason.governs} == set(GOVERNING)


@pytest.mark.parametrize(
    ("estimate_class", "low", "high", "category"),
    [
        (5, (-20, -50), (30, 100), "A"),
        (4, (-15, -30), (20, 50), "B"),
        (3, (-10, -20), (10, 30), "C"),
        (2, (-5, -15), (5, 20), "D"),
        (1, (-3, -10), (3, 15), "E"),
    ],
)
def test_band_and_category_follow_from_the_class(
    estimate_class: int, low: tuple[int, int], high: tuple[int, int], category: str
) -> None:
    """AACE 18R-97 as printed in the MISO MTEP24 guide, Figure 1-3; ISO-NE by crosswalk."""
    classification = found(*project(**dict.fromkeys(CLASS_3, estimate_class)))

    assert tuple(map(int, classification.accuracy.low_pct)) == low
    assert tuple(map(int, classification.accuracy.high_pct)) == high
    assert classification.iso_ne.category == category
    assert "nverified" in classification.iso_ne.label


def test_a_better_class_than_the_documents_support_is_refused_and_said() -> None:
    classification = found(*project(**{**CLASS_3, "geotechnical": 4}), requested=3)

    assert (classification.estimate_class, classification.requested_class) == (4, 3)
    assert tuple(map(int, classification.accuracy.high_pct)) == (20, 50)
    (finding,) = classification.findings
    assert finding.kind is FindingKind.CLASS
    assert "Geotechnical report" in finding.sentence
    assert "Route" not in finding.sentence
    assert len(classification.warnings) == 1


@pytest.mark.parametrize("requested", [None, 3, 4, 5])
def test_a_class_the_documents_support_needs_no_warning(requested: int | None) -> None:
    classification = found(*project(**CLASS_3), requested=requested)

    assert classification.estimate_class == 3
    assert classification.warnings == ()


def test_the_next_class_needs_exactly_what_holds_it_back() -> None:
    needs = found(*project(**{**CLASS_3, "geotechnical": 4})).next_class_needs

    assert len(needs) == 1
    assert needs[0].startswith("Geotechnical report (borings at angles/deadends)")


def test_material_list_or_quotes_are_one_need() -> None:
    needs = found(*project(**{**CLASS_3, "bill_of_materials": 4})).next_class_needs

    assert [need.split(" (")[0] for need in needs] == ["Material list / BOM"]


def test_class_one_needs_nothing_more() -> None:
    assert found(*project(**dict.fromkeys(CLASS_3, 1))).next_class_needs == ()


def test_the_score_counts_what_the_class_asks_for() -> None:
    """At class 3 all 100 points are asked; scope 12, route, list 10, geotechnical 8, BOM 7."""
    assert found(*project(**CLASS_3)).score == Decimal("47.0")


supports = st.fixed_dictionaries(
    {}, optional={deliverable.value: st.integers(1, 5) for deliverable in Deliverable}
)


@given(supports)
def test_meeting_the_needs_lifts_the_class_by_one(found_supports: dict[str, int]) -> None:
    before = found(*project(**found_supports))
    lifted = before.estimate_class - 1
    titles = {reason.title: reason.deliverable for reason in before.reasons}
    asked = [
        next(titles[title] for title in titles if need.startswith(title))
        for need in before.next_class_needs
    ]

    after = found(
        *project(**found_supports), *(review(name, lifted, name="new.pdf") for name in asked)
    )

    assert after.estimate_class == max(1, lifted)


@given(supports, st.sampled_from(list(Deliverable)))
def test_another_document_never_worsens_the_class(
    found_supports: dict[str, int], deliverable: Deliverable
) -> None:
    reviews = project(**found_supports)

    before, after = found(*reviews), found(*reviews, review(deliverable, 1, name="more.pdf"))

    assert after.estimate_class <= before.estimate_class


@given(st.permutations(project(**CLASS_3, schedule=4, vendor_quotes=2)))
def test_the_order_of_documents_changes_nothing(reviews: list[Review]) -> None:
    assert found(*reviews) == found(*project(**CLASS_3, schedule=4, vendor_quotes=2))
