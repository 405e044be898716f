"""The first five promises of speed: cold start, HTTP under load, intake, the whole demo."""

import argparse
import asyncio
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.load import CLIENTS, Load, run_load
from benchmarks.row import Row, percentile_95, report
from cli.api import connect_local
from cli.handing_in import Project, jobs_of
from cli.installation import Installation
from cli.running import running_apex
from cli.tokens import mint_token
from cli.tools import ROOT
from cli.wiring import open_uploads

IMPORTS = 7
DROPS = 12
IMPORT = (
    "import time; start = time.perf_counter(); import function_app;"
    " print(time.perf_counter() - start)"
)


def import_time() -> Row:
    """Import the whole function app in fresh interpreters."""
    command = [sys.executable, "-c", IMPORT]
    seconds = [
        float(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)  # noqa: S603
        for _ in range(IMPORTS)
    ]
    return Row(
        what="import function_app",
        measured_ms=1000 * statistics.median(seconds),
        must_ms=900,
        aim_ms=400,
        how=f"median of {IMPORTS} fresh interpreters",
    )


def service_rows() -> list[Row]:
    """Measure HTTP under load and the time from a dropped blob to its job."""
    folder = ROOT / ".apex"
    folder.mkdir(exist_ok=True)
    data = Path(tempfile.mkdtemp(prefix="bench-", dir=folder))
    try:
        with running_apex(data) as (note, _):
            dropped = drop_row(data, note.storage)
            token = mint_token(
                Installation(data), issuer=note.url, user="bench", roles=["estimator"]
            )
            load = asyncio.run(run_load(note.url, token))
        return [*load_rows(load), dropped]
    finally:
        shutil.rmtree(data, ignore_errors=True)


def load_rows(load: Load) -> list[Row]:
    how = f"{CLIENTS} clients, each with its own estimate; {load.failed} requests failed"
    return [
        Row(
            what="202 answers, p95",
            measured_ms=1000 * percentile_95(load.accepted_s),
            must_ms=200,
            aim_ms=50,
            how=how,
        ),
        Row(
            what="job status read, p95",
            measured_ms=1000 * percentile_95(load.read_s),
            must_ms=100,
            aim_ms=30,
            how=f"same load, {len(load.read_s)} reads, each client one a second",
        ),
    ]


def drop_row(data: Path, storage: str) -> Row:
    """Drop small files, one after the other, and wait for each one's job."""
    api = connect_local(data)
    uploads = open_uploads(storage)
    seconds = []
    for number in range(DROPS):
        project = Project(
            project_id="bench-drop",
            ticket_name="",
            ticket=b"",
            documents={f"note-{number}.txt": f"A 230 kV line, number {number}.\n".encode()},
        )
        ((name, content),) = project.documents.items()
        job_id = jobs_of(project, {}).documents[name]
        started = time.perf_counter()
        uploads.put(f"bench-drop/{name}", content)
        while api.find(f"/jobs/{job_id}") is None:
            time.sleep(0.01)
        seconds.append(time.perf_counter() - started)
    return Row(
        what="blob dropped, job visible",
        measured_ms=1000 * max(seconds),
        must_ms=2000,
        aim_ms=1000,
        how=f"slowest of {DROPS}",
    )


def demo_row() -> Row:
    """Run the whole demo in a process of its own."""
    with tempfile.TemporaryDirectory() as out:
        started = time.perf_counter()
        subprocess.run(  # noqa: S603
            [sys.executable, "-m", "cli", "demo", "--out", out],
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
        seconds = time.perf_counter() - started
    return Row(
        what="demo after set-up",
        measured_ms=1000 * seconds,
        must_ms=20_000,
        aim_ms=5000,
        how="start, three documents, published estimate, stop",
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="service", description=__doc__)
    parser.add_argument("--json", action="store_true")
    as_json = parser.parse_args().json
    return report([import_time(), *service_rows(), demo_row()], as_json=as_json)


if __name__ == "__main__":
    sys.exit(main())
