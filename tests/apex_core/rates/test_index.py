"""Rates are found by the beginning of their code and of the words that describe them."""

from hypothesis import given
from hypothesis import strategies as st

from apex_core.rates.difference import MOST_LISTED, difference, difference_json
from apex_core.rates.index import RateIndex
from tests.apex_core.rates.books import a_book, a_rate

RATES = [
    a_rate("P-45", description="Wood pole 45 ft"),
    a_rate("P-60", description="Steel pole 60 ft", category="Poles"),
    a_rate("p-7", description="Monopole"),
    a_rate("W-1", description="Drake ACSS, strung"),
]


def codes(prefix: str = "", words: str = "") -> list[str]:
    found = RateIndex(a_book(RATES)).search(prefix=prefix, words=words)
    return [rate.code for rate in found.rates]


def test_a_prefix_finds_codes_in_order_whatever_their_case() -> None:
    assert codes(prefix="P-") == ["P-45", "P-60", "p-7"]
    assert codes(prefix="w") == ["W-1"]
    assert codes(prefix="x") == []


def test_every_word_must_begin_a_word_of_the_rate() -> None:
    assert codes(words="POLE ft") == ["P-45", "P-60"]
    assert codes(words="mono") == ["p-7"]
    assert codes(words="steel wood") == []


def test_a_code_is_found_whatever_its_case_and_an_absent_one_is_none() -> None:
    index = RateIndex(a_book(RATES))

    found = index.find("p-45")

    assert found is not None
    assert found.code == "P-45"
    assert index.find("P-4") is None


@given(st.integers(1, 7), st.sets(st.integers(0, 99), min_size=1))
def test_the_pages_together_are_everything_that_was_found(limit: int, numbers: set[int]) -> None:
    index = RateIndex(a_book([a_rate(f"C{number}") for number in numbers]))

    seen, after = [], ""
    while True:
        page = index.search(prefix="C", limit=limit, after=after)
        seen += [rate.code for rate in page.rates]
        assert page.total == len(numbers)
        if page.next_after is None:
            break
        after = page.next_after

    assert seen == sorted(f"C{number}" for number in numbers)


def test_a_difference_names_what_came_what_went_and_which_fields_changed() -> None:
    before = a_book([a_rate("A"), a_rate("B"), a_rate("C")])
    after = a_book([a_rate("A"), a_rate("b", labor_usd=5), a_rate("D")], version="2026.2")

    found = difference(before, after)

    assert [rate.code for rate in found.added] == ["D"]
    assert [rate.code for rate in found.removed] == ["C"]
    assert [change.fields for change in found.changed] == [("code", "labor_usd")]
    assert difference(before, before) == ((), (), ())


def test_a_long_difference_is_counted_in_full_and_listed_in_part() -> None:
    many = [a_rate(f"C{number}") for number in range(MOST_LISTED + 5)]

    told = difference_json(difference(a_book([a_rate("A")]), a_book(many)))

    assert told["counts"] == {"added": MOST_LISTED + 5, "removed": 1, "changed": 0}
    assert len(told["added"]) == MOST_LISTED
