"""One line of the scope, put together from the ticket and the documents."""

from decimal import Decimal
from typing import Any, Final

from apex_core.model.facts import About, FactName, ProjectFacts
from apex_core.model.scope import Structure, Work
from apex_core.model.ticket import TicketLine
from apex_core.packs.miso import LineRates
from apex_core.quantities.conductor import conductor_of
from apex_core.quantities.ledger import TICKET, Ledger, as_text
from apex_core.review.structure_types import TYPES

# What a line is taken to be where neither ticket nor documents say; each is recorded.
USUAL: Final = (
    ("circuits", FactName.CIRCUITS, "1"),
    ("structure", FactName.STRUCTURE, Structure.STEEL_POLE.value),
    ("scope", FactName.WORK, Work.NEW.value),
)
OPTIONS: Final = frozenset({"mobilization", "short_length", "multipliers", "fallback", "ptf"})


def line_of(
    ticket: TicketLine, facts: ProjectFacts, rates: LineRates, *, path: str, ledger: Ledger
) -> dict[str, Any]:
    """Return the plain fields of one line of a `ProjectScope`.

    Raises
    ------
    InputError
        When voltage or length is nowhere to be found.
    """
    fields: dict[str, Any] = {"name": ticket.name}
    ledger.sources[f"{path}.name"] = TICKET
    fields["voltage_kv"] = ledger.need(
        f"{path}.voltage_kv",
        ticket.voltage_kv,
        facts.get(FactName.VOLTAGE_KV),
        what="the voltage (such as 230 kV)",
    )
    fields |= _length(ticket, facts, path, ledger)
    for field, name, usual in USUAL:
        found = ledger.pick(f"{path}.{field}", getattr(ticket, field), facts.get(name))
        why = "neither the ticket nor any document says otherwise"
        fields[field] = found or ledger.default(f"{path}.{field}", usual, why)
    fields["circuits"] = int(fields["circuits"])
    fields["conductor"] = conductor_of(
        ticket.conductor, facts, rates, path=f"{path}.conductor", ledger=ledger
    )
    if fields["scope"] != Work.RECONDUCTOR:  # the structures stay
        fields["structures"] = _structures(ticket, facts, path, ledger)
    for field in ("land", "terrain"):
        fields[field] = _given(ticket, field, path, ledger)
    given = {field: value for field, value in fields.items() if value is not None}
    return given | _options(ticket, path, ledger)


def _length(ticket: TicketLine, facts: ProjectFacts, path: str, ledger: Ledger) -> dict[str, str]:
    """Return the route length, or the straight-line length where no route is known."""
    straight = facts.get(FactName.STRAIGHT_LINE_MILES)
    route = facts.get(FactName.ROUTE_MILES)
    no_route = route is None or route.about is not About.PROJECT
    by_straight = ticket.straight_line_miles is not None or (
        ticket.miles is None and straight is not None and no_route
    )
    field, given, fact = (
        ("straight_line_miles", ticket.straight_line_miles, straight)
        if by_straight
        else ("miles", ticket.miles, route)
    )
    what = "the length of the line (such as 6.5 miles)"
    return {field: ledger.need(f"{path}.{field}", given, fact, what=what)}


def _structures(
    ticket: TicketLine, facts: ProjectFacts, path: str, ledger: Ledger
) -> dict[str, str] | None:
    """Return counts of the whole line; none leaves the rate book's counts per mile."""
    counted = {name: facts.get(FactName.STRUCTURE_COUNT, name) for name in TYPES}
    given = ticket.structures
    if given is None and not any(
        fact and fact.number and fact.about is About.PROJECT for fact in counted.values()
    ):
        return None
    counts: dict[str, str] = {}
    for name in TYPES:
        field = f"{path}.structures.{name}"
        asked = getattr(given, name) if given else None
        counts[name] = ledger.pick(field, asked, counted[name]) or "0"
        ledger.sources.setdefault(field, "no document lists any")
    if sum(Decimal(count) for count in counts.values()) == 0:
        return None
    return counts


def _options(ticket: TicketLine, path: str, ledger: Ledger) -> dict[str, Any]:
    """Return what only a ticket asks for, as it stands there."""
    asked = ticket.model_fields_set & OPTIONS
    ledger.sources.update({f"{path}.{field}": TICKET for field in asked})
    return ticket.model_dump(include=set(asked))


def _given(ticket: TicketLine, field: str, path: str, ledger: Ledger) -> dict[str, Any] | None:
    """Return a group of fields that only the ticket gives."""
    group = getattr(ticket, field)
    if group is None:
        return None
    values = {name: as_text(value) for name, value in group if value is not None}
    for name in values:
        ledger.sources[f"{path}.{field}.{name}"] = TICKET
    return values
