"""Which uploads are tickets: by their name, however it is cased, at the top of a project."""

from pathlib import PurePosixPath
from typing import Final

from apex_core.errors import InputError

TICKET_NAMES: Final = frozenset({"estimate.yaml", "estimate.yml", "estimate.json"})


def is_ticket(path: str) -> bool:
    """Whether a path of a project names a ticket, wherever in the project it lies."""
    return PurePosixPath(path).name.lower() in TICKET_NAMES


def check_ticket_place(path: str) -> None:
    """Refuse a ticket that lies in a folder of the project.

    Raises
    ------
    InputError
        With where to upload it instead.
    """
    if is_ticket(path) and "/" in path:
        raise InputError(
            "a ticket lies at the top of its project; upload it again as "
            f"{PurePosixPath(path).name.lower()} beside the documents, which may lie in folders",
            path="name",
            value=path,
        )
