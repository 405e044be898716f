"""The parser's name and version, cheap to read: part of the key under which a result is cached."""

from typing import Final

# a test compares this with the installed package; any change of what parse returns counts up
PARSER_VERSION: Final = "apex-documents/1 pypdfium2/5.15.2"
