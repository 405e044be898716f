"""Names of projects and jobs: safe as table keys, blob names and durable instance ids."""

import hashlib
import re
from datetime import datetime
from typing import Final

from apex_core.errors import InputError

PROJECT_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{2,39}")
JOB_ID: Final = re.compile(rf"({PROJECT_ID.pattern})\.([0-7][0-9a-hjkmnp-tv-z]{{25}})")
ULID_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
ULID_LENGTH: Final = 26
_ULID_BITS: Final = 128
_TIME_BITS: Final = 48


def check_project_id(project_id: str) -> str:
    """Return *project_id* if it is one.

    Raises
    ------
    InputError
        With the rule, when it is not.
    """
    if not PROJECT_ID.fullmatch(project_id):
        raise InputError(
            "a project is named by 3 to 40 lower-case letters, digits and hyphens, "
            "beginning with a letter or digit",
            path="project_id",
            value=project_id,
        )
    return project_id


def project_of(job_id: str) -> str:
    """Return the project a job belongs to: its id says so.

    Raises
    ------
    InputError
        When *job_id* is not a job id.
    """
    match = JOB_ID.fullmatch(job_id)
    if not match:
        raise InputError(
            "a job id is a project id, a dot and 26 characters, as the submission answered it",
            path="job_id",
            value=job_id,
        )
    return match[1]


def derived_job_id(project_id: str, *ingredients: str) -> str:
    """Return the job id that follows from *ingredients*: the same upload twice is one job."""
    digest = hashlib.sha256("\0".join(ingredients).encode()).digest()
    return f"{project_id}.{_spell(int.from_bytes(digest[:16], 'big'))}"


def new_job_id(project_id: str, *, now: datetime, randomness: bytes) -> str:
    """Return a fresh job id that sorts by time: 48 bits of milliseconds, then *randomness*."""
    milliseconds = int(now.timestamp() * 1000)
    random_bits = _ULID_BITS - _TIME_BITS
    tail = int.from_bytes(randomness, "big") % (1 << random_bits)
    return f"{project_id}.{_spell((milliseconds << random_bits) | tail)}"


def _spell(number: int) -> str:
    return "".join(
        ULID_ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(ULID_LENGTH))
    )
