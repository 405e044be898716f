"""Nouns in and out of the artifact store."""

from typing import TypeVar

from apex_core.errors import InvariantError
from apex_core.model.noun import Noun
from apex_core.ports import Artifacts
from apex_core.steps.keys import job_key

Kept = TypeVar("Kept", bound=Noun)


def keep(artifacts: Artifacts, key: str, noun: Noun) -> str:
    """Keep *noun* as JSON under *key*, and return the key."""
    artifacts.put(key, noun.model_dump_json().encode())
    return key


def find(artifacts: Artifacts, key: str, noun_type: type[Kept]) -> Kept | None:
    """Return the noun under *key*, or None where nothing was kept yet."""
    data = artifacts.get(key)
    return None if data is None else noun_type.model_validate_json(data)


def load(artifacts: Artifacts, key: str, noun_type: type[Kept]) -> Kept:
    """Return the noun that an earlier step kept under *key*.

    Raises
    ------
    InvariantError
        When it is not there: a story called its steps out of order, or artifacts were deleted.
    """
    noun = find(artifacts, key, noun_type)
    if noun is None:
        raise InvariantError(f"the artifact {key} is missing")
    return noun


def load_bytes(artifacts: Artifacts, key: str) -> bytes:
    """Return the bytes an earlier step kept under *key*.

    Raises
    ------
    InvariantError
        When they are not there.
    """
    data = artifacts.get(key)
    if data is None:
        raise InvariantError(f"the artifact {key} is missing")
    return data


def keep_job(artifacts: Artifacts, job_id: str, name: str, noun: Noun) -> None:
    """Keep *noun* as what one step of a job leaves for the next."""
    keep(artifacts, job_key(job_id, name), noun)


def find_job(artifacts: Artifacts, job_id: str, name: str, noun_type: type[Kept]) -> Kept | None:
    """Return what an earlier step of the job left, or None where it had nothing to leave."""
    return find(artifacts, job_key(job_id, name), noun_type)


def load_job(artifacts: Artifacts, job_id: str, name: str, noun_type: type[Kept]) -> Kept:
    """Return what an earlier step of the job left."""
    return load(artifacts, job_key(job_id, name), noun_type)
