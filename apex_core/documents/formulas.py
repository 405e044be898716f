"""Formulas that cells share: written once, moved along for the cells that refer to them."""

import re
from typing import Final

from apex_core.documents.a1 import column_letters, column_number

_REFERENCE: Final = re.compile(
    r"""("[^"]*"|'[^']*')            # words and sheet names stay
      | (?<![A-Za-z0-9_.])(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})(?![A-Za-z0-9_(])""",
    re.VERBOSE,
)


def moved(formula: str, *, rows: int, columns: int) -> str:
    """Return *formula* with its relative references moved, as when a cell is copied.

    Examples
    --------
    >>> moved("C2*$D$1+SUM(E2:E9)", rows=3, columns=1)
    'D5*$D$1+SUM(F5:F12)'
    """

    def move(match: re.Match[str]) -> str:
        words, fixed_column, letters, fixed_row, digits = match.groups()
        if words:
            return words
        column = column_number(letters) + (0 if fixed_column else columns)
        row = int(digits) + (0 if fixed_row else rows)
        if column < 0 or row < 1:
            return "#REF!"
        return f"{fixed_column}{column_letters(column)}{fixed_row}{row}"

    return _REFERENCE.sub(move, formula)
