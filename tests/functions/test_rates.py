"""Rate books as a company uses them: imported, searched, compared, and pinned in an estimate."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from azure.data.tables import TableClient
from requests import RequestException, Response
from typer.testing import CliRunner, Result

from cli.app import build
from tests.apex_core.rates.books import CSV, workbook
from tests.app import App, wait_for

pytestmark = [pytest.mark.azurite, pytest.mark.enable_socket, pytest.mark.slow]

TITLE = {"book": "acme", "version": "2026.1", "dollar_year": 2024, "source": "Annual contract"}
RATES = CSV + b'opgw,"OPGW, 48 fibers",1000 ft,9000,,\n'


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    app = App(tmp_path_factory.mktemp("rates")).start()
    yield app
    app.stop()


def hand_in(app: App, data: bytes, role: str = "manager", **title: object) -> Response:
    headers = {"Authorization": f"Bearer {app.token(roles=(role,))}"}
    params = TITLE | title
    return app.request("POST", "rates/imports", params=params, data=data, headers=headers)


def problem(answer: Response, status: int) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()["error"]


def test_an_imported_book_is_listed_searched_and_compared(app: App) -> None:
    first = hand_in(app, RATES)
    hand_in(app, RATES.replace(b"95.25", b"99"), version="2026.2")

    assert first.status_code == 201
    assert first.json()["result"]["rates"] == 3
    assert first.json()["result"]["applicable"] == 1
    books = app.get("rates/books")["books"]
    assert (books[0]["book"], books[0]["version"]) == ("miso-mtep24", "2024.1")
    assert [book["version"] for book in books if book["book"] == "acme"] == ["2026.1", "2026.2"]
    found = app.get("rates?book=acme&prefix=cu-&q=anch")
    assert (found["version"], [rate["total_usd"] for rate in found["rates"]]) == ("2026.2", [99])
    changed = app.get("rates/diff?book=acme&from=2026.1&to=2026.2")
    assert changed["counts"] == {"added": 0, "removed": 0, "changed": 1}
    assert changed["changed"][0]["fields"] == ["material_usd"]


def test_a_search_goes_on_where_its_last_page_ended(app: App) -> None:
    first = app.get("rates?book=miso-mtep24&prefix=transformer.&limit=2")
    second = app.get(
        f"rates?book=miso-mtep24&prefix=transformer.&limit=2&cursor={first['next_cursor']}"
    )

    assert first["total"] == second["total"] > 4
    assert len({rate["code"] for rate in first["rates"] + second["rates"]}) == 4


def test_every_wrong_cell_is_answered_and_nothing_is_kept(app: App) -> None:
    wrong = RATES.replace(b"800", b"eight").replace(b",ea,", b",furlong,")

    error = problem(hand_in(app, wrong, book="wrong"), 422)

    assert [each["path"] for each in error["errors"]] == [
        "line 2, column Labor",
        "line 3, column UOM",
    ]
    assert all(book["book"] != "wrong" for book in app.get("rates/books")["books"])


def test_a_dry_run_of_a_workbook_keeps_nothing(app: App) -> None:
    file = workbook(("code", "description", "unit", "unit cost"), ("A", "Anchor", "ea", 5))

    answer = hand_in(app, file, version="dry", dry_run="true")

    assert answer.status_code == 200
    assert answer.json()["result"]["stored"] is False
    assert all(book["version"] != "dry" for book in app.get("rates/books")["books"])


@pytest.mark.parametrize("role", ["estimator", "auditor"])
def test_only_managers_and_admins_import(app: App, role: str) -> None:
    assert "manager" in problem(hand_in(app, RATES, role), 403)["detail"]


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("rates", "book"),
        ("rates?book=nobody", "book"),
        ("rates?book=miso-mtep24&version=1", "version"),
        ("rates?book=miso-mtep24&limit=0", "limit"),
        (f"rates?book=miso-mtep24&limit={'9' * 5000}", "limit"),
        ("rates/diff?book=acme&from=1", "to"),
    ],
)
def test_a_wrong_question_names_its_field(app: App, path: str, field: str) -> None:
    assert problem(app.request("GET", path), 422)["errors"][0]["path"] == field


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"book": "miso-mtep24"}, "book"),
        ({"book": "A/B"}, "book"),
        ({"dollar_year": "soon"}, "dollar_year"),
        ({"source": ""}, "source"),
        ({"dry_run": "maybe"}, "dry_run"),
    ],
)
def test_a_wrong_title_names_its_field(app: App, changed: dict[str, str], field: str) -> None:
    assert problem(hand_in(app, RATES, **changed), 422)["errors"][0]["path"] == field


def test_a_ticket_that_names_the_book_is_priced_by_it(app: App) -> None:
    hand_in(app, RATES, book="priced")
    ticket = {
        "name": "A mile",
        "region": "Missouri",
        "lines": [{"name": "Line", "voltage_kv": 345, "miles": 1}],
        "rate_book": {"book": "priced", "version": "2026.1"},
    }

    app.request("POST", "projects/own-rates/estimates", json=ticket)
    job = app.finished("own-rates")

    assert job["error"] is None
    estimate = app.request("GET", "projects/own-rates/estimates/v0001").json()
    items = {item["id"]: item for item in estimate["result"]["basis"]["cost"]["line_items"]}
    assert items["lines.0.opgw"]["unit_cost_usd"] == 9000
    assert items["lines.0.opgw"]["source"]["rate"].startswith("priced@2026.1, opgw")
    pinned = next(book for book in app.get("rates/books")["books"] if book["book"] == "priced")
    assert estimate["trace"]["packs"]["priced"]["sha256"] == pinned["sha256"]


def call(app: App, *words: str) -> Result:
    token = app.token(roles=("manager",))
    options = ["--url", app.url, "--token", token]
    return CliRunner().invoke(build(["rates"]), ["rates", *words, *options])


def test_the_command_imports_searches_lists_and_compares(app: App, tmp_path: Path) -> None:
    file = tmp_path / "rates.csv"
    said = []
    for version, data in (("1", RATES), ("2", RATES + b"CU-300,Guy,ea,12,,\n")):
        file.write_bytes(data)
        title = ["--book", "shown", "--version", version, "--dollar-year", "2024"]
        said.append(call(app, "import", str(file), *title, "--source", "Bids").stdout)

    assert said == [
        "shown@1: 3 rates imported; 1 can price an estimate\n",
        "shown@2: 4 rates imported; 1 can price an estimate\n",
    ]
    assert "OPGW, 48 fibers" in call(app, "search", "--book", "shown", "opgw").stdout
    assert "shown" in call(app, "list").stdout
    assert "added: 12.00 per each" in call(app, "diff", "shown", "1", "2").stdout
    found = json.loads(call(app, "search", "--book", "shown", "--json").stdout)
    assert found["result"]["total"] == 4


def test_the_command_says_every_wrong_cell_in_one_sentence(app: App, tmp_path: Path) -> None:
    file = tmp_path / "rates.csv"
    file.write_bytes(RATES.replace(b"95.25", b"cheap"))
    title = ["--book", "shown", "--version", "3", "--dollar-year", "2024", "--source", "Bids"]

    said = call(app, "import", str(file), *title, "--dry-run")

    assert said.exit_code == 1
    assert said.stderr.startswith("error: line 3, column Material: expected US dollars")


def test_a_host_killed_during_an_import_leaves_the_whole_book_or_nothing(tmp_path: Path) -> None:
    rows = b"".join(b"C%05d,%s,ea,5\n" % (number, b"long words " * 40) for number in range(20_000))
    data = b"code,description,unit,cost\n" + rows
    app = App(tmp_path).start()
    try:
        assert app.azurite is not None
        table = TableClient.from_connection_string(app.azurite.connection_string, "rates")
        app.get("rates/books")  # makes the table

        def hand_in_and_be_cut_off() -> None:
            with suppress(RequestException):
                hand_in(app, data)

        importing = Thread(target=hand_in_and_be_cut_off)
        importing.start()
        wait_for(lambda: list(table.query_entities("PartitionKey eq 'acme@2026.1'")))
        app.kill()
        importing.join()

        app.start()
        books = [book for book in app.get("rates/books")["books"] if book["book"] == "acme"]
        again = hand_in(app, data)

        assert [book["rates"] for book in books] in ([], [20_000])
        assert again.status_code == (200 if books else 201)
        assert app.get("rates?book=acme&q=long")["total"] == 20_000
    finally:
        app.stop()
