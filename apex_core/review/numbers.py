"""Numbers as documents write them, and the one way facts do."""

import re
from decimal import Decimal
from typing import Final

NUMBER: Final = r"\d{1,3}(?:[,.]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"

_THOUSANDS_COMMA: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_THOUSANDS_POINT: Final = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+")

_WORDS: Final = {
    word: number
    for number, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    )
}
NUMBER_WORD: Final = "|".join(_WORDS)


def read_number(text: str) -> Decimal:
    """Return the number *text* writes: separators of thousands and both decimal marks.

    Examples
    --------
    >>> read_number("1,272"), read_number("6,5"), read_number("1.234,5"), read_number("three")
    (Decimal('1272'), Decimal('6.5'), Decimal('1234.5'), Decimal('3'))
    """
    written = text.strip().lower()
    if written in _WORDS:
        return Decimal(_WORDS[written])
    if _THOUSANDS_COMMA.fullmatch(written):
        return Decimal(written.replace(",", ""))
    if _THOUSANDS_POINT.fullmatch(written):
        return Decimal(written.replace(".", "").replace(",", "."))
    return Decimal(written.replace(",", "."))


def canonical(number: Decimal) -> str:
    """Write *number* in the one form facts use: no exponent, no trailing zeros.

    Examples
    --------
    >>> canonical(Decimal("6.50")), canonical(Decimal("1E+3"))
    ('6.5', '1000')
    """
    return format(number.normalize(), "f")
