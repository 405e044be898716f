"""The four files: stable, safe to open, and each adding up to the same estimate."""

import csv
import hashlib
import io
import json
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from apex_core.envelope import content_sha256
from apex_core.model.estimate import Estimate
from apex_core.report.files import render_files
from apex_core.report.record import render_json
from apex_core.report.table import as_cell, render_csv
from tests.apex_core.estimate.situations import (
    FORMULA,
    estimate_of,
    hostile,
    missouri,
    sealed,
    ticket_of,
)

NAMES = {"estimate.json", "estimate.xlsx", "line_items.csv", "report.html"}


def test_an_estimate_is_four_files() -> None:
    assert set(render_files(sealed(missouri()))) == NAMES


def test_the_same_estimate_gives_the_same_bytes() -> None:
    first, second = (render_files(sealed(estimate_of(ticket_of()))) for _ in range(2))

    assert {name: hashlib.sha256(data).hexdigest() for name, data in first.items()} == {
        name: hashlib.sha256(data).hexdigest() for name, data in second.items()
    }


def test_version_and_time_are_shown_in_the_page_alone() -> None:
    plain, shown = (
        render_files(sealed(missouri())),
        render_files(sealed(missouri()), version="v0007", generated="2026-11-21"),
    )

    assert {name for name in NAMES if plain[name] != shown[name]} == {"report.html"}
    assert b"v0007" in shown["report.html"]
    assert b"2026-11-21" in shown["report.html"]


def test_the_json_hashes_to_the_hash_it_states() -> None:
    content = json.loads(render_json(sealed(missouri())))
    stated = content.pop("content_sha256")

    assert content_sha256(content) == stated


def test_the_json_holds_the_whole_estimate() -> None:
    content = json.loads(render_json(sealed(missouri())))

    assert Estimate.model_validate(content["result"]) == missouri()


def rows_of(estimate: Estimate) -> list[dict[str, str]]:
    text = render_csv(estimate).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_csv_adds_up_to_direct_cost() -> None:
    total = sum(Decimal(row["total_usd"]) for row in rows_of(missouri()))

    assert total == missouri().basis.cost.base_usd


def test_the_csv_runs_no_formula_and_keeps_negative_amounts_numbers() -> None:
    *_, first, credit = rows_of(hostile())

    assert first["rate_source"] == f"'{FORMULA}"
    assert credit["description"].startswith("'=")
    assert Decimal(credit["total_usd"]) == -500


@given(st.text())
def test_no_text_starts_a_cell_the_way_a_formula_does(text: str) -> None:
    assert not as_cell(text).lstrip().startswith(("=", "+", "-", "@"))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2))
def test_a_number_is_written_as_a_number_whatever_its_sign(amount: Decimal) -> None:
    assert Decimal(as_cell(amount)) == amount
