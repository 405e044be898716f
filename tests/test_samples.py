"""The sample project: its documents are what their maker writes, and they agree with each other."""

import io
import runpy
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from apex_core.quantities.ticket import read_ticket

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
OKATIE = SAMPLES / "okatie-230"


@pytest.fixture(scope="module")
def maker() -> dict[str, Any]:
    return runpy.run_path(str(SAMPLES / "make_samples.py"))


@pytest.mark.parametrize("name", ["scope.docx", "structures.xlsx"])
def test_an_office_file_is_what_its_maker_writes(maker: dict[str, Any], name: str) -> None:
    made = members(maker["DOCUMENTS"][name]())

    assert made == members((OKATIE / name).read_bytes())


def test_the_report_is_what_its_maker_writes(maker: dict[str, Any]) -> None:
    made = maker["DOCUMENTS"]["geotech.pdf"]()

    assert made == (OKATIE / "geotech.pdf").read_bytes()


def members(office_file: bytes) -> dict[str, tuple[tuple[int, ...], bytes]]:
    """Return date and content of every part; compressed bytes differ between versions of zlib."""
    with zipfile.ZipFile(io.BytesIO(office_file)) as file:
        return {entry.filename: (entry.date_time, file.read(entry)) for entry in file.infolist()}


def test_the_structure_list_counts_what_the_scope_says_and_ends_where_the_route_ends() -> None:
    sheet = openpyxl.load_workbook(OKATIE / "structures.xlsx")["Structures"]
    rows = list(sheet.iter_rows(min_row=5, values_only=True))

    kinds = Counter(str(row[2]) for row in rows)
    feet_per_station, _, feet = str(rows[-1][1]).partition("+")

    assert kinds == {
        "Tangent": 34,
        "Running angle": 6,
        "Non-angled dead-end": 3,
        "Angled dead-end": 2,
    }
    assert (int(feet_per_station) * 100 + int(feet)) / 5280 == 6.5


def test_the_ticket_can_be_read() -> None:
    ticket = read_ticket((OKATIE / "estimate.yaml").read_bytes(), "estimate.yaml")

    assert ticket.comparison is not None
    assert ticket.comparison.usd == 19_280_474
