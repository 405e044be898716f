"""From bytes to characters: which encoding a text file uses."""

import codecs
import re
from typing import Final, NamedTuple

_SAMPLE_BYTES: Final = 65_536
_MARKS: Final = (  # the longer marks first: UTF-32's begins like UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NEVER_IN_TEXT: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROLS: Final = 0.01  # a stray form feed or NUL does not make a text file a program
_WIDE_SHARE: Final = 0.3


class Text(NamedTuple):
    """Decoded characters, and a warning where the encoding had to be guessed."""

    characters: str
    warning: str | None


def looks_like_text(data: bytes) -> bool:
    """Whether *data* reads as text in some encoding."""
    sample = data[:_SAMPLE_BYTES]
    if _marked_encoding(sample) or _wide_encoding(sample):
        return True
    return len(_NEVER_IN_TEXT.findall(sample)) <= 1 + _MOST_CONTROLS * len(sample)


def decode(data: bytes) -> Text:
    """Return the characters of a text file.

    A byte order mark decides; then UTF-8 where all bytes are valid; then UTF-16 where every other
    byte is zero; then Windows-1252, which reads any bytes, with a warning.
    """
    encoding = _marked_encoding(data) or _wide_encoding(data[:_SAMPLE_BYTES])
    if encoding:
        return _decode_wide(data, encoding)
    try:
        return Text(data.decode("utf-8"), None)
    except UnicodeDecodeError:
        characters = data.decode("cp1252", errors="replace")
        return Text(characters, "the file is not UTF-8; it was read as Windows-1252")


def _decode_wide(data: bytes, encoding: str) -> Text:
    characters = data.decode(encoding, errors="replace")
    damaged = "\ufffd" in characters
    return Text(characters, f"parts of the file are not valid {encoding}" if damaged else None)


def _marked_encoding(data: bytes) -> str | None:
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)


def _wide_encoding(sample: bytes) -> str | None:
    """UTF-16 without a mark: western text has a zero in every other byte."""
    pairs = len(sample) // 2
    if pairs == 0:
        return None
    if sample[1::2].count(0) > _WIDE_SHARE * pairs and sample[::2].count(0) == 0:
        return "utf-16-le"
    if sample[::2].count(0) > _WIDE_SHARE * pairs and sample[1::2].count(0) == 0:
        return "utf-16-be"
    return None
