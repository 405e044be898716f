"""What a scope may ask for beyond the rate book: never silent, each on a line of its own."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apex_core.errors import InputError
from apex_core.model.cost import CostCategory, CostEstimate, LineItem
from apex_core.model.scope import ProjectScope
from tests.apex_core.costing.scopes import PACKS, line, priced, scope

PLAIN = priced(line())
NORTHEAST = {"factor": "1.4", "source": "EIPC Phase II, 345 kV"}


def of(estimate: CostEstimate, *categories: CostCategory) -> list[LineItem]:
    return [item for item in estimate.line_items if item.category in categories]


def total(items: list[LineItem]) -> Decimal:
    return sum((item.total_usd for item in items), Decimal(0))


def factors(estimate: CostEstimate) -> list[LineItem]:
    return [item for item in estimate.line_items if item.unit == "of cost"]


def multiplied(estimate: CostEstimate) -> Decimal:
    apart = {CostCategory.RIGHT_OF_WAY, CostCategory.PERMITTING}
    return total([item for item in estimate.line_items if item.category not in apart])


@pytest.mark.parametrize(
    ("kv", "usd"),
    [(69, 100), (115, 100), (138, 150), (161, 150), (230, 200), (345, 250), (500, 300)],
)
def test_published_mobilization_is_brought_from_2018_to_the_scopes_dollars(
    kv: int, usd: int
) -> None:
    estimate = priced(line(voltage_kv=kv, mobilization=True))

    (item,) = of(estimate, CostCategory.MOBILIZATION)
    # 2018 to 2024 by MISO's rates: 1.025**4 x 1.05**2
    factor = Decimal("1.025") ** 4 * Decimal("1.05") ** 2
    assert item.total_usd == pytest.approx(usd * 1000 * factor, abs=Decimal("0.01"))
    assert "US$ of 2018" in item.source.rate
    assert "mobilization" in estimate.packs
    assert any("Secondary" in said for said in estimate.assumptions)


@pytest.mark.parametrize("fields", [{}, {"mobilization": False}])
def test_mobilization_is_not_priced_unless_asked_for(fields: dict[str, Any]) -> None:
    estimate = priced(line(**fields))

    assert estimate.base_usd == PLAIN.base_usd
    assert "mobilization" not in estimate.packs


def test_an_own_amount_of_mobilization_is_in_the_scopes_dollars() -> None:
    (item,) = of(priced(line(mobilization=180_000), dollar_year=2023), CostCategory.MOBILIZATION)

    assert item.total_usd == 180_000


def test_mobilization_that_is_published_nowhere_stays_unpriced() -> None:
    estimate = priced(line(voltage_kv=765, mobilization=True))

    assert [item.description for item in estimate.unpriced] == ["Mobilization and demobilization"]


@pytest.mark.parametrize(("miles", "factor"), [("2.99", "1.5"), ("3", "1.2"), ("9.9", "1.2")])
def test_a_short_line_takes_its_published_multiplier_where_the_scope_asks(
    miles: str, factor: str
) -> None:
    plain, short = priced(line(miles=miles)), priced(line(miles=miles, short_length=True))

    added = factors(short)
    assert total(added) == pytest.approx(
        multiplied(plain) * (Decimal(factor) - 1), abs=Decimal("0.1")
    )
    assert all("length-multipliers 1" in item.source.rate for item in added)


def test_a_line_that_is_not_short_is_not_multiplied() -> None:
    assert not factors(priced(line(miles=10, short_length=True)))


def test_multipliers_of_a_line_multiply_what_the_ones_before_them_left() -> None:
    hills = {"name": "Rolling hills", "factor": "1.4", "source": "Black & Veatch 2014"}
    night = {"name": "Night work", "factor": "1.1", "source": "Contractor's letter"}

    estimate = priced(line(multipliers=[hills, night]), line())

    added = factors(estimate)
    assert total(added) == pytest.approx(
        multiplied(PLAIN) * (Decimal("1.4") * Decimal("1.1") - 1), abs=Decimal("0.1")
    )
    assert {item.section for item in added} == {"lines.0"}
    assert {item.source.rate for item in added} == {"Black & Veatch 2014", "Contractor's letter"}


def test_a_regional_factor_has_lines_of_its_own_per_account_and_source() -> None:
    estimate = priced(line(), regional_factor=NORTHEAST)

    added = factors(estimate)
    assert total(added) == pytest.approx(multiplied(PLAIN) * Decimal("0.4"), abs=Decimal("0.05"))
    assert {(item.category.value, item.ferc_account) for item in added} == {
        ("structures", "355"),
        ("foundations", "355"),
        ("conductor", "356"),
        ("opgw_and_shieldwire", "356"),
        ("terrain", "355"),
    }
    assert all(item.description.startswith("Regional factor of Missouri, × 1.4") for item in added)
    assert all(item.source.rate == "EIPC Phase II, 345 kV" for item in added)
    assert estimate.base_usd == PLAIN.base_usd + total(added)


def test_a_regional_factor_leaves_land_and_the_scopes_own_dollars_alone() -> None:
    adder = {"name": "Road", "usd": 1_000_000, "source": "quote"}
    own_land = {"acquisition_usd_per_acre": 20_000}

    estimate = priced(
        line(land=own_land, mobilization=100_000), adders=[adder], regional_factor=NORTHEAST
    )

    assert total(factors(estimate)) == pytest.approx(
        multiplied(PLAIN) * Decimal("0.4"), abs=Decimal("0.05")
    )


def test_a_regional_factor_answers_the_finding_of_a_foreign_region() -> None:
    land = {"land": {"state": "Missouri"}}

    without = priced(line(**land), region="Massachusetts")
    brought = priced(line(**land), region="Massachusetts", regional_factor=NORTHEAST)

    said = "without a regional factor"
    assert any(said in finding.sentence for finding in without.findings)
    assert not any(said in finding.sentence for finding in brought.findings)
    assert any("multiplied by 1.4 for Massachusetts" in text for text in brought.assumptions)


def test_a_factor_below_one_is_a_credit_and_says_so() -> None:
    cheaper = {"factor": "0.9", "source": "CWCCIS"}

    for item in factors(priced(line(), regional_factor=cheaper)):
        assert item.total_usd < 0
        assert "(credit)" in item.description


@given(
    st.decimals("0.5", 3, places=2),
    st.lists(st.decimals("0.5", 2, places=2), max_size=3),
    st.booleans(),
)
def test_whatever_is_multiplied_still_adds_up_to_the_cent(
    region: Decimal,
    factors: list[Decimal],
    short: bool,  # noqa: FBT001 - drawn, not called
) -> None:
    multipliers = [{"name": "M", "factor": factor, "source": "s"} for factor in factors]
    fields = line(miles="2.5", short_length=short, multipliers=multipliers, mobilization=True)

    estimate = priced(fields, regional_factor={"factor": region, "source": "s"})

    items = estimate.line_items
    assert sum(item.total_usd for item in items) == estimate.base_usd
    assert len({item.id for item in items}) == len(items)
    assert all(item.total_usd >= 0 or "(credit)" in item.description for item in items)


def later(**fields: Any) -> CostEstimate:
    return priced(line(), in_service_year=2028, **fields)


def test_without_a_spend_profile_all_cost_is_escalated_to_the_year_in_service() -> None:
    assert later().escalation.factor == round(Decimal("1.04") ** 4, 8)


def test_misos_profile_escalates_each_years_money_to_its_own_year() -> None:
    # MISO MTEP24 guide, five years: 1, 4, 35, 35 and 25 %; 4 % a year after 2024
    shares = [Decimal(share) / 100 for share in (1, 4, 35, 35, 25)]

    estimate = later(spend={"years": 5})

    expected = sum(share * Decimal("1.04") ** year for year, share in enumerate(shares))
    assert estimate.escalation.factor == pytest.approx(expected, abs=Decimal("1e-7"))
    assert estimate.escalation.steps[0].startswith("spent 1 % in 2024 × 1, 4 % in 2025 × 1.04")
    assert "spend-profiles" in estimate.packs
    assert estimate.escalation_usd < later().escalation_usd


def test_every_published_profile_spends_everything() -> None:
    assert set(PACKS.spending.shares) == {5, 6, 7, 8}
    for years, shares in PACKS.spending.shares.items():
        assert len(shares) == years
        assert sum(shares) == 1


def test_money_spent_before_the_dollar_year_is_not_escalated_up() -> None:
    early = priced(line(), in_service_year=2024, spend={"shares": ["0.5", "0.5"], "source": "plan"})

    assert early.escalation.factor == round((1 + 1 / Decimal("1.05")) / 2, 8)
    assert early.escalation_usd < 0


def test_a_price_index_takes_the_place_of_misos_rates() -> None:
    steel = {
        "series": "WPU1017",
        "weight": "0.6",
        "values": {2024: 300, 2028: 330},
        "source": "BLS",
    }
    wages = {"series": "ECI", "weight": "0.4", "values": {2024: 150, 2028: 180}, "source": "BLS"}

    estimate = later(price_indices=[steel, wages])

    assert estimate.escalation.factor == Decimal("0.6") * Decimal("1.1") + Decimal("0.4") * Decimal(
        "1.2"
    )
    assert estimate.escalation.steps[0] == "WPU1017, weight 0.6, × 1.1 from 2024 to 2028 (BLS)"


def test_afudc_by_rate_carries_each_years_money_to_the_end_of_the_last() -> None:
    plan = {"shares": ["0.4", "0.6"], "source": "owner's plan"}

    estimate = later(spend=plan, afudc={"rate": "0.07", "source": "filed rate"})

    spent = [Decimal("0.4") * Decimal("1.04") ** 3, Decimal("0.6") * Decimal("1.04") ** 4]
    carried = spent[0] * (Decimal("1.07") ** Decimal("1.5") - 1)
    carried += spent[1] * (Decimal("1.07") ** Decimal("0.5") - 1)
    assert estimate.afudc.fraction == pytest.approx(carried / sum(spent), abs=Decimal("1e-8"))
    assert "7 % a year (filed rate)" in estimate.afudc.source
    assert "owner's plan" in estimate.afudc.source


def test_no_interest_is_no_allowance() -> None:
    assert later(spend={"years": 5}, afudc={"rate": 0, "source": "none"}).afudc_usd == 0


@pytest.mark.parametrize(
    ("fields", "path", "words"),
    [
        ({"spend": {}}, "spend", "either years or shares"),
        ({"spend": {"years": 4}}, "spend.years", "(got 4)"),
        ({"spend": {"shares": ["0.5"], "source": "s"}}, "spend", "these come to 0.5"),
        ({"spend": {"shares": [1]}}, "spend", "need a source"),
        ({"spend": {"years": 5}, "in_service_year": None}, "", "spend needs an in_service_year"),
        ({"afudc": {"rate": "0.07", "source": "s"}}, "", "needs spend"),
        ({"regional_factor": {"factor": 0, "source": "s"}}, "regional_factor.factor", "(got 0)"),
        ({"regional_factor": {"factor": "1.2"}}, "regional_factor.source", "is missing"),
        (
            {"price_indices": [{"series": "I", "values": {2024: 1}, "source": "s"}]},
            "price_indices.0.values",
            "no value for this year: it has 2024",
        ),
        (
            {
                "price_indices": [
                    {"series": "I", "weight": "0.5", "values": {2024: 1}, "source": "s"}
                ]
            },
            "",
            "must add up to 1, not 0.5",
        ),
    ],
)
def test_an_option_that_cannot_be_used_is_refused(
    fields: dict[str, Any], path: str, words: str
) -> None:
    with pytest.raises(InputError) as refusal:
        priced(line(), **{"in_service_year": 2028, **fields})

    assert refusal.value.path == path
    assert words in str(refusal.value)


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"mobilization": -1}, "lines.0.mobilization"),
        ({"mobilization": "plenty"}, "lines.0.mobilization"),
        ({"ptf": "1.5"}, "lines.0.ptf"),
        ({"multipliers": [{"name": "x", "factor": 2}]}, "lines.0.multipliers.0.source"),
    ],
)
def test_an_option_of_a_line_that_cannot_be_used_is_refused(
    fields: dict[str, Any], path: str
) -> None:
    with pytest.raises(InputError) as refusal:
        priced(line(**fields))

    assert refusal.value.path.startswith(path)


def test_a_scope_with_every_option_survives_its_own_json() -> None:
    built = scope(
        line(mobilization=True, ptf="0.6", short_length=True),
        line(mobilization=1, ptf=True),
        in_service_year=2028,
        regional_factor=NORTHEAST,
        spend={"years": 5},
        afudc={"rate": "0.07", "source": "s"},
        price_indices=[{"series": "I", "values": {2024: 1}, "source": "s"}],
    )

    assert ProjectScope.model_validate_json(built.model_dump_json()) == built
