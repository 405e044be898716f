"""AACE estimate classes: how far a project is defined, and how far its cost may stray."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from apex_core.packs.shelf import Pack, number

PRACTICE: Final = "18R-97"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassBand:
    """One class: its definition maturity and its accuracy band, in percent.

    ``near`` is the end of the range closer to the estimate, ``far`` the one further away.
    """

    estimate_class: int
    definition_low_pct: Decimal
    definition_high_pct: Decimal
    low_near_pct: Decimal
    low_far_pct: Decimal
    high_near_pct: Decimal
    high_far_pct: Decimal
    use: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateType:
    """A kind of estimate MISO makes, and the contingency it adds [fraction of project cost].

    ``estimate_class`` is none for competitive proposals, whose figure is observed.
    """

    name: str
    estimate_class: int | None
    contingency: Decimal
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AaceClasses:
    """The classes 5 to 1 of one practice, and MISO's contingency per class."""

    practice: str
    classes: Mapping[int, ClassBand]
    estimate_types: tuple[EstimateType, ...]
    source: str
    label: str

    def estimate_type(self, estimate_class: int) -> EstimateType | None:
        """Return MISO's estimate type of a class; none is published for classes 2 and 1."""
        types = (kind for kind in self.estimate_types if kind.estimate_class == estimate_class)
        return next(types, None)


def aace_classes(pack: Pack) -> AaceClasses:
    """Read the classes of 18R-97; the rows of other practices stay behind their label."""
    rows = [row for row in pack.tables["classes"] if row["practice"] == PRACTICE]
    bands = [
        ClassBand(
            estimate_class=int(row["class"]),
            definition_low_pct=number(row, "definition_low_pct"),
            definition_high_pct=number(row, "definition_high_pct"),
            low_near_pct=number(row, "low_near_pct"),
            low_far_pct=number(row, "low_far_pct"),
            high_near_pct=number(row, "high_near_pct"),
            high_far_pct=number(row, "high_far_pct"),
            use=row["use"],
        )
        for row in rows
    ]
    return AaceClasses(
        practice=PRACTICE,
        classes={band.estimate_class: band for band in bands},
        estimate_types=tuple(
            EstimateType(
                name=row["estimate_type"],
                estimate_class=int(row["class"]) if row["class"] else None,
                contingency=number(row, "contingency"),
                status=row["status"],
            )
            for row in pack.tables["miso_contingency"]
        ),
        source=pack.manifest.source,
        label=pack.manifest.label,
    )
