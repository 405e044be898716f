"""Bearer tokens of a local APEX, signed with the key pair of its data folder."""

import subprocess
import sys
from collections.abc import Sequence
from typing import Final

from apex_core.errors import DependencyError
from cli.installation import Installation
from cli.tools import ROOT

AUDIENCE: Final = "apex"


def mint_token(
    place: Installation, *, issuer: str, user: str, roles: Sequence[str], hours: float = 12
) -> str:
    """Return a signed token that says *user* holds *roles*."""
    claims = [f"--subject={user}", *(f"--role={role}" for role in roles)]
    life = f"--lifetime-s={round(hours * 3600)}"
    return _run(place, f"--issuer={issuer}", f"--audience={AUDIENCE}", life, *claims)


def key_set(place: Installation) -> str:
    """Return the public keys as a JSON Web Key Set."""
    return _run(place, "--key-set")


def _run(place: Installation, *arguments: str) -> str:
    process = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "local_host.token_process", f"--data={place.host}", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if process.returncode:
        raise DependencyError(f"no token could be made: {process.stderr.strip()[-500:]}")
    return process.stdout.strip()
