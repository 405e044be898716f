"""What a noun says of outside data that is wrong: path, rule, value, in plain words."""

from typing import Any

import pytest

from apex_core.errors import InputError
from apex_core.model.risk import RiskModel
from apex_core.model.scope import ProjectScope

LINE = {"name": "Line", "voltage_kv": 345, "miles": 1}
SCOPE = {"name": "A mile", "region": "Missouri", "dollar_year": 2024, "lines": [LINE]}


def refusal(fields: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as refused:
        ProjectScope.read(fields)
    return [(error.path, error.message) for error in refused.value.errors]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"voltage_kv": "abc"}, "voltage_kv: must be a number (got 'abc')"),
        ({"miles": -1}, "miles: must be greater than 0 (got -1)"),
        ({"circuits": 3}, "circuits: must be 1 or 2 (got 3)"),
        (
            {"structure": "mast"},
            "structure: must be 'steel_pole', 'steel_tower' or 'wood_pole' (got 'mast')",
        ),
        ({"short_length": "long"}, "short_length: must be true or false (got 'long')"),
        ({"land": 4}, "land: must be a group of fields (got 4)"),
        ({"land": []}, "land: must be a group of fields"),
        ({"multipliers": 2}, "multipliers: must be a list (got 2)"),
        ({"structures": {"tangent": 1.5}}, "structures.tangent: must be a whole number (got 1.5)"),
        ({"bogus": 1}, "bogus: is not a field here; check its spelling (got 1)"),
        ({"name": 5}, "name: must be text; put a number in quotes (got 5)"),
        ({"miles": "4 km"}, "miles: must be in miles (mi), not in km: convert it (got '4 km')"),
    ],
)
def test_a_wrong_field_is_told_in_plain_words(wrong: dict[str, Any], said: str) -> None:
    path, message = refusal(SCOPE | {"lines": [LINE | wrong]})[0]

    assert f"{path}: {message}" == f"lines.0.{said}"


def test_every_wrong_field_is_told_at_once() -> None:
    told = refusal({"name": "A mile", "dollar_year": "soon", "lines": [LINE]})

    assert told == [
        ("region", "is missing"),
        ("dollar_year", "must be a whole number (got 'soon')"),
    ]


def test_a_value_too_long_to_show_is_left_out() -> None:
    assert refusal(SCOPE | {"dollar_year": "x" * 100}) == [
        ("dollar_year", "must be a whole number")
    ]


def test_a_factor_of_no_known_distribution_is_told_which_there_are() -> None:
    with pytest.raises(InputError, match=r"^factors\.0: needs a distribution: triangular, pert"):
        RiskModel.read({"base_usd": 1, "factors": [{"name": "labor", "distribution": "trapezoid"}]})
