"""The review of one document by rules: facts, roles, completeness and verdict."""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from pathlib import PurePosixPath
from typing import Final

from apex_core.model.document import ParsedDocument
from apex_core.model.finding import Finding, FindingKind
from apex_core.model.review import Review, Role, Verdict
from apex_core.packs.rubric import DocumentRubric
from apex_core.review.candidates import Candidate
from apex_core.review.decide import decide
from apex_core.review.quotes import verify_quotes
from apex_core.review.reading import is_instruction
from apex_core.review.roles import roles_of, rubric_row
from apex_core.review.rules.circuits import find_circuits
from apex_core.review.rules.conductor import find_conductor
from apex_core.review.rules.in_service_year import find_in_service_year
from apex_core.review.rules.length import find_length
from apex_core.review.rules.region import find_region
from apex_core.review.rules.structure import find_structure
from apex_core.review.rules.voltage import find_voltage
from apex_core.review.rules.work import find_work
from apex_core.review.statements import Statement, statements
from apex_core.review.structure_list import count_structures
from apex_core.review.version import REVIEWER_VERSION

PASSED_FROM: Final = 70
MANUAL_REVIEW_FROM: Final = 50
OPENING_STATEMENTS: Final = 5  # among which an addendum says that it is one
MOST_PLACES: Final = 10
MOST_CANDIDATES: Final = 10_000  # four times what a whole cost guide holds

RULES: Final[tuple[Callable[[Statement], Iterator[Candidate]], ...]] = (
    find_voltage,
    find_length,
    find_circuits,
    find_conductor,
    find_structure,
    find_region,
    find_in_service_year,
    find_work,
)

_ADDENDUM: Final = re.compile(
    r"\baddend(?:um|a)\b\s*(?:no\.?|number|#)?\s*(\d{1,2})?", re.IGNORECASE
)
_SEPARATORS: Final = re.compile(r"[_\-.]+")


def review_document(parsed: ParsedDocument, rubric: DocumentRubric) -> Review:
    """Review *parsed* by rules alone.

    The same document gives the same review, byte for byte.
    A document without readable text fails with the reason; that is an answer, not an error.
    """
    said = statements(parsed)
    if not (parsed.has_text and said):
        return _unreadable(parsed)
    heard = tuple(item for item in said if not is_instruction(item))
    counts, count_findings = count_structures(parsed)
    everything = (candidate for item in heard for rule in RULES for candidate in rule(item))
    found = tuple(islice(everything, MOST_CANDIDATES))
    facts, contradictions = decide((*counts, *found), document=parsed.name, reader=REVIEWER_VERSION)
    verified, dropped = verify_quotes(facts, parsed)
    played = roles_of(parsed, heard, rubric, lists_structures=bool(counts))
    roles = tuple(item.role for item in played)
    completeness = _completeness(roles, rubric)
    addendum = _addendum(parsed, said)
    verdict, reason = _verdict(roles, completeness, addendum)
    return Review(
        document=parsed.name,
        sha256=parsed.sha256,
        reader=REVIEWER_VERSION,
        addendum=addendum,
        facts=verified,
        roles=roles,
        items=tuple(item for part in played for item in part.items),
        completeness=completeness,
        verdict=verdict,
        reason=reason,
        findings=(*contradictions, *count_findings, *_instructions(parsed, said)),
        warnings=(*parsed.warnings, *_left_unread(parsed, found)),
        dropped_quotes=dropped,
    )


def _left_unread(parsed: ParsedDocument, found: Sequence[Candidate]) -> Iterator[str]:
    if len(found) == MOST_CANDIDATES:
        yield f"{parsed.name} holds more than {MOST_CANDIDATES:,} values; the rest was not read"


def _completeness(roles: Sequence[Role], rubric: DocumentRubric) -> int:
    """Return the mean completeness of the main roles, weighted by the rubric's points."""
    weights = {
        role.deliverable: rubric_row(rubric, role.deliverable).weight
        for role in roles
        if role.is_main
    }
    if not weights:
        return 0
    points = sum(
        (weights[role.deliverable] * role.completeness for role in roles if role.is_main),
        start=Decimal(0),
    )
    return round(points / sum(weights.values()))


def _verdict(roles: Sequence[Role], completeness: int, addendum: int) -> tuple[Verdict, str]:
    names = " and ".join(role.deliverable.value.replace("_", " ") for role in roles if role.is_main)
    if not names:
        return _without_role(addendum)
    share = f"it holds {completeness} % of what a {names} should"
    if completeness >= PASSED_FROM:
        return Verdict.PASSED, share
    if completeness >= MANUAL_REVIEW_FROM:
        return Verdict.MANUAL_REVIEW, f"{share}; a person should see whether that is enough"
    return Verdict.FAILED, f"{share}; add what is missing and upload it again"


def _without_role(addendum: int) -> tuple[Verdict, str]:
    if addendum:
        reason = "it is an addendum: a person should see what it changes in the other documents"
        return Verdict.MANUAL_REVIEW, reason
    return Verdict.FAILED, "it is none of the documents an estimate rests on"


def _unreadable(parsed: ParsedDocument) -> Review:
    reason = (
        "it has no readable text, only images or nothing at all; upload a version with a text "
        "layer (run text recognition on the scan)"
    )
    return Review(
        document=parsed.name,
        sha256=parsed.sha256,
        reader=REVIEWER_VERSION,
        completeness=0,
        verdict=Verdict.FAILED,
        reason=reason,
        findings=(Finding(kind=FindingKind.UNREADABLE, sentence=f"{parsed.name}: {reason}"),),
        warnings=(*parsed.warnings, f"{parsed.name} was not read: {reason}"),
    )


def _addendum(parsed: ParsedDocument, said: Sequence[Statement]) -> int:
    """Return the number of the addendum that the name or the opening says this document is."""
    stem = _SEPARATORS.sub(" ", PurePosixPath(parsed.name).stem)
    openings = (item.text for item in said[:OPENING_STATEMENTS] if item.heading)
    for title in (stem, parsed.properties.get("title", ""), *openings):
        match = _ADDENDUM.search(title)
        if match:
            return int(match[1] or 1)
    return 0


def _instructions(parsed: ParsedDocument, said: Sequence[Statement]) -> Iterator[Finding]:
    places = tuple(item.quote.place for item in said if is_instruction(item))
    if places:
        yield Finding(
            kind=FindingKind.CHECK,
            sentence=(
                f"{parsed.name} holds {len(places)} sentences that instruct its reader; "
                "they are left out and change nothing"
            ),
            places=places[:MOST_PLACES],
        )
