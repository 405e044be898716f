"""Numbers of a workbook as a person sees them, by the number format of their cell.

ECMA-376 Part 1, 18.8.30 and 18.8.31: up to four sections for positive, negative, zero and text.
"""

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Final, NamedTuple

BUILT_IN: Final = {  # 18.8.30, the formats a file refers to without defining them
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: "$#,##0;($#,##0)",
    6: "$#,##0;($#,##0)",
    7: "$#,##0.00;($#,##0.00)",
    8: "$#,##0.00;($#,##0.00)",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    14: "yyyy-mm-dd",
    15: "yyyy-mm-dd",
    16: "yyyy-mm-dd",
    17: "yyyy-mm-dd",
    18: "hh:mm",
    19: "hh:mm:ss",
    20: "hh:mm",
    21: "hh:mm:ss",
    22: "yyyy-mm-dd hh:mm",
    37: "#,##0;(#,##0)",
    38: "#,##0;(#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;(#,##0.00)",
    41: "#,##0;(#,##0)",
    42: "$#,##0;($#,##0)",
    43: "#,##0.00;(#,##0.00)",
    44: "$#,##0.00;($#,##0.00)",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss",
    48: "0.0E+0",
}
_EPOCH_1900: Final = datetime(1899, 12, 30)  # noqa: DTZ001  # serial 60 is a day that never was
_EPOCH_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001  # workbooks know no time zones
_LAST_SERIAL: Final = 2_958_466  # the first day of the year 10000
_LEAP_SERIAL: Final = 60
_EXACT_DIGITS: Final = 15
_MOST_DECIMALS: Final = 30
_WORDS_ALONE: Final = -1
_LITERALS: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_CURRENCY: Final = re.compile(r"\[\$([^\]-]*)(?:-[0-9A-Fa-f]+)?\]")
_DATE_LETTERS: Final = re.compile(r"[ymdhs]|AM/PM|A/P", re.IGNORECASE)
_DIGITS: Final = re.compile(r"[#0?][#0?,.]*|\.[#0?]+")


class _Section(NamedTuple):
    """How one sign of number is written."""

    prefix: str
    suffix: str = ""
    digits: int = 1
    decimals: int = 0
    optional: int = 0
    has_thousands: bool = False
    scale: int = 0
    percent: bool = False


def shown(stored: str, code: str, *, from_1904: bool = False) -> str:
    """Return the stored number as it is shown.

    A date becomes ISO 8601 whatever its format; an unknown format shows the number as it is.

    Examples
    --------
    >>> shown("1249.995", "#,##0.00"), shown("0.25", "0%"), shown("-12.5", "$#,##0.00;($#,##0.00)")
    ('1,250.00', '25%', '($12.50)')
    >>> shown("45992", "m/d/yyyy"), shown("45992.5", "General")
    ('2025-12-01', '45992.5')
    """
    if code == "General" and stored.isdecimal() and len(stored) <= _EXACT_DIGITS:
        return stored
    number = _number(stored)
    if number is None:
        return stored
    if is_date(code):
        return _iso(number, code, from_1904=from_1904) or stored
    section, is_signed = _section(code, number)
    return _general(number) if section is None else _written(number, section, is_signed=is_signed)


def _number(stored: str) -> Decimal | None:
    try:
        number = Decimal(stored)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


@cache
def is_date(code: str) -> bool:
    """Whether a number format writes dates or times."""
    bare = _LITERALS.sub("", code.split(";", maxsplit=1)[0])
    return bare.lower() != "general" and bool(_DATE_LETTERS.search(bare))


def _iso(number: Decimal, code: str, *, from_1904: bool) -> str | None:
    if not 0 <= number < _LAST_SERIAL:
        return None
    epoch = _EPOCH_1904 if from_1904 else _EPOCH_1900
    early = 1 if not from_1904 and number < _LEAP_SERIAL else 0
    moment = epoch + timedelta(days=float(number) + early)
    moment = (moment + timedelta(milliseconds=500)).replace(microsecond=0)
    bare = _LITERALS.sub("", code).lower()
    if number < 1 and "y" not in bare and "d" not in bare:
        return moment.strftime("%H:%M:%S" if "s" in bare else "%H:%M")
    has_time = "h" in bare or number % 1
    return moment.isoformat(sep=" ") if has_time else moment.date().isoformat()


def _section(code: str, number: Decimal) -> tuple[_Section | None, bool]:
    """Choose the section for a number, and whether its minus sign is still to be written."""
    sections = _split(code)
    if number < 0 and len(sections) > 1:
        return _parsed(sections[1]), False
    if number == 0 and len(sections) > 2:  # noqa: PLR2004  # the third section is for zero
        return _parsed(sections[2]), False
    return _parsed(sections[0]), number < 0


@cache
def _split(code: str) -> tuple[str, ...]:
    """Sections are apart by semicolons outside of quotes."""
    return tuple(re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code))


@cache
def _parsed(section: str) -> _Section | None:
    """None where the number itself is written as General would."""
    bare = _LITERALS.sub(lambda match: "\0" * len(match.group()), section)
    digits = _DIGITS.search(bare)
    if digits is None and "general" not in bare.lower() and bare.strip("\0 -") == "" and bare:
        return _Section(prefix=_literal(section), decimals=_WORDS_ALONE)
    if digits is None or "/" in bare or "e+" in bare.lower() or "e-" in bare.lower():
        return None
    pattern = digits.group()
    whole, _, decimals = pattern.rstrip(",").partition(".")
    prefix, suffix = section[: digits.start()], section[digits.end() :]
    return _Section(
        prefix=_literal(prefix),
        suffix=_literal(suffix),
        digits=min(whole.count("0"), _MOST_DECIMALS),
        decimals=min(sum(c in "0#?" for c in decimals), _MOST_DECIMALS),
        optional=decimals.count("#"),
        has_thousands="," in whole,
        scale=len(pattern) - len(pattern.rstrip(",")),
        percent="%" in bare,
    )


def _literal(part: str) -> str:
    """Return what a section writes beside its digits: currency, words, brackets, percent."""
    part = _CURRENCY.sub(lambda match: f'"{match.group(1)}"', part)
    written = ""
    for token in re.findall(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|.', part):
        if token.startswith('"'):
            written += token[1:-1]
        elif token.startswith("\\"):
            written += token[1:]
        elif not token.startswith(("_", "*", "[")) or len(token) == 1:
            written += token
    return written


def _written(number: Decimal, section: _Section, *, is_signed: bool) -> str:
    sign = "-" if is_signed else ""
    if section.decimals == _WORDS_ALONE:  # such as "-" for zero
        return f"{sign}{section.prefix}".strip()
    value = abs(number) * (100 if section.percent else 1) / 1000**section.scale
    grouping = "," if section.has_thousands else ""
    digits = f"{value:{grouping}.{section.decimals}f}"
    for _ in range(section.optional):
        digits = digits.removesuffix("0")
    digits = digits.rstrip(".") if "." in digits else digits
    if section.digits == 0:
        digits = digits.removeprefix("0")
    digits = "0" * (section.digits - len(digits.partition(".")[0])) + digits
    return f"{sign}{section.prefix}{digits}{section.suffix}".strip()


def _general(number: Decimal) -> str:
    """Up to 15 significant digits, as Excel computes; plain where that is short enough."""
    rounded = f"{number:.{_EXACT_DIGITS}G}"
    plain = format(Decimal(rounded), "f")
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return plain if len(plain) <= 21 else rounded  # noqa: PLR2004  # 1e20 in digits
