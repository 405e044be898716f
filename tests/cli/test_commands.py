"""Commands that need no server, called as a user calls them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cli.app import COMMANDS, build
from cli.tools import ROOT

SAMPLE = ROOT / "samples" / "okatie-230"
SCOPE = {
    "name": "A mile",
    "region": "Missouri",
    "dollar_year": 2024,
    "lines": [{"name": "Line", "voltage_kv": 345, "miles": 1}],
}
MODEL = {
    "base_usd": 1_000_000,
    "factors": [
        {"name": "labor", "distribution": "triangular", "low": -0.1, "mode": 0.0, "high": 0.3}
    ],
}


def call(*arguments: str | Path) -> Result:
    words = [str(argument) for argument in arguments]
    return CliRunner().invoke(build(words[:1]), words, catch_exceptions=False)


def answer(*arguments: str | Path) -> Any:
    result = call(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def scope(tmp_path: Path) -> Path:
    file = tmp_path / "scope.json"
    file.write_text(json.dumps(SCOPE))
    return file


@pytest.fixture
def model(tmp_path: Path) -> Path:
    file = tmp_path / "model.json"
    file.write_text(json.dumps(MODEL))
    return file


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    result = call(command, "--help")

    assert result.exit_code == 0
    assert f"./apex {command}" in result.stdout


def test_help_lists_every_command() -> None:
    listed = call("--help").stdout

    assert all(f" {command} " in listed for command in COMMANDS)


def test_the_script_before_set_up_lists_the_same_commands() -> None:
    script = (ROOT / "apex").read_text()

    assert all(f"\n  {command}" in script or f", {command}" in script for command in COMMANDS)


def test_a_command_that_does_not_exist_is_refused_with_a_guess() -> None:
    result = call("tst")

    assert result.exit_code == 2
    assert "'test'" in result.stderr


def test_only_the_command_that_is_called_gets_imported() -> None:
    program = (
        "import sys; from cli.app import build; build(['token']);"
        " print(sorted(m for m in sys.modules if m in"
        " {'numpy', 'pypdfium2', 'azure.storage.blob', 'apex_core.risk.simulation'}))"
    )

    said = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert said.stdout == "[]\n"


def test_cost_prices_a_scope_and_says_where_its_rates_come_from(scope: Path) -> None:
    envelope = answer("cost", scope)

    assert envelope["result"]["capital_usd"] == 3_475_603.92  # Missouri's worked mile, MTEP24
    assert envelope["trace"]["packs"]["miso-mtep24"]["version"] == "2024.1"
    assert envelope["content_sha256"]


def test_cost_shows_a_table_to_people(scope: Path) -> None:
    result = call("cost", scope)

    assert result.exit_code == 0
    assert "$3,475,604" in result.stdout
    assert "Contingency: 30 %" in result.stdout


def test_a_wrong_field_of_a_scope_ends_in_one_sentence_with_its_path(scope: Path) -> None:
    scope.write_text(json.dumps(SCOPE).replace("345", '"two hundred"'))

    result = call("cost", scope)

    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("error: lines.0.voltage_kv:")
    assert result.stderr.endswith("(got 'two hundred')\n")


@pytest.mark.skipif(sys.platform == "win32", reason="there every name is text")
def test_a_name_that_no_terminal_can_show_does_not_stop_an_answer() -> None:
    name = os.fsdecode(b"caf\xe9.yaml")

    said = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "cli", "cost", name, "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert said.returncode == 1
    assert said.stderr == "error: caf\\udce9.yaml: there is no such file\n"
    assert json.loads(said.stdout)["error"]["errors"][0]["path"] == name


def test_risk_simulates_a_model_the_same_way_for_the_same_seed(model: Path) -> None:
    first = answer("risk", model, "--trials", "2000", "--seed", "7")
    second = answer("risk", model, "--trials", "2000", "--seed", "7")

    assert first == second
    assert first["result"]["trials"] == 2000
    assert first["trace"]["seed"] == 7
    assert first["result"]["percentiles"]["p80"] > 1_000_000


def test_risk_shows_percentiles_and_drivers_to_people(model: Path) -> None:
    result = call("risk", model, "--method", "sobol")

    assert result.exit_code == 0
    assert "P80" in result.stdout
    assert "labor" in result.stdout


def test_a_wrong_model_ends_in_one_sentence_with_its_path(model: Path) -> None:
    model.write_text(json.dumps(MODEL).replace("triangular", "trapezoid"))

    result = call("risk", model)

    assert result.exit_code == 1
    assert result.stderr.startswith("error: factors.0: ")


@pytest.mark.parametrize("name", ["scope.docx", "structures.xlsx", "geotech.pdf"])
def test_parse_reads_every_document_of_the_sample(name: str) -> None:
    envelope = answer("parse", SAMPLE / name)

    assert envelope["result"]["name"] == name
    assert envelope["result"]["tables"]


def test_parse_shows_an_outline_to_people() -> None:
    result = call("parse", SAMPLE / "structures.xlsx")

    assert result.exit_code == 0
    assert "Structures" in result.stdout


def test_review_finds_the_facts_of_the_scope_with_their_quotes() -> None:
    envelope = answer("review", SAMPLE / "scope.docx")

    facts = {fact["name"]: fact for fact in envelope["result"]["facts"]}
    assert facts["voltage_kv"]["value"] == "230"
    assert facts["route_miles"]["value"] == "6.5"
    assert all(fact["quotes"] for fact in facts.values())


def test_review_shows_facts_and_verdict_to_people() -> None:
    result = call("review", SAMPLE / "scope.docx")

    assert result.exit_code == 0
    assert "voltage_kv" in result.stdout
    assert "% complete" in result.stdout


def test_an_unreadable_document_ends_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()

    result = call("parse", tmp_path / "empty.pdf")

    assert result.exit_code == 1
    assert result.stderr.startswith("error: ")
    assert "Traceback" not in result.stderr
