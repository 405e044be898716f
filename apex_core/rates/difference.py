"""What changed from one version of a book to another."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final, NamedTuple

from apex_core.model.rates import Rate, RateBook
from apex_core.rates.lines import code_of, rate_json, rate_of

MOST_LISTED: Final = 1_000


class Change(NamedTuple):
    """One rate before and after."""

    before: Rate
    after: Rate

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the fields that differ."""
        names = (field.name for field in fields(Rate))
        return tuple(
            name for name in names if getattr(self.before, name) != getattr(self.after, name)
        )


class Difference(NamedTuple):
    """Every rate that is only in the second version, only in the first, or not the same."""

    added: tuple[Rate, ...]
    removed: tuple[Rate, ...]
    changed: tuple[Change, ...]


def difference(before: RateBook, after: RateBook) -> Difference:
    """Compare two versions, code by code, in order of code."""
    old, new = _by_code(before), _by_code(after)
    return Difference(
        added=tuple(rate_of(line) for code, line in new.items() if code not in old),
        removed=tuple(rate_of(line) for code, line in old.items() if code not in new),
        changed=tuple(
            Change(rate_of(old[code]), rate_of(line))
            for code, line in new.items()
            if code in old and old[code] != line
        ),
    )


def difference_json(found: Difference) -> dict[str, Any]:
    """Return what a client sees: how many, and of each kind as many as `MOST_LISTED`."""
    return {
        "counts": {name: len(rates) for name, rates in found._asdict().items()},
        "added": [rate_json(rate) for rate in found.added[:MOST_LISTED]],
        "removed": [rate_json(rate) for rate in found.removed[:MOST_LISTED]],
        "changed": [
            {
                "code": change.after.code,
                "fields": list(change.fields),
                "before": rate_json(change.before),
                "after": rate_json(change.after),
            }
            for change in found.changed[:MOST_LISTED]
        ],
    }


def _by_code(book: RateBook) -> Mapping[str, str]:
    return {code_of(line): line for line in book.lines}
