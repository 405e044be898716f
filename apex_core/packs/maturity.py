"""The maturity of each deliverable of a transmission line project, class by class."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from apex_core.model.classification import Maturity
from apex_core.packs.shelf import Pack, Row

CLASSES: Final = (5, 4, 3, 2, 1)
GOVERNS_ALONE: Final = "yes"
AND: Final = " + "


class Scale(StrEnum):
    """Which states a deliverable passes through: NR, P, D or NR, S, P, C."""

    GENERAL = "general"
    TECHNICAL = "technical"


STATES: Final[Mapping[Scale, tuple[Maturity, ...]]] = {
    Scale.GENERAL: (Maturity.NOT_REQUIRED, Maturity.PRELIMINARY, Maturity.DEFINED),
    Scale.TECHNICAL: (
        Maturity.NOT_REQUIRED,
        Maturity.STARTED,
        Maturity.PRELIMINARY,
        Maturity.COMPLETE,
    ),
}


class Witness(StrEnum):
    """What can show the state of a deliverable."""

    DOCUMENT = "document"
    ITEM = "item"
    FACTS = "facts"
    ESTIMATE = "estimate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One way the state of a deliverable shows.

    Attributes
    ----------
    names
        A document of the rubric; a document and one of its items; facts, all of them needed, a
        structure count with its type; or what the estimate itself provides, in words.
    state
        What it shows; a document shows the state that the class it supports asks for instead.
    """

    witness: Witness
    names: tuple[str, ...]
    state: Maturity


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliverable:
    """One deliverable: its scale, the state each class requires, and what can show its state.

    Attributes
    ----------
    group
        Of the deliverables that govern: those of one group stand in for each other. Empty for a
        deliverable that does not govern.
    evidence
        Empty where no reviewer can see the deliverable yet.
    """

    name: str
    scale: Scale
    required: Mapping[int, Maturity]
    group: str
    evidence: tuple[Evidence, ...]

    def rank(self, state: Maturity) -> int:
        """Return how far along its scale a state is."""
        return STATES[self.scale].index(state)

    def supports(self, state: Maturity) -> int | None:
        """Return the best class that asks no more than *state*; none where even class 5 does."""
        have = self.rank(state)
        asking = (key for key, asked in self.required.items() if self.rank(asked) <= have)
        return min(asking, default=None)


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
                group=row["deliverable"] if row["governs"] == GOVERNS_ALONE else row["governs"],
                evidence=tuple(
                    _evidence(one)
                    for one in pack.tables["evidence"]
                    if one["deliverable"] == row["deliverable"]
                ),
            )
            for row in pack.tables["deliverables"]
        ),
        status=pack.manifest.status,
        label=pack.manifest.label,
    )


def _evidence(row: Row) -> Evidence:
    return Evidence(
        witness=Witness(row["witness"]),
        names=tuple(row["names"].split(AND)),
        state=Maturity(row["state"] or Maturity.NOT_REQUIRED),
    )
