"""One line of the scope, put together from the ticket and the documents."""

from decimal import Decimal
from itertools import combinations
from typing import Any, Final

from apex_core.model.facts import About, Fact, FactName, ProjectFacts
from apex_core.model.scope import Structure, Work
from apex_core.model.ticket import TicketLine
from apex_core.packs.miso import LineRates
from apex_core.quantities.conductor import conductor_of
from apex_core.quantities.ledger import NOT_LISTED, TICKET, Ledger, as_text, source_of
from apex_core.review.structure_types import TYPES, counts_a_line

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
    fields |= _with_rates(fields, rates, path, ledger)
    fields["conductor"] = conductor_of(
        ticket.conductor, facts, rates, path=f"{path}.conductor", ledger=ledger
    )
    if fields["scope"] != Work.RECONDUCTOR:  # the structures stay
        counts = _structures(ticket, facts, path, ledger)
        fields["structures"] = counts and _counts_with_rates(counts, fields, rates, path, ledger)
    for field in ("land", "terrain"):
        fields[field] = _given(ticket, field, path, ledger)
    given = {field: value for field, value in fields.items() if value is not None}
    return given | _options(ticket, path, ledger)


def _length(ticket: TicketLine, facts: ProjectFacts, path: str, ledger: Ledger) -> dict[str, str]:
    """Return the route length, or the straight-line length where no route is known."""
    straight = facts.get(FactName.STRAIGHT_LINE_MILES)
    route = facts.get(FactName.ROUTE_MILES)
    by_straight = ticket.straight_line_miles is not None or (
        ticket.miles is None and _is_ours(straight) and not _is_ours(route)
    )
    field, given, fact = (
        ("straight_line_miles", ticket.straight_line_miles, straight)
        if by_straight
        else ("miles", ticket.miles, route)
    )
    what = "the length of the line (such as 6.5 miles)"
    return {field: ledger.need(f"{path}.{field}", given, fact, what=what)}


def _is_ours(fact: Fact | None) -> bool:
    """Whether a fact is known, and said of the project itself."""
    return fact is not None and fact.about is About.PROJECT


def _with_rates(
    fields: dict[str, Any], rates: LineRates, path: str, ledger: Ledger
) -> dict[str, Any]:
    """Return structure and circuits; the usual ones for what a document says and no rate is for."""
    usual = {field: value for field, _, value in USUAL}
    documented = [f for f in ("structure", "circuits") if ledger.is_documented(f"{path}.{f}")]
    for count in range(len(documented) + 1):
        for dropped in combinations(documented, count):
            tried = fields | {field: usual[field] for field in dropped}
            if fields["scope"] == Work.RECONDUCTOR or _rated_types(tried, rates):
                for field in dropped:
                    why = f"no rates exist for such a line at {fields['voltage_kv']} kV"
                    instead = f"{usual[field]} is priced instead"
                    ledger.drop(f"{path}.{field}", fields[field], why, instead=instead)
                    ledger.default(f"{path}.{field}", usual[field], why)
                return {"structure": tried["structure"], "circuits": int(tried["circuits"])}
    return {"circuits": int(fields["circuits"])}


def _rated_types(fields: dict[str, Any], rates: LineRates) -> frozenset[str]:
    """Return the types of structure that have a rate on such a line."""
    wanted = (Decimal(fields["voltage_kv"]), fields["structure"], int(fields["circuits"]))
    return frozenset(name for name in TYPES if (*wanted, name) in rates.structures)


def _structures(
    ticket: TicketLine, facts: ProjectFacts, path: str, ledger: Ledger
) -> dict[str, str] | None:
    """Return counts of the whole line; none leaves the rate book's counts per mile."""
    counted = {name: facts.get(FactName.STRUCTURE_COUNT, name) for name in TYPES}
    given = ticket.structures
    ours = {name: fact for name, fact in counted.items() if fact and _is_ours(fact)}
    if given is None and not any(fact.number for fact in ours.values()):
        return None
    if given is None and not counts_a_line(ours):
        said = "; ".join(source_of(fact) for fact in ours.values())
        ledger.assumptions.append(
            f"{path}.structures: structures are counted by the usual number per mile, because the "
            f"documents count those of one type only or no tangents ({said})"
        )
        return None
    counts: dict[str, str] = {}
    for name in TYPES:
        field = f"{path}.structures.{name}"
        asked = getattr(given, name) if given else None
        counts[name] = ledger.pick(field, asked, counted[name]) or "0"
        ledger.sources.setdefault(field, NOT_LISTED)
    return counts


def _counts_with_rates(
    counts: dict[str, str], fields: dict[str, Any], rates: LineRates, path: str, ledger: Ledger
) -> dict[str, str] | None:
    """Return the counts, or none where documents count a type that has no rate on such a line."""
    rated = _rated_types(fields, rates)
    for name, count in counts.items():
        field = f"{path}.structures.{name}"
        if rated and name not in rated and Decimal(count) and ledger.is_documented(field):
            why = f"a {fields['structure']} line has no {name} in the rate book"
            ledger.sources[f"{path}.structures"] = ledger.sources[field]
            instead = "the usual number of structures per mile is priced instead"
            ledger.drop(f"{path}.structures", f"the count of {count} {name}", why, instead=instead)
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
