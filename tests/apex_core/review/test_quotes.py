"""The quote check: words stand at their place, or the fact goes."""

from hypothesis import given
from hypothesis import strategies as st

from apex_core.model.document import Place
from apex_core.model.facts import Fact, FactName, Quote
from apex_core.review.folding import fold
from apex_core.review.quotes import verify_quotes
from tests.apex_core.review.written import document

TEXT = "The new trans-\nmission line is\u00a06.5 miles\nlong and ends at Birch."


def fact(text: str, *, line: int = 1, name: str = "scope.pdf", cell: str | None = None) -> Fact:
    place = Place(document=name, page=None if cell else 1, line=None if cell else line, cell=cell)
    return Fact(
        name=FactName.ROUTE_MILES,
        value="6.5",
        quotes=(Quote(text=text, place=place),),
        reader="test/1",
    )


def test_line_breaks_spacing_and_hyphenation_do_not_matter() -> None:
    offered = [fact("transmission line is 6.5 miles long"), fact("6.5  miles", line=2)]

    kept, dropped = verify_quotes(offered, document("scope.pdf", TEXT))

    assert list(kept) == offered
    assert dropped == 0


def test_words_that_stand_elsewhere_or_nowhere_are_dropped_and_counted() -> None:
    offered = [
        fact("6.5 miles", line=1),  # stands in line 2
        fact("7.5 miles", line=2),  # stands nowhere
        fact("6.5 miles", line=9),  # no such line
        fact("6.5 miles", line=2, name="other.pdf"),
        fact(" ", line=2),
    ]

    kept, dropped = verify_quotes(offered, document("scope.pdf", TEXT))

    assert kept == ()
    assert dropped == 5


def test_a_cell_is_a_place() -> None:
    parsed = document("s.xlsx", sheets={"Data": "Length | 6.5 miles"})
    place = Place(document="s.xlsx", sheet="Data", cell="B1")
    right = fact("6.5 miles").model_copy(update={"quotes": (Quote(text="6.5 miles", place=place),)})

    assert verify_quotes([right], parsed) == ((right,), 0)


def test_a_fact_without_a_quote_is_dropped() -> None:
    bare = fact("x").model_copy(update={"quotes": ()})

    assert verify_quotes([bare], document("scope.pdf", TEXT)) == ((), 1)


def test_a_range_of_numbers_never_folds_into_a_number() -> None:
    assert fold("10-20 miles") != fold("1020 miles")


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.lists(st.sampled_from(["new", "line", "6.5", "miles", "trans", "mission"]), min_size=1))
def test_a_quote_survives_any_line_breaks(words: list[str]) -> None:
    broken = document("scope.pdf", "\n".join(words))

    kept, _ = verify_quotes([fact(" ".join(words))], broken)

    assert len(kept) == 1
