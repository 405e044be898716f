"""Where each value of the scope came from, kept while the scope is put together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from apex_core.errors import FieldError, InputError
from apex_core.model.facts import About, Fact
from apex_core.model.finding import Finding, FindingKind
from apex_core.review.decide import agree
from apex_core.review.numbers import canonical

TICKET: Final = "ticket"
ASSUMED: Final = "assumed: "
NOT_LISTED: Final = "no document lists any"
LONGEST_SHOWN_QUOTE: Final = 160


@dataclass(slots=True)
class Ledger:
    """Sources by path, and what a reader must be told."""

    sources: dict[str, str] = field(default_factory=dict)
    assumptions: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def pick(self, path: str, given: Any, fact: Fact | None) -> str | None:
        """Return the ticket's value, else the documents', else none; record which, and where both.

        The ticket goes before the documents; a difference is a finding that shows both.
        What is said of surroundings is never used.
        """
        said = fact if fact and fact.about is About.PROJECT else None
        if given is not None:
            value = as_text(given)
            self.sources[path] = TICKET
            if said and not agree(said.name, value, said.value):
                self._differ(path, value, said)
            return value
        if said is None:
            return None
        self.sources[path] = source_of(said)
        if said.note:
            self.assumptions.append(f"{path}: {said.note}")
        return said.value

    def need(self, path: str, given: Any, fact: Fact | None, *, what: str) -> str:
        """Return the value as `pick` does, or refuse.

        Raises
        ------
        InputError
            When neither ticket nor documents say it: names the field and who could supply it.
        """
        value = self.pick(path, given, fact)
        if value is None:
            raise InputError(
                f"neither the ticket nor any document says {what}{_aside(fact)}; "
                "add it to the ticket, "
                "or add a document that states it",
                path=path,
            )
        return value

    def default(self, path: str, value: str, why: str) -> str:
        """Record a value nobody gave."""
        self.sources[path] = f"{ASSUMED}{why}"
        self.assumptions.append(f"{path}: {value}, because {why}")
        return value

    def is_documented(self, path: str) -> bool:
        """Whether a value came from a document."""
        return is_document(self.sources.get(path, ""))

    def drop(self, path: str, value: str, why: str, *, instead: str) -> None:
        """Leave out what a document says and nothing can price, with a warning that quotes it.

        Whatever was recorded of the value and of what lies below it is forgotten.
        """
        self.warnings.append(
            f"{path}: {value} is not used, because {why} ({self.sources[path]}); {instead}."
        )
        for known in [*self.sources]:
            if known == path or known.startswith(f"{path}."):
                del self.sources[known]
        self.assumptions = [
            said for said in self.assumptions if not said.startswith((f"{path}:", f"{path}."))
        ]

    def _differ(self, path: str, value: str, fact: Fact) -> None:
        self.findings.append(
            Finding(
                kind=FindingKind.CONTRADICTION,
                sentence=(
                    f"{path}: the ticket says {value} and a document says {fact.value} "
                    f"({source_of(fact)}); the ticket is used"
                ),
                places=(fact.quotes[0].place,),
            )
        )


def naming_documents(error: InputError, sources: Mapping[str, str]) -> InputError:
    """Return *error* with the document and the words each refused value was read in, if any."""
    errors = tuple(
        FieldError(path, f"{message}{_read_in(sources.get(path, ''))}")
        for path, message in error.errors
    )
    return InputError(errors[0].message, path=errors[0].path, errors=errors)


def is_document(source: str) -> bool:
    """Whether a source is the words of a document."""
    return source not in {"", TICKET, NOT_LISTED} and not source.startswith(ASSUMED)


def _read_in(source: str) -> str:
    if not is_document(source):
        return ""
    return f"; this was read in {source}: give the right value in the ticket"


def _aside(fact: Fact | None) -> str:
    """Say why a fact that exists is not used."""
    if fact is None:
        return ""
    is_rejected = fact.about is About.REJECTED
    why = (
        "stands in a document that failed its review"
        if is_rejected
        else "does not seem to speak of the project itself"
    )
    return f" ({source_of(fact)} {why})"


def source_of(fact: Fact) -> str:
    """Say where a fact stands: place, words, and how many more places agree."""
    quote = fact.quotes[0]
    words = " ".join(quote.text.split())
    if len(words) > LONGEST_SHOWN_QUOTE:
        words = f"{words[:LONGEST_SHOWN_QUOTE]}…"
    more = f" and {len(fact.quotes) - 1} more" if len(fact.quotes) > 1 else ""
    note = f" ({fact.note})" if fact.note else ""
    return f"{quote.place}: '{words}'{more}{note}"


def as_text(value: Any) -> str:
    """Write a value of the ticket as facts write theirs."""
    match value:
        case Enum():
            return str(value.value)
        case Decimal():
            return canonical(value)
        case _:
            return str(value)
