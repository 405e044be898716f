"""Text as it counts when a quote is compared: line breaks and hyphenation do not matter."""

import re
import unicodedata
from typing import Final

_DASHES: Final = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_QUOTES: Final = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
_HYPHENATION: Final = re.compile(r"(?<=[^\W\d_])-\s*(?=[^\W\d_])")
_SPACE: Final = re.compile(r"\s+")


def fold(text: str) -> str:
    r"""Return *text* with its spacing, dashes, quotation marks and hyphenation made equal.

    A hyphen between letters is dropped, whether it breaks a line or joins a compound; one between
    digits stays, so that a range never turns into a number.

    Examples
    --------
    >>> fold("a trans-\n mission  line, 10–20 miles")
    'a transmission line, 10-20 miles'
    """
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).translate(_QUOTES)
    visible = "".join(mark for mark in plain if unicodedata.category(mark) != "Cf")
    return _HYPHENATION.sub("", _SPACE.sub(" ", visible).strip())
