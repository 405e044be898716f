"""A1 notation: letters for columns, numbers for rows."""

import re
from functools import cache
from typing import Final

_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_ALPHABET: Final = 26


@cache
def column_letters(column: int) -> str:
    """Return the letters of *column*, counted from 0.

    Examples
    --------
    >>> column_letters(0), column_letters(25), column_letters(26), column_letters(16383)
    ('A', 'Z', 'AA', 'XFD')
    """
    letters = ""
    rest = column + 1
    while rest:
        rest, letter = divmod(rest - 1, _ALPHABET)
        letters = chr(ord("A") + letter) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell, its row and column counted from 0.

    Examples
    --------
    >>> cell_name(0, 27)
    'AB1'
    """
    return f"{column_letters(column)}{row + 1}"


def range_name(top: int, left: int, bottom: int, right: int) -> str:
    """Return the name of a range of cells, of both corners, counted from 0.

    Examples
    --------
    >>> range_name(0, 0, 4, 2), range_name(1, 1, 1, 1)
    ('A1:C5', 'B2')
    """
    first, last = cell_name(top, left), cell_name(bottom, right)
    return first if first == last else f"{first}:{last}"


def position(name: str) -> tuple[int, int]:
    """Return row and column of a cell's name, counted from 0.

    Raises
    ------
    ValueError
        If *name* is no cell.

    Examples
    --------
    >>> position("AB1"), position("$C$7")
    ((0, 27), (6, 2))
    """
    match = _REFERENCE.fullmatch(name)
    if match is None:
        raise ValueError(f"{name!r} is no cell")
    letters, digits = match.groups()
    return int(digits) - 1, column_number(letters)


@cache
def column_number(letters: str) -> int:
    """Return the number of a column, counted from 0.

    Examples
    --------
    >>> column_number("A"), column_number("XFD")
    (0, 16383)
    """
    number = 0
    for letter in letters:
        number = number * _ALPHABET + ord(letter) - ord("A") + 1
    return number - 1


def corners(name: str) -> tuple[int, int, int, int]:
    """Return top, left, bottom and right of a range's name, counted from 0.

    Raises
    ------
    ValueError
        If *name* is no range of cells.

    Examples
    --------
    >>> corners("B2:D7"), corners("A1")
    ((1, 1, 6, 3), (0, 0, 0, 0))
    """
    first, _, last = name.partition(":")
    top, left = position(first)
    bottom, right = position(last or first)
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)
