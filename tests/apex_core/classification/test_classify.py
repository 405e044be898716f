"""The class the documents support: the worst governing deliverable decides, and says so."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apex_core.classification.classify import classify
from apex_core.documents import parse
from apex_core.model.classification import Classification, DeliverableReason, Maturity
from apex_core.model.document import Place
from apex_core.model.facts import About, Fact, FactName, ProjectFacts, Quote
from apex_core.model.finding import FindingKind
from apex_core.model.review import Deliverable, Review, ReviewItem, Role, Verdict
from apex_core.packs.loader import load_packs
from apex_core.review.merge import merge_facts
from apex_core.review.review import review_document

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


def fact(name: str, value: str, *, detail: str = "", about: About = About.PROJECT) -> Fact:
    place = Place(document="s.xlsx", sheet="List", cell="C5")
    return Fact(
        name=FactName(name),
        detail=detail,
        value=value,
        quotes=(Quote(text="its words", place=place),),
        reader="test/1",
        about=about,
    )


def reason_of(title: str, **supports: int) -> DeliverableReason:
    reasons = found(*project(**supports)).reasons
    return next(reason for reason in reasons if reason.title == title)


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
    assert all("no document provides it" in one.reason for one in classification.documents)
    assert all(reason.reason for reason in classification.reasons)


def test_a_document_that_failed_review_supports_nothing() -> None:
    failed = review(Deliverable.GEOTECHNICAL, 1, verdict=Verdict.FAILED)
    others = {name: value for name, value in CLASS_3.items() if name != "geotechnical"}

    assert found(*project(**others), failed).estimate_class == 5


def test_structure_counts_stand_in_for_a_factored_material_list() -> None:
    count = fact("structure_count", "34", detail="tangent")
    others = {name: value for name, value in CLASS_3.items() if name != "bill_of_materials"}

    with_counts = classify(project(**others), ProjectFacts(facts=(count,)), PACKS)

    assert found(*project(**others)).estimate_class == 5
    assert with_counts.estimate_class == 4


def test_every_document_of_the_rubric_stands_somewhere_and_the_weights_make_a_hundred() -> None:
    documents = found(*project(**CLASS_3)).documents

    assert [one.deliverable for one in documents] == list(Deliverable)
    assert sum(one.weight for one in documents) == 100


def test_every_deliverable_of_the_matrix_has_a_state_and_a_reason_or_is_not_assessed() -> None:
    classification = found(*project(**CLASS_3))

    reasons = classification.reasons
    assert [one.title for one in reasons] == [one.name for one in PACKS.maturity.deliverables]
    assert len(reasons) == 32
    for reason in reasons:
        assert reason.reason
        assert (reason.state is None) is (reason.supports_class is None)
        assert (reason.state is None) is reason.reason.startswith("not assessed")
    unseen = [reason.title for reason in reasons if reason.state is None]
    assert len(unseen) == 7
    assert not any(reason.governs for reason in reasons if reason.state is None)
    assert any(all(title in said for title in unseen) for said in classification.assumptions)


def test_a_document_stands_for_the_state_that_its_class_asks_for() -> None:
    geotechnical = reason_of("Geotechnical report", geotechnical=3)

    assert geotechnical.state is Maturity.PRELIMINARY
    assert geotechnical.supports_class == 3
    assert geotechnical.document == "geotechnical.pdf"
    assert geotechnical.reason.endswith(
        "preliminary (P); supports class 3, class 2 asks for complete (C)"
    )


def test_what_nothing_shows_has_not_begun() -> None:
    one_line = reason_of("One-line diagram")

    assert one_line.state is Maturity.NOT_REQUIRED
    assert one_line.supports_class == 5
    assert "even class 5 asks for started (S)" in one_line.reason


def test_plan_and_profile_must_be_issued_for_construction_for_class_one() -> None:
    supports = {**dict.fromkeys(CLASS_3, 1), "route": 2}

    assert found(*project(**supports)).estimate_class == 2
    assert found(*project(**dict.fromkeys(CLASS_3, 1))).estimate_class == 1


def test_facts_show_a_scope_that_no_document_describes() -> None:
    facts = ProjectFacts(
        facts=tuple(
            fact(name, value)
            for name, value in (("voltage_kv", "230"), ("circuits", "1"), ("route_miles", "6.5"))
        )
    )

    described = classify((), facts, PACKS).reasons[1]

    assert described.state is Maturity.PRELIMINARY
    assert described.supports_class == 4
    assert described.document == "s.xlsx"
    assert "documents state voltage kv and circuits and route miles" in described.reason


def test_facts_about_surroundings_show_nothing() -> None:
    beside = fact("conductor_code", "Drake", about=About.SURROUNDINGS)

    reasons = classify((), ProjectFacts(facts=(beside,)), PACKS).reasons

    selection = next(one for one in reasons if one.title == "Conductor & OPGW selection")
    assert selection.state is Maturity.NOT_REQUIRED


def test_an_item_of_a_document_shows_a_deliverable_of_its_own() -> None:
    quote = Quote(text="A road is crossed.", place=Place(document="route.pdf", page=1, line=2))
    crossings = ReviewItem(deliverable=Deliverable.ROUTE, item="crossings", quote=quote)
    route = review(Deliverable.ROUTE, 3).model_copy(update={"items": (crossings,)})

    reasons = classify((route,), NO_FACTS, PACKS).reasons

    listed = next(one for one in reasons if one.title.startswith("Crossing list"))
    assert (listed.state, listed.supports_class) == (Maturity.STARTED, 4)
    assert listed.quote == quote


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
def test_meeting_the_needs_lifts_the_class(found_supports: dict[str, int]) -> None:
    before = found(*project(**found_supports))
    lifted = before.estimate_class - 1
    titles = {one.title: one.deliverable for one in before.documents}
    asked = [
        next(titles[title] for title in titles if need.startswith(title))
        for need in before.next_class_needs
    ]

    after = found(
        *project(**found_supports), *(review(name, lifted, name="new.pdf") for name in asked)
    )

    assert after.estimate_class <= max(1, lifted)
    assert len(asked) == len(set(asked))


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


def test_the_sample_project_is_of_class_four_held_there_by_its_material_list() -> None:
    folder = Path(__file__).parents[3] / "samples" / "okatie-230"
    reviews = [
        review_document(parse(path.read_bytes(), path.name), PACKS.rubric)
        for path in sorted(folder.iterdir())
        if path.suffix != ".yaml"
    ]

    classification = classify(reviews, merge_facts(reviews), PACKS)

    assert classification.estimate_class == 4
    (need,) = classification.next_class_needs
    assert need.startswith("Material list / BOM (prelim): develop structures.xlsx further")
    states = {reason.title: reason.state for reason in classification.reasons}
    assert states["Location / route corridor"] is Maturity.DEFINED
    assert states["Route map / plan-and-profile"] is Maturity.PRELIMINARY
    assert states["Bill of materials"] is Maturity.STARTED
    assert states["One-line diagram"] is Maturity.NOT_REQUIRED


def test_a_document_that_holds_too_little_says_so() -> None:
    plan = reason_of("Environmental & permit plan", permits=5)

    assert plan.state is Maturity.NOT_REQUIRED
    assert "too little to count" in plan.reason
