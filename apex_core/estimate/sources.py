"""Which figures of an estimate say where they come from, and which do not."""

from collections.abc import Iterator
from typing import Any, Final

from apex_core.model.estimate import Basis

# Words and codes, and the class, whose reasons are its source.
NO_FIGURES: Final = frozenset({"name", "source", "wbs", "ferc_account", "credit", "estimate_class"})


def unsourced(basis: Basis) -> tuple[str, ...]:
    """Return the paths of the scope's figures and of the line items that name no source.

    A source covers the value it is given for and everything below it.
    """
    scope = basis.quantities.scope.model_dump(mode="json", exclude_defaults=True)
    sources = basis.quantities.sources
    open_values = (path for path in _paths(scope) if not _is_covered(path, sources))
    open_items = (
        item.id for item in basis.cost.line_items if not (item.source.quantity and item.source.rate)
    )
    return (*open_values, *open_items)


def _paths(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, dict | list):
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        for step, below in inner:
            if step not in NO_FIGURES:
                yield from _paths(below, f"{path}.{step}" if path else str(step))
    elif value is not None:
        yield path


def _is_covered(path: str, sources: dict[str, str]) -> bool:
    steps = path.split(".")
    return any(sources.get(".".join(steps[:count])) for count in range(1, len(steps) + 1))
