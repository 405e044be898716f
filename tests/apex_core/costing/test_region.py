"""Rates stand for their own region; another one is never guessed."""

from decimal import Decimal

from apex_core.model.cost import CostCategory
from tests.apex_core.costing.scopes import line, priced

LAND = {CostCategory.RIGHT_OF_WAY, CostCategory.PERMITTING, CostCategory.TERRAIN}


def test_a_region_without_rates_has_unpriced_land_and_terrain() -> None:
    estimate = priced(line(), region="South Carolina")

    assert not [item for item in estimate.line_items if item.category in LAND]
    assert {item.category for item in estimate.unpriced} == LAND
    assert any("is incomplete" in said for said in estimate.warnings)


def test_a_named_proxy_is_priced_and_said() -> None:
    estimate = priced(line(land={"state": "Missouri"}), region="South Carolina")

    said = "Line: land and terrain of Missouri stand in for South Carolina"
    assert not estimate.unpriced
    assert estimate.base_usd == priced(line()).base_usd
    assert any(said in sentence for sentence in estimate.assumptions)
    assert any(said in finding.sentence for finding in estimate.findings)


def test_rates_outside_their_region_are_found_whatever_the_proxy() -> None:
    estimate = priced(line(land={"state": "MO"}), region="South Carolina")

    assert any("without a regional factor" in finding.sentence for finding in estimate.findings)
    assert not priced(line()).findings


def test_new_england_is_told_of_its_published_multipliers() -> None:
    estimate = priced(line(), region="Massachusetts")

    assert any(
        "345 kV 1.4 to 2.15 times" in finding.sentence and "not applied" in finding.sentence
        for finding in estimate.findings
    )


def test_a_state_is_known_by_its_postal_code_and_in_any_case() -> None:
    bases = {priced(line(), region=name).base_usd for name in ("Missouri", "MISSOURI", "mo")}

    assert len(bases) == 1


def test_a_region_without_rates_is_priced_from_what_the_scope_gives() -> None:
    estimate = priced(
        line(
            land={
                "pasture_fraction": 1,
                "pasture_usd_per_acre": 4_000,
                "acquisition_usd_per_acre": 10_000,
                "permitting_usd_per_acre": 3_000,
            },
            terrain={"forest_fraction": "0.5", "wetland_fraction": "0.1"},
        ),
        region="South Carolina",
    )

    land = sum(item.total_usd for item in estimate.line_items if item.category in LAND)
    per_acre = 17_000 + Decimal("0.5") * 5_995 + Decimal("0.1") * (69_975 + 56_132)
    assert not estimate.unpriced
    assert abs(land - per_acre * 175 * 5_280 / 43_560) < Decimal("0.1")


def test_only_adders_need_no_region() -> None:
    adder = {"name": "Relocation", "usd": 1_000, "source": "letter of the owner"}

    estimate = priced(region="South Carolina", adders=[adder])

    assert not estimate.findings
    assert estimate.base_usd == 1_000
