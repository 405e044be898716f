"""How figures look on a terminal."""

from decimal import Decimal


def dollars(usd: float | Decimal) -> str:
    """Write an amount in whole US dollars.

    Examples
    --------
    >>> dollars(-1234567.8)
    '-$1,234,568'
    """
    return f"{'-' if usd < 0 else ''}${abs(usd):,.0f}"


def quantity(number: float | Decimal) -> str:
    """Write a quantity with as many decimals as it needs, at most three.

    Examples
    --------
    >>> quantity(1234.5), quantity(7.0)
    ('1,234.5', '7')
    """
    return f"{number:,.3f}".rstrip("0").rstrip(".")
