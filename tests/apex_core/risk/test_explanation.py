import doctest
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "risk.md"


def test_the_explanation_of_risk_computes_what_it_says() -> None:
    failed, attempted = doctest.testfile(str(PAGE), module_relative=False)

    assert attempted > 20
    assert failed == 0
