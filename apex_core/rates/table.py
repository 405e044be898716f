"""The bytes of a rate book to rows of cells, each with the line it stands on."""

import csv
import io
import warnings
from collections.abc import Iterator
from datetime import date, time
from typing import Final, NamedTuple

from apex_core.documents.delimited import find_delimiter
from apex_core.documents.encoding import decode, looks_like_text
from apex_core.documents.limits import Limits
from apex_core.documents.package import Package
from apex_core.errors import InputError
from apex_core.rates.cells import Cell

MOST_BYTES: Final = 32 * 2**20
MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 64
_LIMITS: Final = Limits(file_bytes=MOST_BYTES)
_ZIP: Final = b"PK\x03\x04"


class Line(NamedTuple):
    """A row and its place: the line of a text file, or the row of a sheet, from 1."""

    number: int
    cells: tuple[Cell, ...]


class Lines(NamedTuple):
    """The rows that hold anything, and whether their numbers are told from their text."""

    rows: Iterator[Line]
    typed: bool


def read_lines(data: bytes) -> Lines:
    """Return the rows of a CSV file or of the first sheet of a workbook, told apart by content.

    The rows are read as they are asked for; asking may raise `InputError` too.

    Raises
    ------
    InputError
        If the file is neither, damaged, or larger than the limits.
    """
    if len(data) > MOST_BYTES:
        raise InputError(
            f"a rate book has at most {MOST_BYTES:,} bytes, this file has {len(data):,}: split it"
        )
    if data.startswith(_ZIP):
        return Lines(_bounded(_of_workbook(data)), typed=True)
    if not data.strip() or not looks_like_text(data):
        raise InputError("the file is empty or neither CSV nor XLSX: export the table as one")
    return Lines(_bounded(_of_text(decode(data).characters)), typed=False)


def _bounded(lines: Iterator[Line]) -> Iterator[Line]:
    filled = (line for line in lines if any(cell not in {None, ""} for cell in line.cells))
    for count, line in enumerate(filled):
        if count > MOST_ROWS:  # the header is one more
            raise InputError(f"a rate book has at most {MOST_ROWS:,} rates: split it")
        if len(line.cells) > MOST_COLUMNS:
            raise InputError(
                f"line {line.number} has {len(line.cells)} columns; the limit is {MOST_COLUMNS}"
            )
        yield line


def _of_text(text: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=find_delimiter(text), strict=True)
    start = 1
    try:
        for row in reader:
            yield Line(start, tuple(cell.strip() for cell in row))
            start = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            f"line {start} of the file has quotes that do not pair up, or is too long: correct it"
        ) from error


def _of_workbook(data: bytes) -> Iterator[Line]:
    """Read the first sheet; a formula comes as its text, which no cell of a rate may be."""
    Package(data, _LIMITS)  # refuses what is damaged, encrypted or made to swell
    from openpyxl import load_workbook  # noqa: PLC0415  # no part of a cold start

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions, which no rate depends on
            book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what the file says of its size may be wrong
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield Line(number, _trimmed(cells))
    except InputError:
        raise
    except Exception as error:  # openpyxl promises no list of its failures
        raise InputError(
            "the workbook cannot be read: save it again as .xlsx, or export the sheet as CSV"
        ) from error


def _trimmed(cells: tuple[object, ...]) -> tuple[Cell, ...]:
    """Return a row without the empty cells at its end."""
    end = len(cells)
    while end and cells[end - 1] is None:
        end -= 1
    return tuple(map(_known, cells[:end]))


def _known(cell: object) -> Cell:
    """Return a cell as it is; what has no value of its own, an array formula, as a formula."""
    if cell is None or isinstance(cell, str | int | float | date | time):
        return cell
    return "=(formula)"
