"""What the risk model accepts, and how it says what it does not."""

from typing import Any

import pytest
from pydantic import ValidationError

from apex_core.errors import InputError
from apex_core.model.risk import RiskModel

ITEM = {"name": "a", "distribution": "triangular", "low": 1, "mode": 2, "high": 3}
OTHER = {**ITEM, "name": "b"}
EVENT = {"name": "e", "distribution": "event", "probability": 0.2, "impact": 5}
WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "unknown distribution": (
        {"items": [{"name": "a", "distribution": "gamma"}]},
        "items.0",
        "'gamma'",
    ),
    "low above mode": (
        {"items": [{**ITEM, "low": 2.5}]},
        "items.0.mode",
        "below low, which is 2.5",
    ),
    "mode above high": ({"items": [ITEM, {**OTHER, "mode": 9}]}, "items.1.high", "below mode"),
    "negative sd": (
        {"items": [{"name": "a", "distribution": "normal", "mean": 1, "sd": -1}]},
        "items.0.sd",
        "greater than or equal to 0 (got -1",
    ),
    "probability above 1": (
        {"items": [{**EVENT, "probability": 1.2}]},
        "items.0.probability",
        "less than or equal to 1 (got 1.2)",
    ),
    "not a number": ({"items": [{**ITEM, "high": float("nan")}]}, "items.0.high", "finite number"),
    "infinite": ({"items": [{**ITEM, "low": float("-inf")}]}, "items.0.low", "finite number"),
    "beyond any project": ({"items": [{**ITEM, "high": 1e16}]}, "items.0.high", "1000000000000000"),
    "unknown parameter": ({"items": [{**ITEM, "sd": 1}]}, "items.0.sd", "not a field here"),
    "missing parameter": (
        {"items": [{"name": "a", "distribution": "uniform", "low": 1}]},
        "items.0.high",
        "is missing",
    ),
    "half a lognormal": (
        {"items": [{"name": "a", "distribution": "lognormal", "median": 1, "p90": 2}]},
        "items.0",
        "median and sigma, or p10 and p90",
    ),
    "lognormal below its shift": (
        {"items": [{"name": "a", "distribution": "lognormal", "median": 0, "sigma": 1}]},
        "items.0.median",
        "above the shift of 0",
    ),
    "lognormal upside down": (
        {"items": [{"name": "a", "distribution": "lognormal", "p10": 3, "p90": 2}]},
        "items.0.p90",
        "below p10",
    ),
    "normal cut beyond its mean": (
        {"items": [{"name": "a", "distribution": "normal", "mean": 1, "sd": 1, "minimum": 2}]},
        "items.0.mean",
        "below minimum",
    ),
    "lognormal cut beyond its median": (
        {"items": [{"name": "a", "distribution": "lognormal", "p10": 1, "p90": 2, "maximum": 1.1}]},
        "items.0.maximum",
        "below the median",
    ),
    "impact upside down": (
        {"items": [{**EVENT, "impact": {"distribution": "pert", "low": 4, "mode": 2, "high": 3}}]},
        "items.0.impact.mode",
        "below low",
    ),
    "impact of no known shape": (
        {"items": [{**EVENT, "impact": {"distribution": "event"}}]},
        "items.0.impact",
        "must be a number or a triangular",
    ),
    "name twice": ({"items": [ITEM, ITEM]}, "items", "only once (got 'a')"),
    "factor named like an item": (
        {"items": [ITEM], "factors": [ITEM]},
        "factors",
        "only once (got 'a')",
    ),
    "item named total": ({"items": [{**ITEM, "name": "total"}]}, "items.0.name", "choose another"),
    "factor on nothing": (
        {"items": [ITEM], "factors": [{**OTHER, "applies_to": "c"}]},
        "factors.0.applies_to",
        "name of an item (got 'c')",
    ),
    "nothing to simulate": ({"base_usd": 5}, "items", "items, or base_usd and factors"),
    "factors without a base": ({"factors": [ITEM]}, "items", "items, or base_usd and factors"),
    "unknown combination": ({"items": [ITEM], "combine": "guess"}, "combine", "'additive'"),
}
CORRELATIONS: dict[str, tuple[dict[str, Any], str, str]] = {
    "asymmetric": (
        {"names": ["a", "b"], "matrix": [[1, 0.5], [0.4, 1]]},
        "matrix.1.0",
        "mirror image, which is 0.5 (got 0.4)",
    ),
    "not square": (
        {"names": ["a", "b"], "matrix": [[1, 0.5, 0], [0.5, 1, 0]]},
        "matrix",
        "square over its 2 names (got '2 x 3')",
    ),
    "diagonal": (
        {"names": ["a", "b"], "matrix": [[1, 0.5], [0.5, 0.9]]},
        "matrix.1.1",
        "diagonal must be 1 (got 0.9)",
    ),
    "out of bounds": (
        {"names": ["a", "b"], "matrix": [[1, 1.5], [1.5, 1]]},
        "matrix.0.1",
        "less than or equal to 1",
    ),
    "not a number": (
        {"names": ["a", "b"], "matrix": [[1, float("nan")], [float("nan"), 1]]},
        "matrix.0.1",
        "finite",
    ),
    "unknown name": (
        {"names": ["a", "c"], "matrix": [[1, 0.5], [0.5, 1]]},
        "names",
        "name an item or a factor (got 'c')",
    ),
    "name twice": (
        {"names": ["a", "a"], "matrix": [[1, 0.5], [0.5, 1]]},
        "names",
        "only once (got 'a')",
    ),
    "pair twice": (
        {"pairs": [["a", "b", 0.5], ["b", "a", 0.5]]},
        "pairs.1",
        "each pair appears once (got 'b, a')",
    ),
    "pair of unknown name": ({"pairs": [["a", "c", 0.5]]}, "pairs", "(got 'c')"),
    "both forms": (
        {"names": ["a", "b"], "matrix": [[1, 0.5], [0.5, 1]], "pairs": [["a", "b", 0.5]]},
        "",
        "either names and matrix, or pairs",
    ),
    "names with pairs": ({"names": ["a"], "pairs": [["a", "b", 0.5]]}, "names", "pairs name"),
}


@pytest.mark.parametrize(("data", "path", "rule"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_model_is_named_by_path_rule_and_value(
    data: dict[str, Any], path: str, rule: str
) -> None:
    with pytest.raises(InputError) as raised:
        RiskModel.read(data)

    assert raised.value.path == path
    assert rule in str(raised.value)


@pytest.mark.parametrize(("data", "path", "rule"), CORRELATIONS.values(), ids=CORRELATIONS.keys())
def test_a_wrong_correlation_is_named_by_path_rule_and_value(
    data: dict[str, Any], path: str, rule: str
) -> None:
    with pytest.raises(InputError) as raised:
        RiskModel.read({"items": [ITEM, OTHER], "correlation": data})

    assert raised.value.path == f"correlation.{path}".rstrip(".")
    assert rule in str(raised.value)


def test_model_validate_alone_refuses_too() -> None:
    with pytest.raises(ValidationError, match=r"items\.0\.mode"):
        RiskModel.model_validate({"items": [{**ITEM, "mode": 0}]})


def test_a_model_survives_its_json() -> None:
    model = RiskModel.model_validate(
        {
            "base_usd": 10,
            "items": [
                {**ITEM, "distribution": "pert", "lambda": 3},
                {**EVENT, "impact": {"distribution": "pert", "low": 1, "mode": 2, "high": 3}},
                {"name": "l", "distribution": "lognormal", "p10": 1, "p90": 2},
            ],
            "factors": [{**OTHER, "applies_to": "a"}],
            "correlation": {"names": ["a", "b"], "matrix": [[1, 0.5], [0.5, 1]]},
        }
    )

    assert '"lambda":3.0' in model.model_dump_json()
    assert RiskModel.model_validate_json(model.model_dump_json()) == model
    assert RiskModel.model_validate(model.model_dump()) == model


def test_the_schema_shows_items_as_they_are_written() -> None:
    schema = RiskModel.model_json_schema()

    assert set(schema["$defs"]["PertItem"]["properties"]) == {
        "distribution",
        "name",
        "kind",
        "low",
        "mode",
        "high",
        "lambda",
    }
