"""ISO New England's estimate classes and cost columns, as believed; never a claim of compliance."""

from dataclasses import dataclass
from decimal import Decimal

from apex_core.packs.shelf import Pack, number


@dataclass(frozen=True, slots=True, kw_only=True)
class IsoneClass:
    """One class, A to E: its name, the stage it belongs to, its accuracy [%], its AACE class."""

    letter: str
    name: str
    stage: str
    low_pct: Decimal
    high_pct: Decimal
    aace_class: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IsoneTemplate:
    """The classes, the cost columns and the project stages, with the label they must carry."""

    classes: tuple[IsoneClass, ...]
    columns: tuple[str, ...]
    stages: tuple[str, ...]
    status: str
    source: str
    label: str

    def for_aace(self, estimate_class: int) -> IsoneClass:
        """Return the class whose accuracy band is nearest to that of an AACE class."""
        return next(row for row in self.classes if row.aace_class == estimate_class)


def isone_template(pack: Pack) -> IsoneTemplate:
    """Read the template."""
    return IsoneTemplate(
        classes=tuple(
            IsoneClass(
                letter=row["class"],
                name=row["name"],
                stage=row["stage"],
                low_pct=number(row, "low_pct"),
                high_pct=number(row, "high_pct"),
                aace_class=int(row["aace_class"]),
            )
            for row in pack.tables["classes"]
        ),
        columns=tuple(row["column"] for row in pack.tables["columns"]),
        stages=tuple(row["stage"] for row in pack.tables["stages"]),
        status=pack.manifest.status,
        source=pack.manifest.source,
        label=pack.manifest.label,
    )
