"""One cell of a rate book: what may stand in it, and what it means."""

import re
from datetime import date, time
from decimal import Decimal
from typing import Final

from apex_core.errors import InputError
from apex_core.rates.units import unit_named, unit_rule

Cell = str | int | float | bool | date | time | None

CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._:/+#()&,-]{0,99}")
ACCOUNT: Final = re.compile(r"[0-9]{3}(\.[0-9]{1,2})?")
MONEY: Final = re.compile(r"\$? ?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)?(\.[0-9]{1,6})?")
FORMULA: Final = ("=", "+", "-", "@")  # a spreadsheet would run text that begins with one of these
LONGEST_TEXT: Final = 500
MICRO: Final = Decimal("0.000001")
LARGEST: Final = Decimal(1_000_000_000_000)


def read_text(cell: Cell, *, longest: int = LONGEST_TEXT) -> str:
    """Return the text of a cell on one line; numbers as a person writes them.

    Raises
    ------
    InputError
        If it begins like a formula, holds what cannot be printed, or is too long.
    """
    text = " ".join(_plain(cell).split())
    if text.startswith(FORMULA):
        raise InputError("expected text, which does not begin with =, +, - or @", value=text[:80])
    if not text.isprintable():
        raise InputError("expected text of printable characters", value=text[:80])
    if len(text) > longest:
        raise InputError(f"expected at most {longest} characters", value=f"{len(text)} characters")
    return text


def read_description(cell: Cell) -> str:
    """Return a description.

    Raises
    ------
    InputError
        If there is none, or it is no text of this kind.
    """
    text = read_text(cell)
    if not text:
        raise InputError("expected a description")
    return text


def read_code(cell: Cell) -> str:
    """Return a code.

    Raises
    ------
    InputError
        If it is missing or holds other characters than codes do.
    """
    text = _plain(cell)
    if not CODE.fullmatch(text):
        raise InputError(
            "expected a code of 1 to 100 letters, digits, blanks and . _ : / + # ( ) & , - that "
            "begins with a letter or digit",
            value=text[:80],
        )
    return text


def read_unit(cell: Cell) -> str:
    """Return the unit a cell means.

    Raises
    ------
    InputError
        If it means none, with those there are.
    """
    text = _plain(cell)
    unit = unit_named(text)
    if unit is None:
        raise InputError(unit_rule(text), value=text[:80])
    return unit


def read_account(cell: Cell) -> str | None:
    """Return a plant account, or None where the cell is empty.

    Raises
    ------
    InputError
        If it is no plant account.
    """
    text = _plain(cell)
    if text and not ACCOUNT.fullmatch(text):
        raise InputError("expected a FERC plant account such as 355", value=text[:80])
    return text or None


def read_money(cell: Cell, *, typed: bool) -> Decimal | None:
    """Return an amount, or None where the cell is empty [USD].

    Parameters
    ----------
    typed
        Whether the table tells numbers from text, as a workbook does; text is then no amount,
        even where it looks like one.

    Raises
    ------
    InputError
        If it is no amount, negative, or too large.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        _check_range(cell)
        return Decimal(repr(cell)).quantize(MICRO).normalize()
    text = _plain(cell)
    if not text:
        return None
    if typed:
        raise InputError("expected a number, not text: format the cell as a number", value=text)
    if not MONEY.fullmatch(text) or not any(character.isdigit() for character in text):
        raise InputError("expected US dollars such as 1250 or 1,250.00, 0 or more", value=text[:80])
    amount = Decimal(text.lstrip("$ ").replace(",", ""))
    _check_range(amount)
    return amount


def _check_range(amount: float | Decimal) -> None:
    if not 0 <= amount < LARGEST:
        said = "expected US dollars, 0 or more and below a million million"
        raise InputError(said, value=str(amount))


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date | time):
        raise InputError("expected text, not a date: format the cell as text", value=str(cell))
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
