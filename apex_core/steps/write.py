"""Writing the prose, one part at a time."""

from enum import StrEnum
from typing import assert_never

from apex_core.estimate.narrative import write_narrative
from apex_core.estimate.statements import list_assumptions, list_exclusions
from apex_core.model.estimate import Basis, NarrativeSection, Statement
from apex_core.model.message import Message
from apex_core.model.noun import Noun
from apex_core.services import Services
from apex_core.steps import keys
from apex_core.steps.store import keep, load_job


class Part(StrEnum):
    """The parts of an estimate that are prose."""

    NARRATIVE = "narrative"
    ASSUMPTIONS = "assumptions"
    EXCLUSIONS = "exclusions"


class WritePart(Message):
    """Which part, of which job."""

    job_id: str
    part: Part


class PartWritten(Message):
    """How many sections or statements were written."""

    count: int


class Prose(Noun):
    """One written part: sections, or statements."""

    sections: tuple[NarrativeSection, ...] = ()
    statements: tuple[Statement, ...] = ()


def write_part(ask: WritePart, services: Services) -> PartWritten:
    """Write one part from the basis."""
    basis = load_job(services.artifacts, ask.job_id, keys.BASIS, Basis)
    match ask.part:
        case Part.NARRATIVE:
            prose = Prose(sections=write_narrative(basis, services.packs))
        case Part.ASSUMPTIONS:
            prose = Prose(statements=list_assumptions(basis, services.packs))
        case Part.EXCLUSIONS:
            prose = Prose(statements=list_exclusions(basis))
        case _:
            assert_never(ask.part)
    keep(services.artifacts, part_key(ask.job_id, ask.part), prose)
    return PartWritten(count=len(prose.sections) + len(prose.statements))


def part_key(job_id: str, part: Part) -> str:
    """Key of one written part."""
    return keys.job_key(job_id, f"{part}.json")
