"""The scope as a table: one row for each value, with its source."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

from apex_core.estimate.wording import dollars, quantity
from apex_core.model.quantities import Quantities
from apex_core.model.scope import Adder, LineScope, SubstationScope

UNSOURCED: Final = "no source"
UNITS: Final = {
    "miles": "mi",
    "straight_line_miles": "mi",
    "voltage_kv": "kV",
    "high_kv": "kV",
    "low_kv": "kV",
    "mva": "MVA",
    "row_width_ft": "ft",
}
NAMES: Final = {
    "voltage_kv": "voltage",
    "high_kv": "high voltage",
    "low_kv": "low voltage",
    "mva": "rating",
    "miles": "route length",
    "straight_line_miles": "straight-line length",
    "scope": "work",
    "usd": "amount",
    "row_width_ft": "width of the right of way",
    "ferc_account": "FERC account",
    "wbs": "WBS",
}
PARTS: Final = {"lines", "substations", "adders"}
WORDS: Final = {"name", "source"}
IDLE: Final = {
    "credit",
    "circuits",
    "count",
    "short_length",
}  # defaults that say nothing where nobody gave them


class QuantityRow(NamedTuple):
    """One value of the scope in words: its name, itself, its source."""

    name: str
    value: str
    source: str


class ProjectPart(NamedTuple):
    """The project itself, a line, a substation or an adder, with its values."""

    name: str
    rows: tuple[QuantityRow, ...]


def project_parts(quantities: Quantities) -> tuple[ProjectPart, ...]:
    """Return the parts of the project and their values, in the order of the scope."""
    scope = quantities.scope
    own = scope.model_dump(exclude=PARTS)
    parts: tuple[tuple[str, Sequence[LineScope | SubstationScope | Adder]], ...] = (
        ("lines", scope.lines),
        ("substations", scope.substations),
        ("adders", scope.adders),
    )
    named = (
        (f"{kind}.{place}", part.name, part.model_dump())
        for kind, members in parts
        for place, part in enumerate(members)
    )
    return tuple(
        ProjectPart(name, tuple(_rows(path, values, quantities.sources)))
        for path, name, values in (("", "Project", own), *named)
    )


def _rows(path: str, values: dict[str, Any], sources: dict[str, str]) -> Iterator[QuantityRow]:
    for steps, value in _leaves(values):
        source = _source([*path.split("."), *steps] if path else steps, sources)
        is_idle = source == UNSOURCED and steps[-1] in IDLE
        if steps[-1] not in WORDS and not is_idle:
            said = values["source"] if steps[-1] == "usd" else source
            yield QuantityRow(_name(steps), _said(value, steps[-1]), said)


def _leaves(value: Any, steps: tuple[str, ...] = ()) -> Iterator[tuple[list[str], Any]]:
    if isinstance(value, dict | list | tuple):
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        for step, below in inner:
            yield from _leaves(below, (*steps, str(step)))
    elif value is not None:
        yield list(steps), value


def _source(steps: Sequence[str], sources: dict[str, str]) -> str:
    """Return the source of the value, or of the nearest thing around it that has one."""
    if steps == ["estimate_class"]:
        return "what the documents support"
    around = (".".join(steps[:count]) for count in range(len(steps), 0, -1))
    return next((sources[path] for path in around if path in sources), UNSOURCED)


def _name(steps: Sequence[str]) -> str:
    words = (NAMES.get(step, step.replace("_", " ")) for step in steps)
    return ", ".join(words)


def _said(value: Any, name: str) -> str:
    if isinstance(value, Decimal) and name == "usd":
        return dollars(value)
    unit = UNITS.get(name, "")
    if isinstance(value, Decimal):
        return f"{quantity(value)} {unit}".strip()
    return str(value).replace("_", " ")
