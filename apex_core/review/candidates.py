"""What a rule finds before anything is decided: a value, its words, and how plainly it is said."""

from dataclasses import dataclass
from typing import Final

from apex_core.model.facts import About, FactName, Quote

PLAIN: Final = 1  # mentioned
STATED: Final = 2  # said of the project in so many words
LABELLED: Final = 3  # a value beside its label


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One value found in one statement, or counted in one table.

    Attributes
    ----------
    weight
        How plainly it is said: `PLAIN`, `STATED` or `LABELLED`.
    """

    name: FactName
    value: str
    quotes: tuple[Quote, ...]
    about: About = About.PROJECT
    weight: int = PLAIN
    detail: str = ""
    note: str = ""
