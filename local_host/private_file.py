"""Write a file that only its owner can read."""

import os
from pathlib import Path


def write_private(file: Path, content: bytes) -> None:
    """Write *content* whole or not at all, with permissions 600 from the first byte."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}.tmp")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
    draft.replace(file)
