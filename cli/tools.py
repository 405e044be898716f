"""Running the developer's tools, one after the other, from the root of the repository."""

import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rich.console import Console

ROOT: Final = Path(__file__).resolve().parent.parent


def run_all(steps: Sequence[tuple[str, Sequence[str]]]) -> int:
    """Run every step, also after a failure; return 1 if any failed.

    Parameters
    ----------
    steps
        What each step is called, and the command: a program of .venv with its arguments.
    """
    console = Console(stderr=True, highlight=False)
    failed = [name for name, command in steps if not _run(console, name, command)]
    if failed:
        console.print(f"[red]failed:[/] {', '.join(failed)}")
    return 1 if failed else 0


def _run(console: Console, name: str, command: Sequence[str]) -> bool:
    console.rule(f"{name}: {' '.join(command)}", align="left")
    started = time.monotonic()
    program = shutil.which(command[0], path=str(Path(sys.executable).parent)) or command[0]
    code = subprocess.run([program, *command[1:]], cwd=ROOT, check=False).returncode  # noqa: S603
    console.print(f"{name}: {'ok' if code == 0 else 'failed'}, {time.monotonic() - started:.1f} s")
    return code == 0
