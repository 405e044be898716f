"""Reading the ticket, and saying in the field's words what is wrong with it."""

import difflib
from typing import Any, Final

from pydantic import ValidationError

from apex_core.errors import FieldError, InputError
from apex_core.model.distribution import DISTRIBUTIONS
from apex_core.model.noun import Noun, rule_of
from apex_core.model.options import Afudc, Fallback, Multiplier, NamedMultiplier, PriceIndex, Spend
from apex_core.model.rates import BookRef
from apex_core.model.scope import (
    Adder,
    Land,
    StructureCounts,
    SubstationScope,
    Terrain,
    Transformer,
)
from apex_core.model.ticket import (
    Comparison,
    Ticket,
    TicketConductor,
    TicketLine,
    TicketRisk,
)
from apex_core.quantities.ticket_syntax import parse_ticket_text

LONGEST_SHOWN_VALUE: Final = 80

EXPECTED: Final = {
    "name": "a name in words (in quotes if it looks like a number)",
    "region": "a state or region in words, such as South Carolina",
    "dollar_year": "a year from 1990 to 2100, such as 2024",
    "in_service_year": "a year from 1990 to 2100, such as 2028",
    "estimate_class": "an AACE class: 5, 4, 3, 2 or 1",
    "lines": "a list of lines, each with at least a name",
    "substations": "a list of substations, each with a name and voltage_kv",
    "adders": "a list of adders, each with name, usd and source",
    "voltage_kv": "a number of kilovolts such as 230, at most 1200",
    "miles": "a number of route miles such as 6.5",
    "straight_line_miles": "a number of straight-line miles such as 5.2",
    "circuits": "1 or 2 circuits",
    "structure": "steel_pole, steel_tower or wood_pole",
    "scope": "new, rebuild or reconductor (for a substation: new or upgrade)",
    "conductor": "a conductor, such as {code: Drake, kind: acss, bundle: 1}",
    "code": "a conductor code word such as Drake",
    "kcmil": "a conductor size in kcmil such as 795",
    "kind": "acsr, acss or accc",
    "bundle": "a number of conductors per phase from 1 to 8",
    "structures": "counts by type, such as {tangent: 40, running_angle: 5}",
    "tangent": "a whole number of structures, 0 or more",
    "running_angle": "a whole number of structures, 0 or more",
    "non_angled_deadend": "a whole number of structures, 0 or more",
    "angled_deadend": "a whole number of structures, 0 or more",
    "mobilization": "true for the published amount, or US dollars such as 250000",
    "short_length": "true or false",
    "multipliers": "a list of multipliers, each with name, factor and source",
    "fallback": "a study and its region, such as {study: nrel-revx, region: Southeast}",
    "study": "nrel-revx",
    "ptf": "true, false, or the part that is pool transmission facility, such as 0.6",
    "regional_factor": "a factor with its source, such as {factor: 1.4, source: ...}",
    "factor": "a factor above 0 and at most 10, such as 1.4",
    "spend": "a profile, such as {years: 5}, or {shares: [0.4, 0.6], source: ...}",
    "years": "5, 6, 7 or 8 years, as MISO publishes profiles for",
    "shares": "shares by year that add up to 1, such as [0.4, 0.6]",
    "price_indices": "a list of price indices, each with series, values and source",
    "series": "name of a price index series",
    "weight": "a weight from 0 to 1",
    "values": "values by year, such as {2024: 100, 2028: 115}",
    "afudc": "a yearly rate with its source, such as {rate: 0.07, source: ...}",
    "rate": "a yearly rate such as 0.07",
    "bus": "ring, breaker_and_half or double_breaker",
    "positions": "a number of line and transformer positions, 1 or more",
    "usd": "an amount in US dollars such as 250000",
    "source": "where the figure comes from, in words",
    "priority": "high, normal or low",
    "trials": "a number of trials from 1000 to 1000000",
    "seed": "a whole number, 0 or more",
    "documents": "a list of document paths or patterns such as ['*.pdf']",
    "comparison": "a published figure, such as {label: Planned cost, usd: 1000000, source: ...}",
    "label": "what the figure is, in words",
    "rate_book": "a rate book, such as {book: acme, version: '2026.1'}",
    "book": "the name of a rate book, such as acme",
    "version": "a version of the rate book, in quotes, such as '2026.1'",
    "risk": "a risk section, such as {drivers: default}",
    "drivers": "default or none",
}

NOUN_AT: Final[dict[str, type[Noun]]] = {
    "": Ticket,
    "lines": TicketLine,
    "conductor": TicketConductor,
    "structures": StructureCounts,
    "land": Land,
    "terrain": Terrain,
    "substations": SubstationScope,
    "transformers": Transformer,
    "adders": Adder,
    "regional_factor": Multiplier,
    "multipliers": NamedMultiplier,
    "fallback": Fallback,
    "spend": Spend,
    "price_indices": PriceIndex,
    "afudc": Afudc,
    "comparison": Comparison,
    "risk": TicketRisk,
    "rate_book": BookRef,
}


def read_ticket(data: bytes, name: str) -> Ticket:
    """Read a ticket from the bytes of ``estimate.yaml`` (or ``.json``).

    Raises
    ------
    InputError
        With line and column where the text is not well formed; otherwise with the path of every
        wrong field, what is expected there, and the value found.
    """
    return check_ticket(parse_ticket_text(data, name), name)


def check_ticket(values: Any, name: str = "the ticket") -> Ticket:
    """Build a ticket from plain values, such as the body of a request.

    Raises
    ------
    InputError
        With the path of every wrong field, what is expected there, and the value found.
    """
    if not isinstance(values, dict):
        raise InputError(
            f"{name} holds no fields; it should begin with a line such as 'name: My project'"
        )
    try:
        return Ticket.model_validate(values)
    except ValidationError as error:
        errors = tuple(_field_error(detail) for detail in error.errors(include_url=False))
        raise InputError(errors[0].message, path=errors[0].path, errors=errors) from error


def _field_error(detail: Any) -> FieldError:
    path = ".".join(str(part) for part in detail["loc"])
    match detail["type"]:
        case "extra_forbidden" | "invalid_key":
            sentence = _unknown_field(detail["loc"])
        case "value_error":
            is_text = isinstance(detail["input"], str)
            shown = _shown(detail["input"]) if is_text else ""
            sentence = detail["msg"].removeprefix("Value error, ") + shown
        case "union_tag_invalid" | "union_tag_not_found":
            sentence = f"needs a distribution: {DISTRIBUTIONS}"
        case "rule" if detail["input"] is None:
            sentence = detail["msg"]
        case "missing":
            sentence = f"is missing; expected {_expected(detail)}"
        case _:
            sentence = f"{_rule(detail)}{_shown(detail['input'])}"
    return FieldError(path, sentence)


def _expected(detail: Any) -> str:
    return EXPECTED.get(_leaf(detail["loc"]), "a value here")


def _rule(detail: Any) -> str:
    """Return what is expected in the field's words, else the rule in the words of its noun."""
    field = _leaf(detail["loc"])
    is_known = field in EXPECTED and detail["loc"][0] != "risk"
    return f"expected {EXPECTED[field]}" if is_known else rule_of(detail)


def _leaf(location: tuple[int | str, ...]) -> str:
    return next((part for part in reversed(location) if isinstance(part, str)), "")


def _unknown_field(location: tuple[int | str, ...]) -> str:
    parent = _leaf(location[:-1])
    known = sorted(NOUN_AT[parent].model_fields) if parent in NOUN_AT else []
    guess = difflib.get_close_matches(str(location[-1]), known, n=1)
    hint = f"; did you mean {guess[0]}?" if guess else ""
    fields = f"; the fields here are {', '.join(known)}" if known else ""
    return f"is not a field of a ticket{hint}{fields}"


def _shown(value: Any) -> str:
    match value:
        case dict():
            said = "a group of fields"
        case list():
            said = "a list"
        case str():
            is_short = len(value) <= LONGEST_SHOWN_VALUE
            said = f"'{value}'" if is_short else f"a text of {len(value)} characters"
        case None:
            said = "nothing"
        case _:
            said = str(value)
    return f" (got {said})"
