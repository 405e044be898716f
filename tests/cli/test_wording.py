import pytest

from cli.wording import dollars, quantity


@pytest.mark.parametrize(
    ("usd", "said"), [(0, "$0"), (1234567.8, "$1,234,568"), (-999.6, "-$1,000")]
)
def test_amounts_are_whole_dollars_with_their_sign_in_front(usd: float, said: str) -> None:
    assert dollars(usd) == said


@pytest.mark.parametrize(
    ("number", "said"), [(7.0, "7"), (1234.5, "1,234.5"), (0.0625, "0.062"), (100, "100")]
)
def test_quantities_have_the_decimals_they_need(number: float, said: str) -> None:
    assert quantity(number) == said
