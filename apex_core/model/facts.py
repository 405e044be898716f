"""What a document says that an estimate needs: facts, each with the words that prove it."""

from decimal import Decimal
from enum import StrEnum

from apex_core.model.document import Place
from apex_core.model.finding import Finding
from apex_core.model.noun import Noun


class FactName(StrEnum):
    """The facts APEX looks for."""

    VOLTAGE_KV = "voltage_kv"
    ROUTE_MILES = "route_miles"
    STRAIGHT_LINE_MILES = "straight_line_miles"
    CIRCUITS = "circuits"
    CONDUCTOR_CODE = "conductor_code"
    CONDUCTOR_KIND = "conductor_kind"
    CONDUCTOR_KCMIL = "conductor_kcmil"
    CONDUCTOR_BUNDLE = "conductor_bundle"
    STRUCTURE = "structure"
    STRUCTURE_COUNT = "structure_count"
    REGION = "region"
    IN_SERVICE_YEAR = "in_service_year"
    WORK = "work"


class About(StrEnum):
    """What a statement speaks of: the project itself, or what is around it, before it, without it.

    An existing line, a crossing, an alternative that was not chosen and an exclusion are
    surroundings: they are kept and shown, and never priced.
    So is what is said of the project by a document that failed its review: it is rejected, and
    can only confirm what another document says.
    """

    PROJECT = "project"
    SURROUNDINGS = "surroundings"
    REJECTED = "rejected"


class Quote(Noun):
    """Words that stand in a document, verbatim, and where."""

    text: str
    place: Place


class Fact(Noun):
    """One thing a document says.

    Attributes
    ----------
    name
        Which fact.
    value
        Canonical text of the value: a decimal number, or a word of the model such as ``acss``.
    detail
        What the value is of, where the name alone does not say: the structure type of a count.
    quotes
        The words that prove it; a fact without a verified quote is dropped.
    about
        Whether it is said of the project or of its surroundings.
    note
        How the value follows from the words, where it is not simply there: a conversion.
    reader
        Name and version of the rules, or of the model and prompt, that found it.
    """

    name: FactName
    value: str
    detail: str = ""
    quotes: tuple[Quote, ...]
    reader: str
    about: About = About.PROJECT
    note: str = ""

    @property
    def number(self) -> Decimal:
        """The value as a number."""
        return Decimal(self.value)


class ProjectFacts(Noun):
    """What all documents of a project say together: one value per fact.

    Attributes
    ----------
    facts
        Each with the quotes of every document that agrees with its value.
    findings
        Contradictions and overrides, each with the places of both sides.
    """

    facts: tuple[Fact, ...] = ()
    findings: tuple[Finding, ...] = ()

    def get(self, name: FactName, detail: str = "") -> Fact | None:
        """Return the project's fact of that name, if any document states it."""
        wanted = (name, detail)
        return next((fact for fact in self.facts if (fact.name, fact.detail) == wanted), None)
