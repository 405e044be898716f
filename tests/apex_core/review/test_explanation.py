import doctest
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "review.md"


def test_the_explanation_of_review_shows_what_happens() -> None:
    outcome = doctest.testfile(
        str(PAGE), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE
    )

    assert outcome.attempted > 15
    assert outcome.failed == 0
