"""App settings: the environment, filled from local.settings.json where it says nothing."""

import json
import os
import re
from pathlib import Path

from local_host.errors import StartupError

DEVELOPMENT_STORAGE = "UseDevelopmentStorage=true"
_ACCOUNT = "devstoreaccount1"
_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
# Account and key of every storage emulator; public knowledge (Azurite's README).


def apply_settings(file: Path) -> None:
    """Put the file's ``Values`` into the environment, never over what is already there.

    A missing file is an empty one.

    Raises
    ------
    StartupError
        If the file is not JSON with an object ``Values`` of texts.
    """
    if not file.exists():
        return
    try:
        values = json.loads(file.read_text(encoding="utf-8")).get("Values", {})
        for name, value in values.items():
            os.environ.setdefault(name, value)  # noqa: TID251  -- app settings are the environment
    except (AttributeError, TypeError, ValueError) as error:
        raise StartupError(f"{file} must be JSON with an object 'Values': {error}") from error


def setting(name: str) -> str | None:
    """Return one app setting, or None."""
    return os.environ.get(name)  # noqa: TID251


def expand(text: str) -> str:
    """Replace each ``%NAME%`` by the app setting of that name.

    Raises
    ------
    StartupError
        If there is no such setting.
    """

    def value(match: re.Match[str]) -> str:
        found = setting(match[1])
        if found is None:
            raise StartupError(f"{match[0]} in {text!r} names no app setting")
        return found

    return re.sub(r"%([^%]+)%", value, text)


def connection_string(name: str) -> str:
    """Return the storage connection string that a binding's ``connection`` names.

    Raises
    ------
    StartupError
        If neither the setting nor ``AzureWebJobs`` + the name exists.
    """
    wanted = name or "AzureWebJobsStorage"
    found = setting(wanted) or setting(f"AzureWebJobs{wanted}")
    if not found:
        raise StartupError(f"the app setting {wanted!r} must hold a storage connection string")
    if found.strip().rstrip(";") == DEVELOPMENT_STORAGE:
        return emulator_connection_string(blob=10000, queue=10001, table=10002)
    return found


def emulator_connection_string(*, blob: int, queue: int, table: int) -> str:
    """Return the connection string of a storage emulator on these ports of this machine."""
    ends = {"Blob": blob, "Queue": queue, "Table": table}
    urls = "".join(
        f"{service}Endpoint=http://127.0.0.1:{port}/{_ACCOUNT};" for service, port in ends.items()
    )
    return f"DefaultEndpointsProtocol=http;AccountName={_ACCOUNT};AccountKey={_KEY};{urls}"
