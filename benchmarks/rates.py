"""Rate books of a hundred thousand rates: imported and searched through APEX."""

import argparse
import csv
import io
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl

from benchmarks.row import Row, percentile_95, report
from cli.api import Api, connect_local
from cli.running import running_apex
from cli.tools import ROOT

RATES = 100_000
SEARCHES = 300
HEADER = ("code", "description", "unit", "material_usd", "labor_usd", "equipment_usd")
PARTS = ("pole", "anchor", "crossarm", "insulator", "conductor", "foundation", "switch", "breaker")
KINDS = ("steel", "wood", "polymer", "porcelain", "copper", "concrete", "galvanized")


def rates() -> Iterator[tuple[object, ...]]:
    draw = random.Random(7)  # noqa: S311 - prices, not secrets
    for number in range(RATES):
        words = f"{draw.choice(KINDS)} {draw.choice(PARTS)}, size {draw.randrange(1000)}"
        money = [round(draw.uniform(1, 90_000), 2) for _ in range(3)]
        yield f"CU-{number:06d}", words.capitalize(), "EA", *money


def csv_file() -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows([HEADER, *rates()])
    return file.getvalue().encode()


def workbook() -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (HEADER, *rates()):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def timed(call: Callable[[], Any]) -> float:
    started = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - started)


def import_row(api: Api, kind: str, data: bytes) -> Row:
    title = {"book": "bench", "version": kind, "dollar_year": "2024", "source": "Bench"}
    return Row(
        what=f"{RATES:,} rates imported ({kind})",
        measured_ms=timed(lambda: api.post("/rates/imports", title, data)),
        must_ms=60_000,
        aim_ms=20_000,
        how=f"one request of {len(data) / 2**20:.1f} MiB",
    )


def search_rows(api: Api) -> Iterator[Row]:
    draw = random.Random(11)  # noqa: S311 - questions, not secrets
    first = timed(lambda: api.get("/rates", {"book": "bench", "q": "steel"}))
    yield Row(
        what="first search of a book",
        measured_ms=first,
        must_ms=5000,
        aim_ms=2000,
        how="reads the whole book from storage, once in each process",
    )
    questions = (
        {"book": "bench", "version": "csv", "q": f"{draw.choice(KINDS)} {draw.choice(PARTS)[:4]}"}
        if number % 2
        else {"book": "bench", "version": "csv", "prefix": f"CU-{draw.randrange(1000):03d}"}
        for number in range(SEARCHES)
    )
    api.get("/rates", {"book": "bench", "version": "csv"})
    seconds = [timed(partial(api.get, "/rates", asked)) / 1000 for asked in questions]
    yield Row(
        what=f"search among {RATES:,} rates, p95",
        measured_ms=1000 * percentile_95(seconds),
        must_ms=50,
        aim_ms=25,
        how=f"{SEARCHES} searches, half by prefix, half by two words; 50 rates each",
    )


def rows() -> list[Row]:
    folder = ROOT / ".apex"
    folder.mkdir(exist_ok=True)
    data = Path(tempfile.mkdtemp(prefix="bench-", dir=folder))
    try:
        with running_apex(data):
            api = connect_local(data, role="manager")
            files = {"csv": csv_file(), "xlsx": workbook()}
            imports = [import_row(api, kind, file) for kind, file in files.items()]
            return [*imports, *search_rows(api)]
    finally:
        shutil.rmtree(data, ignore_errors=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="rates", description=__doc__)
    parser.add_argument("--json", action="store_true")
    return report(rows(), as_json=parser.parse_args().json)


if __name__ == "__main__":
    sys.exit(main())
