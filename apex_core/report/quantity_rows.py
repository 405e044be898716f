"""The scope as a table: one row for each value, with its source."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final, NamedTuple

from apex_core.estimate.wording import quantity
from apex_core.model.quantities import Quantities

UNSOURCED: Final = "no source"
UNITS: Final = {
    "miles": "mi",
    "straight_line_miles": "mi",
    "voltage_kv": "kV",
    "high_kv": "kV",
    "low_kv": "kV",
    "mva": "MVA",
    "row_width_ft": "ft",
    "usd": "US$",
}
PARTS: Final = ("lines", "substations", "adders")


class QuantityRow(NamedTuple):
    """One value of the scope in words: what it is part of, its name, itself, its source."""

    part: str
    name: str
    value: str
    source: str


def quantity_rows(quantities: Quantities) -> tuple[QuantityRow, ...]:
    """Return the values of the scope, in its own order."""
    scope = quantities.scope.model_dump(mode="python")
    rows = (_row(path, value, quantities) for path, value in _values(scope))
    return tuple(row for row in rows if row is not None)


def _row(path: str, value: Any, quantities: Quantities) -> QuantityRow | None:
    steps = path.split(".")
    if steps[-1] in {"name", "source"}:
        return None
    source = _source(steps, quantities.sources)
    is_default = source == UNSOURCED and steps[-1] in {"credit", "circuits", "count", "wbs"}
    if is_default:
        return None
    part = "Project"
    if steps[0] in PARTS:
        part = getattr(quantities.scope, steps[0])[int(steps[1])].name
        steps = steps[2:]
    name = " ".join(steps).replace("_", " ")
    return QuantityRow(part, name, _said(value, steps[-1]), source)


def _values(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict | list | tuple):
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        for step, below in inner:
            yield from _values(below, f"{path}.{step}" if path else str(step))
    elif value is not None:
        yield path, value


def _source(steps: list[str], sources: dict[str, str]) -> str:
    """Return the source of the value, or of the nearest thing around it that has one."""
    around = (".".join(steps[:count]) for count in range(len(steps), 0, -1))
    return next((sources[path] for path in around if path in sources), UNSOURCED)


def _said(value: Any, name: str) -> str:
    unit = UNITS.get(name, "")
    if isinstance(value, Decimal):
        return f"{quantity(value)} {unit}".strip()
    return str(value).replace("_", " ")
