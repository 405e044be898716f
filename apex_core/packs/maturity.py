"""The maturity of each deliverable of a transmission line project, class by class."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from apex_core.packs.shelf import Pack

CLASSES: Final = (5, 4, 3, 2, 1)


class Scale(StrEnum):
    """Which states a deliverable passes through: NR, P, D or NR, S, P, C."""

    GENERAL = "general"
    TECHNICAL = "technical"


class Maturity(StrEnum):
    """How far a deliverable has come."""

    NOT_REQUIRED = "NR"
    STARTED = "S"
    PRELIMINARY = "P"
    DEFINED = "D"
    COMPLETE = "C"


STATES: Final[Mapping[Scale, tuple[Maturity, ...]]] = {
    Scale.GENERAL: (Maturity.NOT_REQUIRED, Maturity.PRELIMINARY, Maturity.DEFINED),
    Scale.TECHNICAL: (
        Maturity.NOT_REQUIRED,
        Maturity.STARTED,
        Maturity.PRELIMINARY,
        Maturity.COMPLETE,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliverable:
    """One deliverable, the scale it is judged on, and the state each class requires."""

    name: str
    scale: Scale
    required: Mapping[int, Maturity]


@dataclass(frozen=True, slots=True, kw_only=True)
class MaturityMatrix:
    """All deliverables; APEX's own matrix, with the label that says so."""

    deliverables: tuple[Deliverable, ...]
    status: str
    label: str


def maturity_matrix(pack: Pack) -> MaturityMatrix:
    """Read the matrix."""
    return MaturityMatrix(
        deliverables=tuple(
            Deliverable(
                name=row["deliverable"],
                scale=Scale(row["scale"]),
                required={key: Maturity(row[f"class_{key}"]) for key in CLASSES},
            )
            for row in pack.tables["deliverables"]
        ),
        status=pack.manifest.status,
        label=pack.manifest.label,
    )
