"""What cannot be priced is refused with its path, its value, and what to do."""

from typing import Any

import pytest

from apex_core.errors import InputError
from tests.apex_core.costing.scopes import line, priced


@pytest.mark.parametrize(
    ("fields", "path", "words"),
    [
        ({"voltage_kv": 220}, "lines.0.voltage_kv", "230, 345, 500, 765 kV (got '220')"),
        ({"voltage_kv": "34.5"}, "lines.0.voltage_kv", "give one of 69, 115"),
        ({"voltage_kv": 220, "scope": "reconductor"}, "lines.0.voltage_kv", "(got '220')"),
        ({"voltage_kv": 500, "circuits": 2}, "lines.0.circuits", "230, 345 kV (got 2)"),
        ({"structure": "wood_pole"}, "lines.0.structure", "69, 115, 138, 161, 230 kV"),
        (
            {"voltage_kv": 138, "circuits": 2, "structure": "wood_pole"},
            "lines.0.circuits",
            "they exist at 69, 115 kV",
        ),
        (
            {"voltage_kv": 138, "structure": "wood_pole", "structures": {"non_angled_deadend": 2}},
            "lines.0.structures.non_angled_deadend",
            "tangent, running_angle, angled_deadend (got '2')",
        ),
        (
            {"conductor": {"code": "Falkon", "kind": "acsr"}},
            "lines.0.conductor.code",
            "Falcon",
        ),
        ({"conductor": {"code": "Drake", "kind": "accc"}}, "lines.0.conductor.code", "821 Drake"),
        ({"land": {"state": "Vermont"}}, "lines.0.land.state", "Wisconsin"),
        ({"land": {"crop_fraction": "0.5"}}, "lines.0.land", "must add up to 1"),
        (
            {"terrain": {"forest_fraction": "0.7", "wetland_fraction": "0.4"}},
            "lines.0.terrain",
            "(got '1.1')",
        ),
        ({"voltage_kv": None}, "lines.0.voltage_kv", "is missing"),
        ({"miles": -1}, "lines.0.miles", "(got -1)"),
        ({"miles": 0}, "lines.0.miles", "(got 0)"),
        (
            {"miles": "5280 ft"},
            "lines.0.miles",
            "must be in miles (mi), not in ft: convert it (got '5280 ft')",
        ),
        (
            {"straight_line_miles": "2 km", "miles": None},
            "lines.0.straight_line_miles",
            "not in km",
        ),
        ({"miles": "NaN"}, "lines.0.miles", "NaN"),
        ({"miles": "1e40"}, "lines.0.miles", "less than or equal to 10000"),
        ({"miles": 1, "straight_line_miles": 1}, "lines.0", "either miles or straight_line_miles"),
        ({"miles": None}, "lines.0", "either miles or straight_line_miles"),
        ({"structures": {"tangent": 0}}, "lines.0.structures", "at least one structure"),
        ({"structures": {"tangent": -3}}, "lines.0.structures.tangent", "(got -3)"),
        ({"structures": {"lattice": 3}}, "lines.0.structures.lattice", "(got 3)"),
        ({"structure": "steel pole"}, "lines.0.structure", "steel_pole"),
        ({"circuits": 3}, "lines.0.circuits", "(got 3)"),
        ({"land": {"row_width_ft": 0}}, "lines.0.land.row_width_ft", "(got 0)"),
    ],
)
def test_a_line_that_cannot_be_priced_is_refused(
    fields: dict[str, Any], path: str, words: str
) -> None:
    with pytest.raises(InputError) as refusal:
        priced(line(**fields))

    assert refusal.value.path == path
    assert words in str(refusal.value)


@pytest.mark.parametrize(
    ("fields", "path", "words"),
    [
        ({"positions": 5}, "substations.0.positions", "give one of 4, 6 (got 5)"),
        ({"scope": "upgrade", "positions": 4}, "substations.0.positions", "one of 1, 2"),
        ({"voltage_kv": 33}, "substations.0.voltage_kv", "69, 115"),
        ({"bus": "single"}, "substations.0.bus", "(got 'single')"),
        (
            {"transformers": [{"high_kv": 345, "low_kv": "13.8", "mva": 50}]},
            "substations.0.transformers.0",
            "(got '345/13.8')",
        ),
    ],
)
def test_a_substation_that_cannot_be_priced_is_refused(
    fields: dict[str, Any], path: str, words: str
) -> None:
    station = {"name": "Station", "voltage_kv": 345, **fields}

    with pytest.raises(InputError) as refusal:
        priced(substations=[station])

    assert refusal.value.path == path
    assert words in str(refusal.value)


@pytest.mark.parametrize(
    ("fields", "path", "words"),
    [
        ({"adders": [{"name": "Rebate", "usd": -5, "source": "x"}]}, "adders.0", "credit: true"),
        (
            {"adders": [{"name": "Rebate", "usd": -(10**9), "source": "x", "credit": True}]},
            "adders",
            "cannot exceed the cost",
        ),
        ({"adders": [{"name": "Fee", "usd": 5}]}, "adders.0.source", "is missing"),
        ({"dollar_year": 2017}, "dollar_year", "before 2018"),
        ({"in_service_year": 2023}, "in_service_year", "(got 2023)"),
        ({"estimate_class": 6}, "estimate_class", "(got 6)"),
        ({"region": None}, "region", "must be text"),
    ],
)
def test_a_scope_that_cannot_be_priced_is_refused(
    fields: dict[str, Any], path: str, words: str
) -> None:
    with pytest.raises(InputError) as refusal:
        priced(line(), **fields)

    assert refusal.value.path == path
    assert words in str(refusal.value)


def test_an_empty_scope_is_refused() -> None:
    with pytest.raises(InputError, match="at least one line, substation or adder"):
        priced()


def test_the_second_line_is_named_when_it_is_wrong() -> None:
    with pytest.raises(InputError) as refusal:
        priced(line(), line(voltage_kv=7))

    assert refusal.value.path == "lines.1.voltage_kv"


def test_a_length_that_names_its_unit_is_read_in_it() -> None:
    assert priced(line(miles="2 mi")).base_usd == priced(line(miles=2)).base_usd
