"""Which deliverables a document provides, how complete each is, and how far developed."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final

from apex_core.model.document import ParsedDocument
from apex_core.model.facts import About
from apex_core.model.review import Deliverable, ReviewItem, Role
from apex_core.packs.rubric import DocumentRubric, RubricRow
from apex_core.review.profiles import PROFILE_OF, PROFILES, RUBRIC_NAME, Profile
from apex_core.review.reading import Reading
from apex_core.review.standing import about
from apex_core.review.statements import Statement

OPENING_STATEMENTS: Final = 3  # among which the title stands
LONGEST_TITLE: Final = 120
SMALLEST_SECTION_SHARE: Final = 0.4  # of the items, for a section to count as a deliverable
FEWEST_SECTION_ITEMS: Final = 2
SMALLEST_CONTENT_SHARE: Final = 0.6  # of the items, where only the content tells what it is
FEWEST_CONTENT_ITEMS: Final = 3
MOST_STATEMENTS_TO_GUESS: Final = 300  # a longer document has every word somewhere
# Deliverables whose own words nobody else uses; a schedule or a quote may be of anything.
OF_THE_FIELD: Final = frozenset(
    {
        Deliverable.GEOTECHNICAL,
        Deliverable.STRUCTURE_LIST,
        Deliverable.CONDUCTOR,
        Deliverable.DESIGN_CRITERIA,
    }
)
# Where a section is this deliverable, the rest of the document tells of it too: a scope gives the
# length and the terminals of the route before it describes the route.
TOLD_ELSEWHERE: Final = frozenset({Deliverable.ROUTE})
# A deliverable with gaps supports no better class, whatever it calls itself.
SUPPORTS_AT_BEST: Final = ((50, 5), (70, 4), (101, 1))

_ASIDE: Final = re.compile(
    r"exclu|out of scope|not included|by others|references|appendix list", re.IGNORECASE
)
_ASKED_FOR: Final = re.compile(
    r"\b(?:recommend\w*|should|before final|required before|planned|will be (?:drilled|performed"
    r"|done|prepared)|to follow|later)\b",
    re.IGNORECASE,
)
_SUBJECT: Final = re.compile(
    r"\d ?-?kV\b|\btransmission\b|\bsubstations?\b|\bconductors?\b|\boverhead line"
    r"|\b(?:mono|steel |wood )poles?\b|\blattice towers?\b|\bdead-?ends?\b",
    re.IGNORECASE,
)
_SEPARATORS: Final = re.compile(r"[_\-.]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A role with the items it was judged by."""

    role: Role
    items: tuple[ReviewItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """The part of a document that is a deliverable."""

    profile: Profile
    statements: tuple[Statement, ...]
    is_main: bool
    around: tuple[Statement, ...] = ()

    @property
    def items(self) -> tuple[ReviewItem, ...]:
        reading = Reading((*self.statements, *self.around))
        found = {name: reading.first(pattern) for name, pattern in self.profile.items.items()}
        return tuple(
            ReviewItem(
                deliverable=self.profile.deliverable,
                item=name,
                quote=statement.quote if statement else None,
            )
            for name, statement in found.items()
        )


def roles_of(
    parsed: ParsedDocument,
    said: Sequence[Statement],
    rubric: DocumentRubric,
    *,
    lists_structures: bool,
) -> tuple[Played, ...]:
    """Return the deliverables that *parsed* provides, in the rubric's order.

    A main role is named by the file, its title or a worksheet; a heading names a role of its
    section. Where nothing is named, the content decides.
    """
    said = tuple(item for item in said if not item.of_many)
    parts = _sheets(said)
    sheets = {part.profile.deliverable for part in parts}
    parts.extend(part for part in _named(parsed, said) if part.profile.deliverable not in sheets)
    if lists_structures and not any(_is_structure_list(part) for part in parts):
        tables = tuple(item for item in said if item.quote.place.cell)
        parts.append(_part(Deliverable.STRUCTURE_LIST, tables, is_main=not parts))
    if not parts:
        parts = _by_content(said)
    taken = {part.profile.deliverable for part in parts}
    parts.extend(part for part in _sections(said) if part.profile.deliverable not in taken)
    order = [profile.deliverable for profile in PROFILES]
    parts.sort(key=lambda part: order.index(part.profile.deliverable))
    return tuple(_played(part, rubric) for part in parts if part.statements)


def rubric_row(rubric: DocumentRubric, deliverable: Deliverable) -> RubricRow:
    """Return the rubric's row of *deliverable*."""
    return next(row for row in rubric.rows if row.document == RUBRIC_NAME[deliverable])


def _is_structure_list(part: _Part) -> bool:
    return part.profile.deliverable is Deliverable.STRUCTURE_LIST


def _part(deliverable: Deliverable, said: Iterable[Statement], *, is_main: bool) -> _Part:
    return _Part(profile=PROFILE_OF[deliverable], statements=tuple(said), is_main=is_main)


def _named(parsed: ParsedDocument, said: Sequence[Statement]) -> Iterator[_Part]:
    """Yield the role that the file name gives, else the title, else the opening."""
    stem = _SEPARATORS.sub(" ", PurePosixPath(parsed.name).stem)
    opening = [item.text for item in said[:OPENING_STATEMENTS] if len(item.text) <= LONGEST_TITLE]
    for title in (stem, parsed.properties.get("title", ""), *opening):
        deliverable = _titled(title)
        if deliverable and (title == stem or _is_of_a_line(deliverable, said)):
            yield _part(deliverable, said, is_main=True)
            return


def _is_of_a_line(deliverable: Deliverable, said: Sequence[Statement]) -> bool:
    """Whether a document that does not say by its name what it is belongs to a power line."""
    return deliverable in OF_THE_FIELD or any(_SUBJECT.search(item.text) for item in said)


def _titled(title: str) -> Deliverable | None:
    """Return the deliverable whose name stands first in *title*."""
    found = [
        (match.start(), index)
        for index, profile in enumerate(PROFILES)
        if (match := profile.title.search(title))
    ]
    return PROFILES[min(found)[1]].deliverable if found else None


def _sheets(said: Sequence[Statement]) -> list[_Part]:
    """Return the roles that names of worksheets give."""
    sheets: dict[Deliverable, list[Statement]] = defaultdict(list)
    for statement in said:
        deliverable = _titled(_SEPARATORS.sub(" ", statement.quote.place.sheet or ""))
        if deliverable:
            sheets[deliverable].append(statement)
    return [_part(deliverable, sheets[deliverable], is_main=True) for deliverable in sheets]


def _sections(said: Sequence[Statement]) -> Iterator[_Part]:
    for profile in PROFILES:
        names = {
            item.text
            for item in said
            if item.heading
            and not _ASIDE.search(item.text)
            and _titled(item.text) is profile.deliverable
        }
        section = tuple(
            item
            for item in said
            if names & {item.text, *item.section.split(" > ")} and not _ASIDE.search(item.section)
        )
        part = _Part(profile=profile, statements=section, is_main=False)
        if _is_substantial(part, SMALLEST_SECTION_SHARE, FEWEST_SECTION_ITEMS):
            is_told_elsewhere = profile.deliverable in TOLD_ELSEWHERE
            yield replace(part, around=tuple(said)) if is_told_elsewhere else part


def _by_content(said: Sequence[Statement]) -> list[_Part]:
    if len(said) > MOST_STATEMENTS_TO_GUESS:
        return []
    parts = [
        _Part(profile=profile, statements=tuple(said), is_main=True)
        for profile in PROFILES
        if _is_of_a_line(profile.deliverable, said)
    ]
    fitting = [
        part
        for part in parts
        if _is_substantial(part, SMALLEST_CONTENT_SHARE, FEWEST_CONTENT_ITEMS)
    ]
    return sorted(fitting, key=_completeness, reverse=True)[:1]


def _is_substantial(part: _Part, share: float, fewest: int) -> bool:
    if not part.statements:
        return False
    items = part.items
    present = sum(item.present for item in items)
    return present >= fewest and present >= share * len(items)


def _completeness(part: _Part) -> int:
    items = part.items
    return round(100 * sum(item.present for item in items) / len(items))


def _played(part: _Part, rubric: DocumentRubric) -> Played:
    items = part.items
    completeness = _completeness(part)
    row = rubric_row(rubric, part.profile.deliverable)
    found, shown = _state(part, items)
    at_best = next(cap for below, cap in SUPPORTS_AT_BEST if completeness < below)
    state = row.expected.get(found, "")
    role = Role(
        deliverable=part.profile.deliverable,
        state=state,
        supports_class=max(_best_with_state(row, state, found), at_best),
        is_main=part.is_main,
        completeness=completeness,
        quote=shown.quote,
    )
    return Played(role=role, items=items)


def _state(part: _Part, items: Sequence[ReviewItem]) -> tuple[int, Statement]:
    """Return the class whose expected state the words show, the least developed when several do."""
    reading = Reading(part.statements)
    for estimate_class in sorted(part.profile.states, reverse=True):
        for statement, (start, end) in reading.all(part.profile.states[estimate_class]):
            is_asked_for = _ASKED_FOR.search(statement.text)
            if not is_asked_for and about(statement, start, end) is About.PROJECT:
                return estimate_class, statement
    return _unsaid_class(part.profile, items), part.statements[0]


def _unsaid_class(profile: Profile, items: Sequence[ReviewItem]) -> int:
    present = {item.item for item in items if item.present}
    developed, estimate_class = profile.developed_by
    is_developed = developed and present.issuperset(developed)
    return estimate_class if is_developed else profile.default_class


def _best_with_state(row: RubricRow, state: str, found: int) -> int:
    """Return the best class that expects the very state found."""
    return min((key for key, expected in row.expected.items() if expected == state), default=found)
