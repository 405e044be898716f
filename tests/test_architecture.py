"""The picture of the rooms, executed."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import function_app
from apex_core.envelope import CODE_VERSION

REPOSITORY = Path(__file__).parent.parent
FUNCTIONS = {
    # activities: one for each step
    "assemble_estimate",
    "build_risk_model",
    "classify_estimate",
    "collect_facts",
    "lay_basis",
    "open_ticket",
    "parse_document",
    "pin_rates",
    "price_section",
    "publish_estimate",
    "record_job",
    "review_document",
    "simulate_replicate",
    "summarise_risk",
    "take_off_quantities",
    "total_costs",
    "write_part",
    # orchestrations
    "document_story",
    "estimate_story",
    # intake
    "receive_upload",
    "start_high_job",
    "start_low_job",
    "start_normal_job",
    # maintenance
    "purge_jobs",
    "reconcile_jobs",
    # API
    "compare_rates",
    "export_estimate",
    "get_estimate",
    "get_job",
    "get_liveness",
    "get_readiness",
    "import_rates",
    "list_estimates",
    "list_jobs",
    "list_rate_books",
    "price_scope",
    "request_an_estimate",
    "search_rates",
    "simulate_risk",
}
LOCAL_ONLY = {"aiohttp", "cronsim", "pytest", "rich", "typer", "ruff", "mypy", "reportlab"}


def test_the_app_registers_exactly_these_functions() -> None:
    assert {each.get_function_name() for each in function_app.app.get_functions()} == FUNCTIONS


def test_the_front_door_only_imports_and_registers() -> None:
    tree = ast.parse((REPOSITORY / "function_app.py").read_text())

    kinds = {type(node) for node in tree.body}

    assert kinds <= {ast.Expr, ast.Import, ast.ImportFrom, ast.Assign, ast.For}


def test_importing_the_app_builds_nothing_and_loads_no_heavy_library() -> None:
    code = (
        "import sys, function_app\n"
        "from functions.wiring import services\n"
        "assert services.cache_info().currsize == 0\n"
        "heavy = {'azure.storage.blob', 'azure.data.tables', 'azure.identity',\n"
        "         'pypdfium2', 'openpyxl', 'scipy.stats', 'jinja2', 'pydantic_settings'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )

    loaded = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )

    assert loaded.stdout.strip() == "[]"


def test_the_code_version_in_every_trace_is_that_of_the_package() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]

    assert project["version"] == CODE_VERSION


def test_the_cloud_installs_no_local_host_command_line_or_test_package() -> None:
    pins = (REPOSITORY / "requirements.txt").read_text()
    installed = set(re.findall(r"^([a-z0-9-]+)==", pins, flags=re.MULTILINE))

    # aiohttp comes with the durable SDK itself
    assert not installed & (LOCAL_ONLY - {"aiohttp"})
    assert all("--hash=sha256:" in part for part in re.split(r"\n(?=[a-z])", pins.strip()))


def test_the_two_sets_of_pins_agree() -> None:
    def pinned(name: str) -> dict[str, str]:
        text = (REPOSITORY / name).read_text()
        return dict(re.findall(r"^([a-z0-9-]+)==([^ ;\\]+)", text, flags=re.MULTILINE))

    cloud, local = pinned("requirements.txt"), pinned("requirements-dev.txt")

    assert {name: local.get(name) for name in cloud} == cloud


def test_every_room_has_its_place_in_the_contracts() -> None:
    linter = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["importlinter"]
    outside = {"tests", "benchmarks", "samples"}
    packages = {
        path.parent.name
        for path in REPOSITORY.glob("*/__init__.py")
        if path.parent.name not in outside
    }
    order = next(contract for contract in linter["contracts"] if contract["id"] == "core-order")

    assert packages == set(linter["root_packages"])
    assert order["exhaustive"]


def test_the_host_file_carries_the_settings_the_design_rests_on() -> None:
    host = json.loads((REPOSITORY / "host.json").read_text())
    durable = host["extensions"]["durableTask"]

    assert durable["hubName"] == "%TASKHUB_NAME%"
    assert durable["tracing"]["traceInputsAndOutputs"] is False
    assert durable["versionMatchStrategy"] == "CurrentOrOlder"
    assert host["extensions"]["http"]["routePrefix"] == "api"
