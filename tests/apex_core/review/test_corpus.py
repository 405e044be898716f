"""Real documents nobody wrote for this: read without a crash, judged without illusions."""

from pathlib import Path

import pytest

from apex_core.documents import parse
from apex_core.model.facts import About, FactName
from apex_core.model.review import Review, Verdict
from apex_core.packs.loader import load_packs
from apex_core.review.merge import merge_facts
from apex_core.review.quotes import verify_quotes
from apex_core.review.review import review_document

CORPUS = Path(__file__).resolve().parents[3].parent / "shared" / "corpus" / "02_projects_td"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real documents is not here"),
]


def read(name: str) -> Review:
    return review_document(parse((CORPUS / name).read_bytes(), name), load_packs().rubric)


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.*")), ids=lambda path: path.name)
def test_every_quote_of_a_real_document_stands_at_its_place(path: Path) -> None:
    parsed = parse(path.read_bytes(), path.name)

    review = review_document(parsed, load_packs().rubric)

    assert review.dropped_quotes == 0
    assert verify_quotes(review.facts, parsed) == (review.facts, 0)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_real_addendum_is_known_as_one(number: int) -> None:
    assert read(f"AB-2026-01424-Addendum {number}.pdf").addendum == number


def test_a_cost_guide_counts_no_structures_and_gives_a_project_no_fact() -> None:
    review = read("miso_mtep24_cost_guide_excerpt.pdf")

    assert not [fact for fact in review.facts if fact.name is FactName.STRUCTURE_COUNT]
    assert About.PROJECT not in {fact.about for fact in merge_facts([review]).facts}


def test_a_list_of_many_projects_is_no_scope_of_one() -> None:
    review = read("utility_projects_excerpt.csv")

    assert review.verdict is Verdict.FAILED
    lengths = [fact for fact in review.facts if fact.name is FactName.ROUTE_MILES]
    assert {"6.5", "13.5", "12.5"} <= {fact.value for fact in lengths}
    assert all(fact.about is About.SURROUNDINGS for fact in lengths)


def test_documents_of_another_trade_do_not_pass() -> None:
    assert read("AB-2026-01424-WDMLRL RFP.pdf").verdict is Verdict.FAILED
    assert read("AB-2026-01424-Appendix B (Plumbing).pdf").verdict is Verdict.FAILED
