import pytest

from apex_core.costing.checks import cost_checks
from apex_core.envelope import Check
from apex_core.model.cost import CostEstimate
from apex_core.model.scope import ProjectScope
from tests.apex_core.costing.scopes import PACKS, line, priced, scope


def checks_of(built: ProjectScope, estimate: CostEstimate) -> dict[str, Check]:
    return {check.name: check for check in cost_checks(built, estimate, PACKS)}


def test_a_line_in_the_rated_region_agrees_with_nrel_revx_in_the_same_dollars() -> None:
    checks = checks_of(scope(line(voltage_kv=230)), priced(line(voltage_kv=230)))

    compared = checks["cost per mile of Line"]
    assert compared.passed
    # 1,694,747 of 2019 x 1.025**3 x 1.05**2
    assert "brought from 2019 to 2024 US$, has 2.01" in compared.detail


def test_a_line_far_from_every_other_study_fails_its_check() -> None:
    fields = line(voltage_kv=230, structures={"angled_deadend": 200})

    assert not checks_of(scope(fields), priced(fields))["cost per mile of Line"].passed


def test_a_wrong_sum_is_caught() -> None:
    estimate = priced(line())
    wrong = estimate.model_copy(update={"base_usd": estimate.base_usd + 1})

    assert not checks_of(scope(line()), wrong)["cost adds up"].passed


def test_gaps_and_foreign_regions_fail_their_checks() -> None:
    built = scope(line(), region="Maine")

    checks = checks_of(built, priced(line(), region="Maine"))

    assert not checks["every item has a rate"].passed
    assert not checks["rates fit the region"].passed


NEW_ENGLAND = {"land": {"state": "Missouri"}}


@pytest.mark.parametrize(("factor", "passed"), [("1.5", True), ("1.1", False), ("3", False)])
def test_a_regional_factor_of_new_england_is_held_against_eipc(
    factor: str, *, passed: bool
) -> None:
    options = {"region": "Maine", "regional_factor": {"factor": factor, "source": "judgement"}}

    checks = checks_of(
        scope(line(**NEW_ENGLAND), **options), priced(line(**NEW_ENGLAND), **options)
    )

    found = checks["regional factor of Line against EIPC"]
    assert found.passed is passed
    assert "has 1.4 to 2.15 at 345 kV" in found.detail
    assert checks["rates fit the region"].passed


def test_a_line_in_new_england_is_held_against_eipc_where_an_index_reaches_its_year() -> None:
    index = {"series": "I", "values": {2010: 100, 2024: 150}, "source": "an example"}
    options = {"region": "Maine", "price_indices": [index]}

    checks = checks_of(
        scope(line(**NEW_ENGLAND), **options), priced(line(**NEW_ENGLAND), **options)
    )

    compared = checks["cost per mile of Line against EIPC"]
    # 345 kV: 2.5 million US$ x 1.4 and 2.1 million x 2.15, each x 1.5
    assert "has 5.25 to 6.77" in compared.detail
    assert compared.passed


def test_no_index_no_comparison_of_2010_dollars() -> None:
    built = scope(line(**NEW_ENGLAND), region="Maine")

    checks = checks_of(built, priced(line(**NEW_ENGLAND), region="Maine"))

    assert "cost per mile of Line against EIPC" not in checks
