"""Which tables are structure lists, and which of their columns holds what."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from apex_core.model.document import Cell, Table
from apex_core.review.structure_types import structure_type

HEADER_WITHIN_ROWS: Final = 12  # titles and notes stand above the column names
SMALLEST_SHARE: Final = 0.5  # of the rows of a structure list name a type of structure

_TYPE: Final = re.compile(
    r"type|function|class|framing|application|use\b|config|description|structure$"
)
_NUMBER: Final = re.compile(
    r"^(?:(?:structure|str\.?|pole|tower)s?\s*(?:no|num|number|id|#|name)\.?|no\.?|#|id|number"
    r"|str\.?\s*#|structure|station|item)$"
)
_QUANTITY: Final = re.compile(r"^(?:qty|quantity|count|total|number of|no\.? of|amount|# of)\b")
_ANGLE: Final = re.compile(r"angle|deflection")
_ACTION: Final = re.compile(r"^(?:action|status|work|disposition|scope|new/existing|remarks)\b")
_TOTAL: Final = re.compile(r"^(?:sub-?|grand )?totals?\b|^sum\b", re.IGNORECASE)

Row = Mapping[int, Cell]
Rows = Mapping[int, Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which column of a structure list holds what; the header row and its type cell."""

    header_row: int
    type_cell: Cell
    number: int | None
    quantity: int | None
    angle: int | None
    action: int | None

    @property
    def kind(self) -> int:
        """The column that names the type."""
        return self.type_cell.column


def structure_lists(tables: Sequence[Table]) -> Iterator[tuple[Table, Columns]]:
    """Yield every structure list; a table that continues the one before it shares its columns."""
    before: tuple[Table, Columns] | None = None
    for table in tables:
        columns = _columns(table)
        if columns is None and before and table.columns == before[0].columns:
            columns = _continued(table, before[1])
        before = (table, columns) if columns else None
        if before:
            yield before


def _continued(table: Table, columns: Columns) -> Columns | None:
    """Return *columns* for a table without a header of its own, if its rows fit them."""
    share = _share_of_types(rows_of(table), columns.kind, -1)
    if share < SMALLEST_SHARE or table.place.page is None:
        return None
    return replace(columns, header_row=-1)


def _columns(table: Table) -> Columns | None:
    rows = rows_of(table)
    for index in sorted(rows)[:HEADER_WITHIN_ROWS]:
        names = {column: _name(cell) for column, cell in rows[index].items()}
        number, quantity = _first(names, _NUMBER), _first(names, _QUANTITY)
        shares = {
            column: _share_of_types(rows, column, index)
            for column, name in names.items()
            if _TYPE.search(name) and column != quantity
        }
        best = max(shares, key=lambda column: (shares[column], -column), default=None)
        if best is None or shares[best] < SMALLEST_SHARE or number is quantity is None:
            continue
        return Columns(
            header_row=index,
            type_cell=rows[index][best],
            number=None if number == best else number,
            quantity=quantity,
            angle=_first(names, _ANGLE),
            action=_first(names, _ACTION),
        )
    return None


def _name(cell: Cell) -> str:
    return " ".join(cell.text.lower().split()).rstrip(" :")


def _first(names: Mapping[int, str], pattern: re.Pattern[str]) -> int | None:
    return next((column for column in sorted(names) if pattern.search(names[column])), None)


def _share_of_types(rows: Rows, column: int, header_row: int) -> float:
    words = [
        rows[index][column].text
        for index in sorted(rows)
        if index > header_row and column in rows[index]
    ]
    named = [text for text in words if not is_total(text)]
    known = sum(structure_type(text) is not None for text in named)
    return known / len(named) if named else 0.0


def rows_of(table: Table) -> Rows:
    """Return the visible cells of *table* by row and column."""
    rows: dict[int, dict[int, Cell]] = defaultdict(dict)
    for cell in table.cells:
        if cell.text.strip() and not cell.hidden:
            rows[cell.row][cell.column] = cell
    return rows


def is_total(text: str) -> bool:
    """Whether a row that begins with *text* sums up the rows above it."""
    return bool(_TOTAL.match(text.strip()))
