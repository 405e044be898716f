"""The words of structure lists for the four types of structure the rate book prices."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

TYPES: Final = ("tangent", "running_angle", "non_angled_deadend", "angled_deadend")
SMALLEST_ANGLE_DEG: Final = Decimal(1)  # a dead-end that turns the line less is in line

_DEADEND: Final = re.compile(
    r"dead[\s-]*end|\bd\.?d?\.?e\b|\bds?de\d*\b|\bstrain\b|\bterminal\b|\btermination\b"
)
_ANGLE: Final = re.compile(r"\bangled?s?\b|\bang\b|\bcorner\b")
_IN_LINE: Final = re.compile(r"in-?\s?line|straight|tangent|non-?\s?angled?|\bzero\b|\b0\s*deg")
_HEAVY: Final = re.compile(r"\bheavy\b|\blarge\b|\bha\b")
_RUNNING: Final = re.compile(
    r"\b(?:running|light|medium|small|swing)\b|\b(?:ra|la|ma|sa|ang)\d*\b|\bangles?\b"
)
_TANGENT: Final = re.compile(r"\btangents?\b|\bsuspension\b|\btan\b|\bsus\b|\bt\d*\b|\btg\b")


def counts_a_line(types: Collection[str]) -> bool:
    """Whether counts of these types are those of a whole line: tangents, and what ends them.

    A structure list counts every type, so the ones it does not hold are none. Running text that
    counts one type says nothing of the others.
    """
    return "tangent" in types and len(types) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureType:
    """One of `TYPES`, and what had to be assumed to call it that."""

    name: str
    note: str = ""


def structure_type(words: str, angle_deg: Decimal | None = None) -> StructureType | None:
    """Return the type that *words* name, or none where they name no type known here.

    Parameters
    ----------
    words
        As in the list: ``TAN``, ``Light angle``, ``Dead-end (in-line)``.
    angle_deg
        Line angle at the structure, where the list gives it; it tells the dead-ends apart. [deg]

    Examples
    --------
    >>> structure_type("Medium Angle").name, structure_type("DE", Decimal("32.5")).name
    ('running_angle', 'angled_deadend')
    """
    said = " ".join(words.lower().replace("_", " ").split())
    if _DEADEND.search(said):
        return _deadend(said, angle_deg)
    if _HEAVY.search(said) and (_ANGLE.search(said) or said == "ha"):
        return StructureType(
            name="angled_deadend", note="a heavy angle is priced as an angled dead-end"
        )
    if _RUNNING.search(said):
        return StructureType(name="running_angle")
    return StructureType(name="tangent") if _TANGENT.search(said) else None


def _deadend(said: str, angle_deg: Decimal | None) -> StructureType:
    if _IN_LINE.search(said):
        return StructureType(name="non_angled_deadend")
    if _ANGLE.search(said) or _HEAVY.search(said):
        return StructureType(name="angled_deadend")
    if angle_deg is not None:
        is_angled = abs(angle_deg) >= SMALLEST_ANGLE_DEG
        return StructureType(name="angled_deadend" if is_angled else "non_angled_deadend")
    return StructureType(
        name="non_angled_deadend",
        note="a dead-end whose line angle is not given is priced as non-angled",
    )
