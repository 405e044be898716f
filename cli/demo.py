"""``./apex demo``: everything, on the sample project."""

import shutil
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from cli.answer import one_sentence, print_json, show, tell
from cli.api import connect_local
from cli.handing_in import read_project
from cli.headline import headline_table
from cli.options import Json
from cli.running import running_apex
from cli.submission import Outcome, submit_project
from cli.tools import ROOT
from cli.wiring import open_uploads

SAMPLE = ROOT / "samples" / "okatie-230"


def run(
    *,
    out: Annotated[Path, typer.Option(help="Where the results go.")] = Path("out/demo"),
    as_json: Json = False,
) -> None:
    """Run the sample project, from its documents to a published estimate.

    Starts storage and APEX on a fresh data folder, hands in samples/okatie-230 (a scope, a
    structure list, a geotechnical report and a ticket), follows the jobs, fetches the results,
    and stops what it started. Two runs publish the same content, to the byte.

    For instance:

    - ./apex demo

    - ./apex demo --out results
    """
    with one_sentence(as_json=as_json):
        outcome = _demonstrate(out.resolve())
    if as_json:
        print_json(outcome.envelope)
    else:
        show(headline_table(outcome.envelope))
    for warning in outcome.job["warnings"]:
        tell(f"warning: {warning}")
    tell(f"content_sha256: {outcome.envelope['content_sha256']}")
    tell(f"Report: {outcome.folder / 'report.html'}")


def _demonstrate(out: Path) -> Outcome:
    out.mkdir(parents=True, exist_ok=True)
    data = Path(tempfile.mkdtemp(prefix=".running-", dir=out))
    try:
        with running_apex(data) as (note, _):
            project = read_project(SAMPLE, None)
            uploads = open_uploads(note.storage)
            return submit_project(project, connect_local(data), uploads, out)
    except BaseException:
        _keep_log(data / "host.log", out)
        raise
    finally:
        shutil.rmtree(data, ignore_errors=True)


def _keep_log(log: Path, out: Path) -> None:
    """Leave the host's log behind when the demo did not work."""
    if log.exists():
        shutil.copy(log, out / log.name)
        tell(f"What the host said: {out / log.name}")
