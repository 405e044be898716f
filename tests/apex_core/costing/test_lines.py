from decimal import Decimal

import pytest

from apex_core.model.cost import CostCategory, CostEstimate
from tests.apex_core.costing.scopes import PACKS, line, priced

of = CostCategory


def amounts(estimate: CostEstimate) -> dict[str, Decimal]:
    return {item.id: item.total_usd for item in estimate.line_items}


def total_of(estimate: CostEstimate, category: CostCategory) -> Decimal:
    return sum(
        (item.total_usd for item in estimate.line_items if item.category is category), Decimal(0)
    )


def test_counted_structures_replace_the_usual_number_per_mile() -> None:
    estimate = priced(line(miles=10, structures={"tangent": 40, "angled_deadend": 4}))

    counted = {
        item.id: item.quantity
        for item in estimate.line_items
        if item.category in {of.STRUCTURES, of.FOUNDATIONS}
    }
    assert counted == {
        "lines.0.structures.tangent": 40,
        "lines.0.foundations.tangent": 40,
        "lines.0.structures.angled_deadend": 4,
        "lines.0.foundations.angled_deadend": 4,
    }


def test_wood_poles_stand_without_foundations() -> None:
    estimate = priced(line(voltage_kv=69, structure="wood_pole"))

    # Table 2.2-5: tangent 5,106 + 14,247 + 4,987, 15.5 per mile (Table 3.1-3)
    assert amounts(estimate)["lines.0.structures.tangent"] == Decimal("377270.00")
    assert total_of(estimate, of.FOUNDATIONS) == 0


def test_towers_and_poles_have_accounts_of_their_own() -> None:
    accounts = {
        kind: priced(line(structure=kind)).line_items[0].ferc_account
        for kind in ("steel_pole", "steel_tower")
    }

    assert accounts == {"steel_pole": "355", "steel_tower": "354"}


def test_a_straight_line_takes_the_route_adder() -> None:
    routed = priced(line(miles=13))
    straight = priced(line(miles=None, straight_line_miles=10))

    assert straight.base_usd == routed.base_usd
    assert any("route adder of 30 %" in said for said in straight.assumptions)


def test_a_class_that_needs_a_route_warns_of_a_straight_line() -> None:
    concept = priced(line(miles=None, straight_line_miles=10), estimate_class=4)
    budget = priced(line(miles=None, straight_line_miles=10), estimate_class=3)

    assert not concept.warnings
    assert any("needs a routed length" in said for said in budget.warnings)


def test_a_conductor_is_found_by_code_kind_and_bundle() -> None:
    estimate = priced(line(conductor={"code": "cardinal", "kind": "acsr", "bundle": 3}))

    conductor = next(item for item in estimate.line_items if item.category is of.CONDUCTOR)
    assert conductor.quantity == Decimal("49.4208")  # 3 x 3 x 5.28 x 1.04
    assert conductor.unit_cost_usd == 2_075 + 2_895 + 277  # Table 2.2-11
    assert "954 kcmil Cardinal ACSR, 3 per phase" in conductor.description


def test_a_conductor_without_a_bundle_has_as_many_as_its_voltage_usually_has() -> None:
    given = priced(line(conductor={"code": "Drake", "kind": "acss"}))
    usual = priced(line())

    assert given.base_usd == usual.base_usd
    assert any("no number of sub-conductors per phase" in said for said in given.assumptions)


def test_a_rebuild_removes_the_old_line_and_buys_no_land() -> None:
    estimate = priced(line(voltage_kv=138, scope="rebuild", miles=2))

    assert amounts(estimate)["lines.0.removal"] == 2 * 267_136  # Table 2.2-10
    removal = next(item for item in estimate.line_items if item.category is of.REMOVAL)
    assert removal.ferc_account is None
    assert total_of(estimate, of.RIGHT_OF_WAY) == 0


def test_a_removal_without_a_published_cost_is_unpriced_and_warned_of() -> None:
    estimate = priced(line(scope="rebuild"))

    assert [item.id for item in estimate.unpriced] == ["lines.0.removal"]
    assert any("Removal of the existing line" in said for said in estimate.warnings)


def test_reconductoring_trades_the_usual_conductor_for_the_chosen_one() -> None:
    usual = priced(line(voltage_kv=115, scope="reconductor"))
    chosen = priced(
        line(voltage_kv=115, scope="reconductor", conductor={"code": "821 Drake", "kind": "accc"})
    )

    dearer = 3 * Decimal("5.28") * Decimal("1.04") * ((3_800 + 2_365) - (1_807 + 2_477))
    assert chosen.base_usd - usual.base_usd == pytest.approx(dearer, abs=Decimal("0.02"))
    assert any("cannot be built up" in finding.sentence for finding in usual.findings)


def test_what_an_existing_right_of_way_has_no_use_for_is_warned_of() -> None:
    estimate = priced(
        line(
            scope="reconductor",
            terrain={"forest_fraction": 1},
            structures={"tangent": 3},
        )
    )

    assert any("terrain and structures given but not priced" in said for said in estimate.warnings)


def test_the_land_of_a_project_replaces_the_state_s() -> None:
    estimate = priced(
        line(
            land={"row_width_ft": 165, "suburban_fraction": 1, "suburban_usd_per_acre": 50_000},
            terrain={"forest_fraction": 0, "wetland_fraction": 0},
        )
    )

    # 165 ft x 5,280 ft / 43,560 ft2 = 20 acres
    assert total_of(estimate, of.RIGHT_OF_WAY) == 20 * 50_000 + 20 * 14_247
    assert total_of(estimate, of.PERMITTING) == 20 * 2_968
    assert total_of(estimate, of.TERRAIN) == 0


def test_mountains_cost_more_only_where_they_are_given() -> None:
    flat = priced(line())
    steep = priced(line(terrain={"mountain_fraction": "0.5"}))

    added = steep.base_usd - flat.base_usd
    assert added == pytest.approx(Decimal("10.60606061") * 7_794, abs=Decimal("0.01"))


def test_765_kv_is_flagged() -> None:
    assert any("0.9 to 3.0 %" in said for said in priced(line(voltage_kv=765)).warnings)


def test_a_fee_the_rates_do_not_hold_is_found_from_its_voltage_on() -> None:
    below = priced(line(voltage_kv=230), region="Wisconsin")
    above = priced(line(voltage_kv=345), region="Wisconsin")

    assert not any("environmental impact fee" in finding.sentence for finding in below.findings)
    assert any("environmental impact fee" in finding.sentence for finding in above.findings)


def test_every_item_says_where_its_quantity_and_its_rate_came_from() -> None:
    estimate = priced(line(), line(scope="rebuild", voltage_kv=138))

    for item in estimate.line_items:
        assert "scope" in item.source.quantity
        assert item.source.rate.startswith(("miso-mtep24 2024.1", "derived from"))


def test_the_accounts_of_all_items_are_plant_accounts() -> None:
    estimate = priced(line(), line(structure="steel_tower"))

    assert {item.ferc_account for item in estimate.line_items} <= set(PACKS.ferc)
