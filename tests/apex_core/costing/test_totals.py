"""Laws of the sums: whatever the scope, it adds up to the cent."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from apex_core.costing import estimate_cost
from apex_core.costing.checks import cost_checks
from apex_core.costing.sections import price_section, sections_of
from apex_core.costing.totals import total_cost
from apex_core.model.cost import Contingency, CostEstimate, PricedSection
from apex_core.model.scope import ProjectScope
from tests.apex_core.costing.scopes import PACKS, line, priced, scope

STATES = sorted({rates.state for rates in PACKS.lines.states.values()})
miles = st.decimals(min_value="0.01", max_value=500, places=3)
lines = st.builds(
    line,
    voltage_kv=st.sampled_from([69, 115, 138, 161, 230, 345]),
    miles=miles,
    circuits=st.sampled_from([1, 2]),
    structure=st.sampled_from(["steel_pole", "steel_tower"]),
    scope=st.sampled_from(["new", "rebuild", "reconductor"]),
)
stations = st.fixed_dictionaries(
    {
        "name": st.just("Station"),
        "voltage_kv": st.sampled_from([69, 230, 765]),
        "bus": st.sampled_from(["ring", "breaker_and_half", "double_breaker"]),
    }
)
adders = st.one_of(
    st.builds(
        lambda usd: {"name": "Cost", "usd": usd, "source": "quote"},
        st.decimals(min_value=0, max_value=10**6, places=2),
    ),
    st.builds(
        lambda usd: {"name": "Salvage", "usd": -usd, "source": "quote", "credit": True},
        st.decimals(min_value=0, max_value=1000, places=2),
    ),
)
scopes = st.builds(
    lambda parts, substations, extras, region, dollars, later: scope(
        *parts,
        substations=substations,
        adders=extras,
        region=region,
        dollar_year=dollars,
        in_service_year=dollars + later,
    ),
    st.lists(lines, min_size=1, max_size=4),
    st.lists(stations, max_size=2),
    st.lists(adders, max_size=2),
    st.sampled_from([*STATES, "Vermont"]),
    st.integers(2018, 2030),
    st.integers(0, 15),
)


def of_line(estimate: CostEstimate, number: int) -> list[tuple[Any, ...]]:
    return [
        (item.description, item.quantity, item.total_usd)
        for item in estimate.line_items
        if item.section == f"lines.{number}"
    ]


@given(scopes)
def test_items_add_up_to_sections_and_sections_to_capital(built: ProjectScope) -> None:
    estimate = estimate_cost(built, PACKS)

    for section in estimate.sections:
        items = [item for item in estimate.line_items if item.section == section.id]
        assert sum(item.total_usd for item in items) == section.total_usd
    assert sum(section.total_usd for section in estimate.sections) == estimate.base_usd
    indirects = sum(share.usd for share in estimate.indirects)
    assert estimate.base_usd + indirects == estimate.project_usd
    assert estimate.capital_usd == (
        estimate.project_usd
        + estimate.contingency_usd
        + estimate.escalation_usd
        + estimate.afudc_usd
    )


@given(scopes)
def test_every_item_is_its_parts_and_whole_cents(built: ProjectScope) -> None:
    for item in estimate_cost(built, PACKS).line_items:
        parts = (item.material_usd, item.labor_usd, item.equipment_usd, item.other_usd)
        assert sum(parts) == item.total_usd
        assert item.total_usd == round(item.total_usd, 2)
        # each of three parts is rounded once, by half a cent at most
        assert abs(item.quantity * item.unit_cost_usd - item.total_usd) <= Decimal("0.015")


@given(scopes)
def test_nothing_is_negative_but_a_credit(built: ProjectScope) -> None:
    for item in estimate_cost(built, PACKS).line_items:
        assert item.total_usd >= 0 or "credit" in item.description


@given(scopes)
def test_ids_are_unique_and_lie_in_their_section(built: ProjectScope) -> None:
    items = estimate_cost(built, PACKS).line_items

    assert len({item.id for item in items}) == len(items)
    assert all(item.id.startswith(f"{item.section}.") for item in items)


@given(lines, miles)
def test_twice_the_miles_is_twice_every_item(fields: dict[str, Any], length: Decimal) -> None:
    once = priced({**fields, "miles": length})
    twice = priced({**fields, "miles": 2 * length})

    for short, long in zip(once.line_items, twice.line_items, strict=True):
        # quantities are rounded at the eighth decimal, three parts of each item at the cent
        assert abs(long.total_usd - 2 * short.total_usd) <= Decimal("0.06")


@given(st.lists(lines, min_size=2, max_size=4), st.randoms())
def test_the_order_of_lines_changes_nothing(parts: list[dict[str, Any]], random: Any) -> None:
    order = list(range(len(parts)))
    random.shuffle(order)

    estimate = priced(*parts)
    shuffled = priced(*(parts[number] for number in order))

    assert shuffled.capital_usd == estimate.capital_usd
    for position, number in enumerate(order):
        assert of_line(shuffled, position) == of_line(estimate, number)


@given(scopes)
def test_the_checks_agree_that_it_adds_up(built: ProjectScope) -> None:
    estimate = estimate_cost(built, PACKS)

    checks = {check.name: check.passed for check in cost_checks(built, estimate, PACKS)}
    assert checks["cost adds up"]
    assert checks["every item has a rate"] is not bool(estimate.unpriced)


@given(scopes)
def test_an_estimate_survives_its_own_json(built: ProjectScope) -> None:
    estimate = estimate_cost(built, PACKS)

    assert CostEstimate.model_validate_json(estimate.model_dump_json()) == estimate


def test_sections_priced_apart_and_stored_come_to_the_same_total() -> None:
    built = scope(line(), line(scope="reconductor"), substations=[{"name": "S", "voltage_kv": 69}])

    stored = [
        price_section(built, section, PACKS, sources={}).model_dump_json()
        for section in sections_of(built)
    ]
    sections = [PricedSection.model_validate_json(text) for text in stored]

    assert total_cost(built, sections, PACKS) == estimate_cost(built, PACKS)


def test_a_quantity_says_which_document_it_came_from() -> None:
    conductor = {"code": "Drake", "kind": "acss", "bundle": 2}
    built = scope(line(structures={"tangent": 12}, conductor=conductor))
    sources = {
        "lines.0.miles": "scope.docx, line 3",
        "lines.0.structures.tangent": "structures.xlsx, Structures!A2:A40",
        "lines.0.conductor": "criteria.pdf, page 4",
        "lines.0.conductor.bundle": "ticket",
    }

    (section,) = sections_of(built)
    items = {
        item.id: item.source
        for item in price_section(built, section, PACKS, sources=sources).line_items
    }

    tangents, wire = items["lines.0.structures.tangent"], items["lines.0.conductor"]
    assert tangents.quantity == "structures.xlsx, Structures!A2:A40"
    assert "1 mi (scope.docx, line 3)" in wire.quantity
    assert "2 per phase (ticket)" in wire.quantity
    assert "Drake by criteria.pdf, page 4" in wire.rate


def test_contingency_comes_from_the_class_or_from_the_risk_result() -> None:
    built = scope(line())
    sections = [price_section(built, section, PACKS, sources={}) for section in sections_of(built)]
    from_risk = Contingency(usd=Decimal("500000.004"), basis="P80 less base of 10,000 trials")

    by_class = total_cost(built, sections, PACKS)
    by_risk = total_cost(built, sections, PACKS, contingency=from_risk)

    assert by_class.contingency.fraction == Decimal("0.30")
    assert "no risk result was used" in by_class.contingency.basis
    assert by_risk.contingency_usd == 500_000
    assert by_risk.capital_usd == round((by_risk.project_usd + 500_000) * Decimal("1.075"), 2)


def test_each_class_has_its_contingency_and_the_last_two_an_observed_one() -> None:
    estimates = {number: priced(line(), estimate_class=number) for number in (5, 4, 3, 2, 1)}

    fractions = {number: estimate.contingency.fraction for number, estimate in estimates.items()}
    assert [float(fraction or 0) for fraction in fractions.values()] == [0.3, 0.2, 0.15, 0.05, 0.05]
    assert "no percentage is published for class 2" in estimates[2].contingency.basis


def test_a_scope_without_a_class_is_a_concept_and_says_so() -> None:
    estimate = priced(line(), estimate_class=None)

    assert estimate.estimate_class == 5
    assert any("No class is given" in said for said in estimate.assumptions)


def test_another_dollar_year_moves_rates_but_not_what_the_scope_gives_in_its_own_dollars() -> None:
    adder = {"name": "Relocation", "usd": 1_000_000, "source": "quote"}
    built = priced(line(land={"acquisition_usd_per_acre": 14_247}), adders=[adder])
    moved = priced(
        line(land={"acquisition_usd_per_acre": 14_247}), adders=[adder], dollar_year=2023
    )

    before = {item.id: item for item in built.line_items}
    for item in moved.line_items:
        is_given = item.id in {"adders.0", "lines.0.land.acquisition"}
        factor = Decimal(1) if is_given else 1 / Decimal("1.05")
        assert abs(item.unit_cost_usd - before[item.id].unit_cost_usd * factor) <= Decimal("0.02")
        assert is_given or "from 2024 to 2023 US$" in item.source.rate
    assert any("Rates are brought from 2024 to 2023" in said for said in moved.assumptions)


def test_escalation_covers_project_cost_and_contingency() -> None:
    today = priced(line())
    later = priced(line(), in_service_year=2026)

    grown = (today.project_usd + today.contingency_usd) * (Decimal("1.04") ** 2 - 1)
    assert today.escalation_usd == 0
    assert abs(later.escalation_usd - grown) < Decimal("0.01")
    assert later.project_usd == today.project_usd


def test_the_largest_scope_that_can_be_given_still_adds_up() -> None:
    most = "999999999999"
    land = {"row_width_ft": 5_280, "pasture_fraction": 1, "pasture_usd_per_acre": most}
    built = scope(
        line(miles=10_000, structures={"tangent": most}, land=land),
        substations=[
            {
                "name": "Station",
                "voltage_kv": 765,
                "transformers": [{"high_kv": 765, "low_kv": 345, "mva": most, "count": 100}],
            }
        ],
        adders=[{"name": "Cost", "usd": most, "source": "quote"}],
        in_service_year=2100,
    )

    checks = cost_checks(built, estimate_cost(built, PACKS), PACKS)

    assert next(check for check in checks if check.name == "cost adds up").passed
