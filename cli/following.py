"""Following jobs to their end: bars on a terminal, plain lines otherwise."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from apex_core.errors import DependencyError
from apex_core.model.job import FINAL, JobStatus
from cli.answer import tell
from cli.api import Api

LOOK_EVERY_S: Final = 0.25
APPEARS_WITHIN_S: Final = 60

Job = dict[str, Any]
Report = Callable[[str, Job], None]


def follow(api: Api, jobs: Mapping[str, str]) -> dict[str, Job]:
    """Wait until every job has ended; return the rows by the names the caller gave them.

    Parameters
    ----------
    jobs
        What to call each job, and its id.

    Raises
    ------
    DependencyError
        When a job does not even appear.
    """
    ended: dict[str, Job] = {}
    appears_until = time.monotonic() + APPEARS_WITHIN_S
    with _reporting() as report:
        while len(ended) < len(jobs):
            for name, job_id in jobs.items():
                if name in ended:
                    continue
                envelope = api.find(f"/jobs/{job_id}")
                if envelope is None:
                    _check_patience(name, appears_until)
                    continue
                job = envelope["result"]
                report(name, job)
                if JobStatus(job["status"]) in FINAL:
                    ended[name] = job
            time.sleep(LOOK_EVERY_S)
    return ended


def _check_patience(name: str, until: float) -> None:
    if time.monotonic() > until:
        raise DependencyError(
            f"{name} was uploaded, but no job has appeared within {APPEARS_WITHIN_S} s: "
            "look at the log of the host, host.log in its data folder"
        )


@contextmanager
def _reporting() -> Iterator[Report]:
    if not sys.stderr.isatty():
        yield _Lines().report
        return
    columns = (
        TextColumn("{task.fields[name]}", markup=False),
        BarColumn(bar_width=20),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        yield _Bars(progress).report


class _Lines:
    """One line for each change."""

    def __init__(self) -> None:
        self._said: dict[str, tuple[int, str]] = {}

    def report(self, name: str, job: Job) -> None:
        now = (job["percent"], job["step"])
        if self._said.get(name) != now:
            self._said[name] = now
            tell(f"{name}: {now[0]} %, {now[1]}")


class _Bars:
    """One bar for each job."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._bars: dict[str, Any] = {}

    def report(self, name: str, job: Job) -> None:
        if name not in self._bars:
            self._bars[name] = self._progress.add_task("", total=100, name=name)
        self._progress.update(self._bars[name], completed=job["percent"], description=job["step"])
