"""A rate book's file to its rates: all of them, or every error with its line and column."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Final, NamedTuple

from apex_core.errors import FieldError, InputError
from apex_core.model.rates import NOTHING, Rate
from apex_core.rates.cells import (
    Cell,
    read_account,
    read_code,
    read_description,
    read_money,
    read_text,
    read_unit,
)
from apex_core.rates.columns import PARTS, TOTAL, Columns, find_columns
from apex_core.rates.lines import folded
from apex_core.rates.table import Line, read_lines

MOST_ERRORS: Final = 100
CENT: Final = Decimal("0.01")

UnitOf = Callable[[str], str | None]


class ReadBook(NamedTuple):
    """The rates of a file, and the columns of it that no rate has a field for."""

    rates: tuple[Rate, ...]
    ignored: tuple[str, ...]


def _any_unit(code: str) -> None:
    del code


def read_book(data: bytes, *, unit_of: UnitOf = _any_unit) -> ReadBook:
    """Read a CSV file or a workbook whose first row that holds anything is the header.

    Parameters
    ----------
    unit_of
        Unit that a code must be priced in; None where it may be any.

    Raises
    ------
    InputError
        With one error for each wrong cell, such as ``line 12, column unit_cost``, as far as
        `MOST_ERRORS`; nothing of a file with an error is returned.
    """
    lines = read_lines(data)
    header = next(lines.rows, None)
    columns, errors = find_columns([_heading(cell) for cell in header.cells] if header else [])
    _refuse(list(errors))
    reader = _Reader(columns, unit_of, typed=lines.typed)
    rates = list(reader.rates(lines.rows))
    _refuse(reader.errors)
    if not rates:
        raise InputError("the file has a header but no rates: add at least one row")
    return ReadBook(tuple(rates), columns.unknown)


def _heading(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()


def _refuse(errors: list[FieldError]) -> None:
    if not errors:
        return
    shown = errors[:MOST_ERRORS]
    if len(errors) > MOST_ERRORS:
        said = f"and {len(errors) - MOST_ERRORS:,} more errors, which are not listed"
        shown = [*shown, FieldError("file", said)]
    raise InputError(errors[0].message, path=errors[0].path, errors=shown)


class _Reader:
    """Reads row by row, and remembers what is wrong and which codes were seen."""

    def __init__(self, columns: Columns, unit_of: UnitOf, *, typed: bool) -> None:
        self._columns = columns
        self._unit_of = unit_of
        self._typed = typed
        self._seen: dict[str, int] = {}
        self.errors: list[FieldError] = []

    def rates(self, lines: Iterator[Line]) -> Iterator[Rate]:
        """Yield the rate of every row without an error."""
        for line in lines:
            before = len(self.errors)
            self._check_width(line)
            fields = self._fields(line)
            if len(self.errors) == before:
                yield Rate(**fields)

    def _fields(self, line: Line) -> dict[str, Any]:
        code = self._read(line, "code", read_code)
        self._check_once(line, code)
        fields = {
            "code": code,
            "description": self._read(line, "description", read_description),
            "unit": self._read(line, "unit", read_unit),
            "ferc_account": self._read(line, "ferc_account", read_account),
            "category": self._read(line, "category", read_text) or None,
        }
        self._check_unit(line, code, fields["unit"])
        return fields | self._money(line)

    def _read(self, line: Line, field: str, read: Callable[[Cell], Any]) -> Any:
        place = self._columns.places.get(field)
        if place is None:
            return None
        cell = line.cells[place] if place < len(line.cells) else None
        try:
            return read(cell)
        except InputError as error:
            self._wrong(line, field, error.message)
            return None

    def _money(self, line: Line) -> dict[str, Decimal]:
        def read(cell: Cell) -> Decimal | None:
            return read_money(cell, typed=self._typed)

        before = len(self.errors)
        parts = {field: self._read(line, field, read) for field in PARTS}
        total = self._read(line, TOTAL, read)
        given = {field: usd for field, usd in parts.items() if usd is not None}
        if len(self.errors) > before:
            return given
        if not given and total is None:
            field = next(name for name in (TOTAL, *PARTS) if name in self._columns.places)
            self._wrong(line, field, "expected an amount in this or another column of money")
        elif not given:
            return {"other_usd": total}
        elif total is not None and abs(sum(given.values(), NOTHING) - total) > CENT:
            parts_usd = sum(given.values(), NOTHING)
            said = f"expected the sum of its parts, {parts_usd:,.2f} (got {total:,.2f})"
            self._wrong(line, TOTAL, said)
        return given

    def _check_width(self, line: Line) -> None:
        width = len(self._columns.headers)
        if any(cell not in {None, ""} for cell in line.cells[width:]):
            said = f"has more cells than the header has columns, {width}: quote what holds commas"
            self.errors.append(FieldError(f"line {line.number}", said))

    def _check_once(self, line: Line, code: str | None) -> None:
        if code is None:
            return
        first = self._seen.setdefault(folded(code), line.number)
        if first != line.number:
            said = f"each code stands once, this one is on line {first} too (got {code!r})"
            self._wrong(line, "code", said)

    def _check_unit(self, line: Line, code: str | None, unit: str | None) -> None:
        expected = self._unit_of(code) if code else None
        if unit and expected and unit != expected:
            said = f"APEX prices {code} per {expected}: give the rate per {expected}"
            self._wrong(line, "unit", f"{said} (got {unit!r})")

    def _wrong(self, line: Line, field: str, message: str) -> None:
        path = f"line {line.number}, column {self._columns.header(field)}"
        self.errors.append(FieldError(path, message))
