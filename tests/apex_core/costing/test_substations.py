from decimal import Decimal

import pytest

from apex_core.model.cost import CostEstimate
from apex_core.packs.miso_stations import Layout
from tests.apex_core.costing.scopes import PACKS, priced

LAYOUTS = sorted(PACKS.stations.layouts)


def station(**fields: object) -> CostEstimate:
    return priced(substations=[{"name": "Station", "voltage_kv": 345, **fields}])


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("kv", [69, 115, 138, 161, 230, 345, 500])
def test_a_station_is_a_little_below_its_published_total(layout: Layout, kv: int) -> None:
    work, positions, bus = layout
    total = next(
        row for row in PACKS.stations.layouts[layout] if row.part == "published_exploratory_total"
    )
    published = total.quantity[Decimal(kv)] * 1_000_000

    estimate = station(voltage_kv=kv, scope=work, positions=positions, bus=bus)

    # 3 to 10 % low, as the finding of every substation says
    assert Decimal("0.90") < estimate.capital_usd / published < Decimal("0.975")


def test_a_ring_bus_of_four_positions_counts_its_equipment() -> None:
    estimate = station()

    counted = {item.id.removeprefix("substations.0."): item for item in estimate.line_items}
    assert counted["circuit_breaker"].quantity == 4
    assert counted["circuit_breaker"].unit_cost_usd == 373_398 + 17_809 + 23_745 + 13_689
    assert counted["control_cable"].quantity == 24  # 24,000 ft by the thousand
    assert counted["access_road"].total_usd == 593_636
    assert counted["site_work"].total_usd == 3 * 403_539


def test_transformers_cost_by_their_rating() -> None:
    plain = station()
    equipped = station(
        transformers=[{"high_kv": 345, "low_kv": 138, "mva": 500, "count": 2}],
    )

    assert equipped.base_usd - plain.base_usd == 2 * 500 * 6_880  # Table 2.3-7


def test_a_transformer_costs_the_same_from_either_side() -> None:
    assert all(
        PACKS.stations.transformers[high, low] == usd
        for (low, high), usd in PACKS.stations.transformers.items()
    )


def test_an_upgrade_needs_neither_land_nor_a_road() -> None:
    estimate = station(scope="upgrade", positions=1)

    ids = {item.id.removeprefix("substations.0.") for item in estimate.line_items}
    assert not {"land", "access_road"} & ids


def test_a_site_outside_the_rated_states_has_unpriced_land() -> None:
    estimate = priced(substations=[{"name": "Station", "voltage_kv": 345}], region="Vermont")

    assert [item.id for item in estimate.unpriced] == ["substations.0.land"]


def test_stations_are_said_to_be_a_lower_bound() -> None:
    assert any("lower bound" in finding.sentence for finding in station().findings)
    assert any("shunt reactor" in said for said in station(voltage_kv=765).warnings)
