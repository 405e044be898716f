"""Something a person should look at, said in one sentence with the places it is about."""

from enum import StrEnum

from apex_core.model.document import Place
from apex_core.model.noun import Noun


class FindingKind(StrEnum):
    """What a finding is about."""

    CONTRADICTION = "contradiction"
    OVERRIDE = "override"
    DUPLICATE = "duplicate"
    UNREADABLE = "unreadable"
    UNSUITABLE = "unsuitable"
    CLASS = "class"
    CHECK = "check"


class Finding(Noun):
    """One observation: the sentence says it, the places show it."""

    kind: FindingKind
    sentence: str
    places: tuple[Place, ...] = ()
