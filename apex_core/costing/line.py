"""One transmission line as the rate book sees it: its rates, its length, their sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from apex_core.costing.entry import Draft
from apex_core.costing.money import plain
from apex_core.errors import InputError, InvariantError
from apex_core.model.scope import LineScope, Structure, Work
from apex_core.packs.miso import LineRates, StateRates, VoltageDefaults

ROUTED_CLASS: Final = 3  # from this class on an estimate rests on a route
UNSTABLE_KV: Final = 765  # recomputed figures are 0.9 to 3.0 % above the published ones


@dataclass(frozen=True, kw_only=True)
class LineAtHand:
    """A line, the rate book, and the sources of its quantities.

    ``path`` is the line's place in the scope, such as ``lines.0``.
    """

    path: str
    line: LineScope
    region: str
    estimate_class: int
    rates: LineRates
    sources: Mapping[str, str]

    @property
    def defaults(self) -> VoltageDefaults:
        """What is usual at this voltage."""
        return self.rates.defaults[self.line.voltage_kv]

    @cached_property
    def miles(self) -> Decimal:
        """Route length [mi]."""
        return route_miles(self.line, self.rates)

    @cached_property
    def miles_source(self) -> str:
        """The length as a reader can check it."""
        straight = self.line.straight_line_miles
        if straight is None:
            return f"{plain(self.miles)} mi ({self.source('miles')})"
        adder = plain(1 + self.rates.constant("route_adder"))
        return (
            f"{plain(straight)} mi straight-line ({self.source('straight_line_miles')}) "
            f"× {adder} ({self.rates.cite('section 3.1')})"
        )

    @cached_property
    def state(self) -> StateRates | None:
        """The state whose land applies: the one the land names, else the region; else none."""
        named = self.line.land.state if self.line.land else None
        if named is None:
            return self.rates.states.get(self.region.lower())
        if named.lower() not in self.rates.states:
            raise InputError(
                f"no land rates exist for this state: name one of {state_names(self.rates)}, "
                "or leave it out and give the values",
                path=f"{self.path}.land.state",
                value=named,
            )
        return self.rates.states[named.lower()]

    def source(self, field: str) -> str:
        """Say where a field of the line came from."""
        return self.sources.get(f"{self.path}.{field}", "scope")

    @property
    def voltage(self) -> str:
        """The voltage in words."""
        return f"{plain(self.line.voltage_kv)} kV"


def route_miles(line: LineScope, rates: LineRates) -> Decimal:
    """Return the route length; a straight-line length takes the route adder [mi]."""
    if line.miles is not None:
        return line.miles
    if line.straight_line_miles is not None:
        return line.straight_line_miles * (1 + rates.constant("route_adder"))
    raise InvariantError(f"line {line.name} has no length")  # a LineScope has exactly one


def numbers(values: Mapping[Decimal, object]) -> str:
    """List voltages in ascending order."""
    return ", ".join(plain(value) for value in sorted(values))


def state_names(rates: LineRates) -> str:
    """List the states of the rate book."""
    return ", ".join(sorted({state.state for state in rates.states.values()}))


def length_notes(at: LineAtHand) -> Draft:
    """Say what the length rests on."""
    if at.line.straight_line_miles is None:
        return Draft()
    said = (
        f"{at.line.name}: no route is known, so the straight-line length takes the route adder of "
        f"{plain(at.rates.constant('route_adder') * 100)} % that is published for classes 5 and 4"
    )
    if at.estimate_class > ROUTED_CLASS:
        return Draft(assumptions=(said,))
    unrouted = (
        f"{at.line.name}: a class {at.estimate_class} estimate needs a routed length, "
        "only a straight-line length is known"
    )
    return Draft(assumptions=(said,), warnings=(unrouted,))


def voltage_notes(at: LineAtHand) -> Draft:
    """Flag the voltage whose published figures cannot be reproduced."""
    if at.line.voltage_kv < UNSTABLE_KV:
        return Draft()
    said = (
        f"{at.line.name}: at 765 kV the unit costs give 0.9 to 3.0 % more per mile than the "
        "published table"
    )
    return Draft(warnings=(said,))


def check_line(at: LineAtHand) -> None:
    """Refuse a line the rate book cannot price.

    Raises
    ------
    InputError
        If the rate book does not know its voltage, or its structure at this voltage; with what
        it does know.
    """
    if at.line.voltage_kv not in at.rates.defaults:
        raise InputError(
            f"the rate book has no such voltage: give one of {numbers(at.rates.defaults)} kV",
            path=f"{at.path}.voltage_kv",
            value=plain(at.line.voltage_kv),
        )
    if at.line.scope is not Work.RECONDUCTOR:
        _check_structure(at)


def _check_structure(at: LineAtHand) -> None:
    line = at.line
    known = _voltages_of(at.rates, line.structure, line.circuits)
    if line.voltage_kv in known:
        return
    with_other_circuits = _voltages_of(at.rates, line.structure, 3 - line.circuits)
    field = "circuits" if line.voltage_kv in with_other_circuits else "structure"
    raise InputError(
        f"no rates exist for a {line.structure.value} line with {line.circuits} circuit(s) at "
        f"{at.voltage}: they exist at {numbers(known)} kV",
        path=f"{at.path}.{field}",
        value=line.circuits if field == "circuits" else line.structure.value,
    )


def _voltages_of(rates: LineRates, structure: Structure, circuits: int) -> dict[Decimal, object]:
    return {
        kv: rate
        for (kv, kind, count, _), rate in rates.structures.items()
        if kind == structure.value and count == circuits
    }
