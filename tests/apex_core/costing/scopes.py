"""Scopes the tests of costing price."""

from typing import Any

from apex_core.costing import estimate_cost
from apex_core.model.cost import CostEstimate
from apex_core.model.scope import ProjectScope
from apex_core.packs.loader import load_packs

PACKS = load_packs()


def line(**fields: Any) -> dict[str, Any]:
    """Return a mile of 345 kV line, changed where *fields* says so."""
    standard = {"name": "Line", "voltage_kv": 345, "miles": 1}
    merged = {**standard, **fields}
    return {name: value for name, value in merged.items() if value is not None}


def scope(*lines: dict[str, Any], **fields: Any) -> ProjectScope:
    """Return a class 5 scope in Missouri, changed where *fields* says so."""
    standard = {"name": "Project", "region": "Missouri", "dollar_year": 2024, "estimate_class": 5}
    return ProjectScope.read({**standard, "lines": list(lines), **fields})


def priced(*lines: dict[str, Any], **fields: Any) -> CostEstimate:
    """Price such a scope."""
    return estimate_cost(scope(*lines, **fields), PACKS)
