from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apex_core.costing.escalation import escalate
from apex_core.errors import InputError
from tests.apex_core.costing.scopes import PACKS, line, priced

PERIODS = PACKS.lines.escalation
years = st.integers(2018, 2040)


def factor(from_year: int, to_year: int) -> Decimal:
    return escalate(PERIODS, from_year=from_year, to_year=to_year).factor


def test_the_published_rates_from_2018_to_2026_come_to_their_published_product() -> None:
    # worked example T23: 1.025**4 * 1.05**2 * 1.04**2
    assert factor(2018, 2026) == pytest.approx(Decimal("1.3163"), abs=Decimal("0.00005"))


def test_beyond_the_published_rates_the_last_one_is_carried_on_and_labelled() -> None:
    level = escalate(PERIODS, from_year=2025, to_year=2028)

    assert level.factor == pytest.approx(Decimal("1.04") ** 3, abs=Decimal("1e-7"))
    assert [step.split(" at ")[0] for step in level.steps] == ["2025 to 2026", "2026 to 2028"]
    assert "editable default" in level.steps[-1]


@given(years, years, years)
def test_factors_chain(first: int, second: int, third: int) -> None:
    chained = factor(first, second) * factor(second, third)

    assert chained == pytest.approx(factor(first, third), abs=Decimal("1e-7"))


@given(years)
def test_a_year_to_itself_changes_nothing(year: int) -> None:
    assert escalate(PERIODS, from_year=year, to_year=year).factor == 1


def test_a_year_before_the_rates_is_refused() -> None:
    with pytest.raises(InputError, match="before 2018") as refusal:
        escalate(PERIODS, from_year=2015, to_year=2024, path="dollar_year")

    assert refusal.value.path == "dollar_year"


def warned(**fields: int) -> list[str]:
    return [said for said in priced(line(), **fields).warnings if "escalation" in said]


def test_dollars_far_beyond_the_published_rates_are_warned_of() -> None:
    (said,) = warned(in_service_year=2100)

    assert "74 years beyond the last published rate of escalation" in said
    assert warned(dollar_year=2090) != []


def test_the_years_of_a_plan_are_not_warned_of() -> None:
    assert warned() == warned(in_service_year=2041) == warned(dollar_year=2030) == []


def test_a_price_index_of_its_own_is_not_warned_of() -> None:
    index = {"series": "I", "values": {"2024": 1, "2050": 2}, "source": "filed"}

    cost = priced(line(), in_service_year=2050, price_indices=[index])

    assert not [said for said in cost.warnings if "escalation" in said]
