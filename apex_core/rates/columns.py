"""Which column of a table is which field of a rate, by the words of its header."""

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from apex_core.errors import FieldError

TOTAL: Final = "total_usd"
PARTS: Final = ("material_usd", "labor_usd", "equipment_usd", "other_usd")
NEEDED: Final = ("code", "description", "unit")

# One of these words, after units of money and punctuation are taken away.
HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "code": ("code", "rate code", "item", "item code", "item no", "item number", "id", "cu",
             "cu code", "compatible unit", "unit code", "stock code"),
    "description": ("description", "desc", "name", "title", "long description"),
    "unit": ("unit", "units", "uom", "um", "unit of measure", "unit of measurement", "measure"),
    "material_usd": ("material", "materials", "matl", "mat"),
    "labor_usd": ("labor", "labour", "installation", "install", "labor and installation"),
    "equipment_usd": ("equipment", "equip", "plant hire"),
    "other_usd": ("other", "others", "misc", "miscellaneous", "sundry"),
    TOTAL: ("total", "rate", "price", "cost", "unit cost", "unit price", "unit rate", "all in"),
    "ferc_account": ("ferc account", "ferc", "account", "plant account"),
    "category": ("category", "group", "class", "type", "family"),
}  # fmt: skip
_MONEY: Final = re.compile(r"\b(?:usd|us\$|dollars?)\b|us\$|[$()\[\]/:*]|\bper unit\b")

_COST_OF: Final = re.compile(r" (?:costs?|rate|price)$")


class Columns(NamedTuple):
    """The place of each field in a row, what each is headed, and the headers nobody knows."""

    places: Mapping[str, int]
    headers: tuple[str, ...]
    unknown: tuple[str, ...]

    def header(self, field: str) -> str:
        """Return how the table heads a field."""
        return self.headers[self.places[field]]


def find_columns(headers: Sequence[str]) -> tuple[Columns, tuple[FieldError, ...]]:
    """Return the columns of a header row, and what is wrong with it."""
    places: dict[str, int] = {}
    unknown: list[str] = []
    errors: list[FieldError] = []
    for place, header in enumerate(headers):
        field = field_named(header)
        if field is None:
            unknown += [header] if header else []
        elif field in places:
            first = headers[places[field]]
            said = f"means {field}, and so does {first}: give one of them"
            errors.append(FieldError(f"header, column {header}", said))
        else:
            places[field] = place
    errors.extend(_missing(places, headers))
    return Columns(places, tuple(headers), tuple(unknown)), tuple(errors)


def field_named(header: str) -> str | None:
    """Return the field a header means, or None.

    Examples
    --------
    >>> field_named("Matl Cost (US$)"), field_named("UOM"), field_named("unit_cost")
    ('material_usd', 'unit', 'total_usd')
    """
    words = " ".join(_MONEY.sub(" ", header.casefold().replace("_", " ").replace("-", " ")).split())
    part = _field(_COST_OF.sub("", words))
    return _field(words) or (part if part in PARTS else None)


def _field(words: str) -> str | None:
    return next((field for field, names in HEADERS.items() if words in names), None)


def _missing(places: Mapping[str, int], headers: Sequence[str]) -> list[FieldError]:
    shown = ", ".join(header for header in headers if header)[:200]
    missing = [
        FieldError("header", f"a column {field} is needed: {', '.join(HEADERS[field][:4])} or "
                   f"another of its names (found {shown})")
        for field in NEEDED
        if field not in places
    ]  # fmt: skip
    if not {*PARTS, TOTAL} & places.keys():
        said = f"a column of money is needed: {', '.join((*PARTS, 'unit_cost'))} (found {shown})"
        missing.append(FieldError("header", said))
    return missing
