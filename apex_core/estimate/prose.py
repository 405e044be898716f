"""Figures in prose, held against the figures of the estimate.

Text may come from a template or from a language model; either way an amount or a percentage that
no figure of the estimate rounds to is found here.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

AMOUNT: Final = re.compile(
    r"(?P<sign>[-\N{MINUS SIGN}]?)(?P<dollar>\$?)(?P<number>\d[\d,]*(?:\.\d+)?)"
    r"\s?(?P<unit>%|percent\b|M\b|million\b|k\b|thousand\b|billion\b)?"
)
SCALE: Final = {
    "M": 10**6,
    "million": 10**6,
    "k": 10**3,
    "thousand": 10**3,
    "billion": 10**9,
}


def unknown_figures(prose: str, content: Any) -> tuple[str, ...]:
    """Return the amounts and percentages of *prose* that are no figure of *content*.

    Parameters
    ----------
    content
        JSON-ready; its numbers, and the amounts in its texts, are the figures that are known.
    """
    numbers = tuple(abs(number) for number in _numbers(content))
    said = (match for match in AMOUNT.finditer(prose) if _is_figure(match))
    return tuple(match[0].strip() for match in said if not _is_known(match, numbers))


def _is_figure(match: re.Match[str]) -> bool:
    return bool(match["dollar"] or match["unit"])


def _is_known(match: re.Match[str], numbers: tuple[Decimal, ...]) -> bool:
    number = Decimal(match["number"].replace(",", ""))
    half_a_unit = Decimal(5).scaleb(_exponent(number) - 1)
    unit = match["unit"] or ""
    scale = Decimal(SCALE.get(unit, 1))
    low, high = (number - half_a_unit) * scale, (number + half_a_unit) * scale
    if unit in {"%", "percent"}:
        return any(low <= known <= high or low <= known * 100 <= high for known in numbers)
    return any(low <= known <= high for known in numbers)


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _numbers(content: Any) -> Iterator[Decimal]:
    for leaf in _leaves(content):
        if isinstance(leaf, int | float):
            yield Decimal(str(leaf + 0))  # a truth value counts as 0 or 1
        elif isinstance(leaf, str):
            for said in AMOUNT.finditer(leaf):
                scale = SCALE.get(said["unit"] or "", 1)
                yield Decimal(said["number"].replace(",", "")) * scale


def _leaves(content: Any) -> Iterator[Any]:
    if isinstance(content, dict | list | tuple):
        inner = content.values() if isinstance(content, dict) else content
        for value in inner:
            yield from _leaves(value)
    else:
        yield content
