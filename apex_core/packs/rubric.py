"""The documents an estimate rests on: their weights, and what each class expects of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from apex_core.packs.shelf import Pack, Row, number

CLASSES: Final = (5, 4, 3, 2, 1)
NOT_EXPECTED: Final = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricRow:
    """One kind of document.

    Attributes
    ----------
    weight
        Points of a hundred.
    expected
        The state each class expects; a class that expects nothing has no entry.
    """

    document: str
    weight: Decimal
    expected: Mapping[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRubric:
    """Every kind of document; the weights add up to a hundred."""

    rows: tuple[RubricRow, ...]
    status: str
    label: str


def document_rubric(pack: Pack) -> DocumentRubric:
    """Read the rubric."""
    return DocumentRubric(
        rows=tuple(
            RubricRow(
                document=row["document"], weight=number(row, "weight"), expected=_expected(row)
            )
            for row in pack.tables["rubric"]
        ),
        status=pack.manifest.status,
        label=pack.manifest.label,
    )


def _expected(row: Row) -> dict[int, str]:
    states = {estimate_class: row[f"class_{estimate_class}"] for estimate_class in CLASSES}
    return {key: state for key, state in states.items() if state != NOT_EXPECTED}
