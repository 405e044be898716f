"""A company's own rates take the place of shipped ones by code, and the estimate says so."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apex_core.costing import estimate_cost
from apex_core.costing.shipped import shipped_book, unit_of
from apex_core.errors import InputError
from apex_core.model.cost import CostEstimate, LineItem
from apex_core.model.rates import OwnRates, Rate
from apex_core.model.scope import ProjectScope
from apex_core.packs.loader import Packs
from apex_core.rates.lines import rate_of
from tests.apex_core.costing.scopes import PACKS, line, priced, scope
from tests.apex_core.rates.books import TITLE, a_rate

SHIPPED = {rate.code: rate for rate in map(rate_of, shipped_book(PACKS).lines)}
OPGW = a_rate("OPGW", unit="kft", description="OPGW 48 fibers", equipment_usd=Decimal(250))


def own(*rates: Rate, dollar_year: int = 2024) -> Packs:
    title = TITLE.model_dump() | {"dollar_year": dollar_year}
    return replace(PACKS, own=OwnRates(**title, sha256="ab" * 32, rates=rates))


def items(estimate: CostEstimate) -> dict[str, LineItem]:
    return {item.id: item for item in estimate.line_items}


def everything() -> Iterable[CostEstimate]:
    for kv in PACKS.lines.defaults:
        for work in ("new", "rebuild", "reconductor"):
            yield priced(line(voltage_kv=kv, scope=work, terrain={"mountain_fraction": 0.1}))
    station = {"name": "S", "voltage_kv": 345, "positions": 4}
    pair = {"high_kv": 138, "low_kv": 345, "mva": 100}
    yield priced(substations=[{**station, "transformers": [pair]}])


def test_every_priced_item_names_a_shipped_rate_of_exactly_its_price_and_unit() -> None:
    found = [item for estimate in everything() for item in estimate.line_items]

    assert found
    for item in found:
        assert SHIPPED[item.source.code].total_usd == item.unit_cost_usd, item.id


def test_codes_are_stable_names() -> None:
    wanted = {
        "structure.345.steel_pole.single.tangent": "each",
        "foundation.230.steel_tower.double.angled_deadend": "each",
        "conductor.acss.drake": "kft",
        "opgw": "kft",
        "shieldwire": "kft",
        "land.missouri.crop": "acre",
        "land.north_dakota.permitting": "acre",
        "terrain.wetland_matting": "acre",
        "removal.230.wood_pole.single": "mile",
        "reconductoring.138": "circuit mile",
        "station.circuit_breaker.345": "each",
        "station.cable_trench.138": "ft",
        "station.land.iowa": "acre",
        "transformer.345.138": "MVA",
    }

    assert {code: SHIPPED[code].unit for code in wanted} == wanted
    assert all(unit_of(rate.code.upper(), PACKS) == rate.unit for rate in SHIPPED.values())


def test_an_own_rate_prices_its_item_and_says_in_place_of_what() -> None:
    estimate = estimate_cost(scope(line()), own(OPGW))

    item = items(estimate)["lines.0.opgw"]
    assert item.source.rate == "acme@2026.1, OPGW, in place of miso-mtep24 2024.1, Table 2.2-14"
    assert item.source.code == "opgw"
    assert item.unit_cost_usd == 1500
    assert item.equipment_usd == pytest.approx(item.quantity * 250)
    shipped = items(priced(line()))
    assert {key for key, other in items(estimate).items() if other != shipped[key]} == {item.id}


def test_an_estimate_says_how_many_prices_are_the_companys_own() -> None:
    estimate = estimate_cost(scope(line(), line()), own(OPGW))

    said = next(said for said in estimate.assumptions if "acme@2026.1" in said)
    count = len(estimate.line_items)
    assert said.startswith(f"2 of {count} line items are priced by 1 rate(s) of acme@2026.1")
    assert said.endswith(": opgw")


def test_own_rates_price_land_where_none_is_shipped() -> None:
    region = {"region": "New Hampshire", "substations": [{"name": "S", "voltage_kv": 345}]}
    bare = line(land={"crop_fraction": 1})
    names = (
        "land.new_hampshire.crop",
        "land.new_hampshire.permitting",
        "station.land.new_hampshire",
    )
    book = own(*(a_rate(name, unit="acre", material_usd=0, other_usd=Decimal(7)) for name in names))

    estimate = estimate_cost(scope(bare, **region), book)

    found = items(estimate)
    assert found["lines.0.land.crop"].source.rate == "acme@2026.1, land.new_hampshire.crop"
    assert found["lines.0.land.permitting"].unit_cost_usd == 7
    assert found["substations.0.land"].unit_cost_usd == 7
    unpriced = {item.id for item in estimate.unpriced}
    assert "lines.0.land.acquisition" in unpriced
    assert not unpriced & found.keys()
    assert {item.id for item in priced(bare, **region).unpriced} > unpriced
    assert [unit_of(name, PACKS) for name in names] == ["acre"] * 3
    assert unit_of("land.new_hampshire.swamp", PACKS) is None


def test_a_book_named_for_nothing_is_a_warning() -> None:
    idle = own(a_rate("transformer.345.138", unit="MVA"))

    assert any("acme@2026.1" in said for said in estimate_cost(scope(line()), idle).warnings)
    assert not any(
        "acme@2026.1" in said for said in estimate_cost(scope(line()), own(OPGW)).warnings
    )


def test_dollars_of_another_year_are_converted_and_the_factor_is_stated() -> None:
    estimate = estimate_cost(scope(line()), own(OPGW, dollar_year=2022))

    item = items(estimate)["lines.0.opgw"]
    # 2022 to 2024 at 5 % a year: 1,378.125 + 275.625, each part rounded by itself
    assert item.unit_cost_usd == Decimal("1653.76")
    assert "× 1.1025 from 2022 to 2024 US$" in item.source.rate
    assert any("brought from 2022 to 2024 US$" in said for said in estimate.assumptions)


def test_dollars_from_before_the_first_known_rate_are_refused() -> None:
    with pytest.raises(InputError) as refused:
        estimate_cost(scope(line()), own(OPGW, dollar_year=2001))

    assert refused.value.path == "rate_book.version"


def test_a_price_the_scope_gives_stands_above_the_companys_book() -> None:
    given_price = line(land={"crop_usd_per_acre": 5})
    book = own(a_rate("land.missouri.crop", unit="acre"))

    estimate = estimate_cost(scope(given_price), book)

    assert items(estimate)["lines.0.land.crop"].unit_cost_usd == 5
    assert items(estimate)["lines.0.land.crop"].source.code == ""


def test_an_own_plant_account_is_used() -> None:
    estimate = estimate_cost(scope(line()), own(replace(OPGW, ferc_account="397")))

    assert items(estimate)["lines.0.opgw"].ferc_account == "397"


def test_the_trace_pins_the_own_book_beside_the_shipped_ones() -> None:
    packs = own(OPGW)

    pinned = packs.trace("miso-mtep24")

    assert pinned["acme"].version == "2026.1"
    assert pinned["acme"].sha256 == "ab" * 32
    assert set(packs.trace()) == {"acme", *PACKS.names}


@given(st.sets(st.sampled_from(sorted(SHIPPED))))
def test_a_book_that_repeats_shipped_rates_changes_no_amount(codes: set[str]) -> None:
    repeated = own(*(SHIPPED[code] for code in sorted(codes)))
    rebuilt: ProjectScope = scope(line(), line(voltage_kv=230, scope="rebuild"))

    with_book, without = estimate_cost(rebuilt, repeated), estimate_cost(rebuilt, PACKS)

    assert with_book.capital_usd == without.capital_usd
    assert [item.total_usd for item in with_book.line_items] == [
        item.total_usd for item in without.line_items
    ]
