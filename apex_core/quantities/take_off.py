"""The take-off: the ticket over the documents' facts, to a complete scope with sources."""

from typing import Any, Final

from apex_core.errors import InputError
from apex_core.model.facts import FactName, ProjectFacts
from apex_core.model.quantities import Quantities
from apex_core.model.scope import ProjectScope
from apex_core.model.ticket import Ticket, TicketLine
from apex_core.packs.loader import Packs
from apex_core.quantities.ledger import ASSUMED, TICKET, Ledger, naming_documents
from apex_core.quantities.line import line_of

OPTIONS: Final = frozenset({"regional_factor", "spend", "price_indices", "afudc"})


def take_off(
    ticket: Ticket, facts: ProjectFacts, packs: Packs, *, estimate_class: int | None = None
) -> Quantities:
    """Put the scope together from the ticket, else the documents, else what is usual.

    Every value has a source by its path in the scope; what is usual is recorded as an assumption,
    and where ticket and documents differ the finding shows both.
    Documents describe one line: with several lines in the ticket, they supply region and year
    only, and each line's own values come from the ticket.
    A ticket without lines, substations and adders is one line, named as the project.
    The scope carries *estimate_class*, what the documents support, else what the ticket asks for.

    Raises
    ------
    InputError
        When voltage, length or region is nowhere to be found, or a value cannot be, with the path
        of the field and the document it came from.
    """
    ledger = Ledger()
    lines = ticket.lines or _line_of_documents(ticket)
    fields: dict[str, Any] = {
        "name": ticket.name,
        "region": ledger.need(
            "region",
            ticket.region,
            facts.get(FactName.REGION),
            what="which state the project is in",
        ),
        "dollar_year": ticket.dollar_year,
        "in_service_year": _year(ticket, facts, ledger),
        "estimate_class": estimate_class or ticket.estimate_class,
        "substations": [station.model_dump() for station in ticket.substations],
        "adders": [adder.model_dump() for adder in ticket.adders],
        **ticket.model_dump(include=set(OPTIONS & ticket.model_fields_set)),
    }
    fields["lines"] = _lines(lines, facts, packs, ledger)
    for path in _ticket_paths(ticket):
        ledger.sources.setdefault(path, TICKET)
    if "dollar_year" not in ticket.model_fields_set:
        ledger.sources["dollar_year"] = f"{ASSUMED}the year of the rate book's own prices"
    return Quantities(
        scope=_scope(fields, ledger),
        sources=dict(sorted(ledger.sources.items())),
        assumptions=tuple(ledger.assumptions),
        warnings=tuple(ledger.warnings),
        findings=tuple(ledger.findings),
    )


def _scope(fields: dict[str, Any], ledger: Ledger) -> ProjectScope:
    try:
        return ProjectScope.read(fields)
    except InputError as error:
        raise naming_documents(error, ledger.sources) from error


def _line_of_documents(ticket: Ticket) -> tuple[TicketLine, ...]:
    return () if ticket.substations or ticket.adders else (TicketLine(name=ticket.name),)


def _lines(
    lines: tuple[TicketLine, ...], facts: ProjectFacts, packs: Packs, ledger: Ledger
) -> list[dict[str, Any]]:
    usable = facts if len(lines) == 1 else ProjectFacts()
    if len(lines) > 1 and facts.facts:
        ledger.warnings.append(
            "The documents were not used for the lines themselves: the ticket has "
            f"{len(lines)} lines and the documents do not say which they describe."
        )
    return [
        line_of(line, usable, packs.lines, path=f"lines.{index}", ledger=ledger)
        for index, line in enumerate(lines)
    ]


def _year(ticket: Ticket, facts: ProjectFacts, ledger: Ledger) -> str | None:
    fact = facts.get(FactName.IN_SERVICE_YEAR)
    year = ledger.pick("in_service_year", ticket.in_service_year, fact)
    if year and ledger.is_documented("in_service_year") and int(year) < ticket.dollar_year:
        why = f"it lies before the year of the dollars, {ticket.dollar_year}"
        ledger.drop("in_service_year", year, why, instead="no later year is known")
        year = None
    if year is None:
        ledger.assumptions.append(
            "in_service_year: none is known, so costs are not escalated to one"
        )
    return year


def _ticket_paths(ticket: Ticket) -> list[str]:
    """Return the paths of what only the ticket says."""
    stations = [
        f"substations.{index}.{field}"
        for index, station in enumerate(ticket.substations)
        for field in station.model_fields_set
    ]
    adders = [
        f"adders.{index}.{field}"
        for index, adder in enumerate(ticket.adders)
        for field in ("usd", *({"ptf"} & adder.model_fields_set))
    ]
    options = sorted(OPTIONS & ticket.model_fields_set)
    return ["name", "dollar_year", *stations, *adders, *options]
