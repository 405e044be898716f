"""The one rounding rule: quantities to eight decimals, money to the cent, halves away from zero."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

CENT: Final = Decimal("0.01")
QUANTUM: Final = Decimal("0.00000001")


def cents(usd: Decimal) -> Decimal:
    """Round money to the cent.

    Examples
    --------
    >>> cents(Decimal("0.125")), cents(Decimal("-0.125"))
    (Decimal('0.13'), Decimal('-0.13'))
    """
    return usd.quantize(CENT, ROUND_HALF_UP)


def eight_decimals(value: Decimal) -> Decimal:
    """Round a quantity or a factor to eight decimals."""
    return value.quantize(QUANTUM, ROUND_HALF_UP)


def plain(value: Decimal) -> str:
    """Write a number as people do: no exponent, no trailing zeros.

    Examples
    --------
    >>> plain(Decimal("4.50")), plain(Decimal("1E+2")), plain(Decimal("0.00"))
    ('4.5', '100', '0')
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
