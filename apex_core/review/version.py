"""The reviewer's name and version, cheap to read: part of the key of a cached review."""

from typing import Final

REVIEWER_VERSION: Final = "rules/2"
