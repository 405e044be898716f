"""Figures as words: dollars, percentages and counts, rounded once and in one way."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

MILLION: Final = Decimal(1_000_000)
MINUS: Final = "\N{MINUS SIGN}"

Number = Decimal | float | int


def dollars(amount: Number) -> str:
    """Write an amount to the whole dollar.

    Examples
    --------
    >>> dollars(Decimal("3475603.9"))
    '$3,475,604'
    >>> dollars(-0.4)
    '$0'
    """
    return _signed(rounded(amount, 0), "$", "")


def millions(amount: Number, *, places: int = 2) -> str:
    r"""Write an amount in millions of dollars.

    Examples
    --------
    >>> millions(3475603.9)
    '$3.48\xa0M'
    """
    return _signed(rounded(decimal(amount) / MILLION, places), "$", "\N{NO-BREAK SPACE}M")


def percent(fraction: Number, *, places: int = 0) -> str:
    """Write a fraction as a percentage.

    Examples
    --------
    >>> percent(Decimal("0.1234"), places=1)
    '12.3%'
    """
    return _signed(rounded(decimal(fraction) * 100, places), "", "%")


def signed_percent(fraction: Number, *, places: int = 0) -> str:
    """Write a fraction as a percentage that shows its direction.

    Examples
    --------
    >>> signed_percent(0.25), signed_percent(0)
    ('+25%', '0%')
    """
    said = percent(fraction, places=places)
    return f"+{said}" if rounded(decimal(fraction) * 100, places) > 0 else said


def quantity(amount: Number) -> str:
    """Write a quantity with at most three decimals and no idle zeros.

    Examples
    --------
    >>> quantity(Decimal("1200.5000")), quantity(22)
    ('1,200.5', '22')
    """
    said = _signed(rounded(amount, 3), "", "")
    return said.rstrip("0").rstrip(".") if "." in said else said


def listing(words: Sequence[str]) -> str:
    """Join words as a sentence does.

    Examples
    --------
    >>> listing(["lines", "land", "terrain"])
    'lines, land and terrain'
    """
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def sentence(said: str) -> str:
    """Give a statement a capital letter and a full stop; a first word that is a name keeps its own.

    Examples
    --------
    >>> sentence("the class follows from the documents")
    'The class follows from the documents.'
    >>> sentence("miso-mtep24 holds Midwest labor.")
    'miso-mtep24 holds Midwest labor.'
    """
    first, *_ = said.split(maxsplit=1) or [""]
    opening = said[:1].upper() if first.isalpha() else said[:1]
    return f"{opening}{said[1:]}" + ("" if said.endswith((".", ".)", "!", "?")) else ".")


def rounded(amount: Number, places: int) -> Decimal:
    """Round half away from zero, the way people round money; zero has no sign."""
    return decimal(amount).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) + 0


def decimal(amount: Number) -> Decimal:
    """Return the number as the decimal a person would read it as."""
    return amount if isinstance(amount, Decimal) else Decimal(str(amount))


def _signed(amount: Decimal, before: str, after: str) -> str:
    sign = MINUS if amount < 0 else ""
    return f"{sign}{before}{abs(amount):,}{after}"
