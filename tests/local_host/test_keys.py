"""Access keys: made once, private, and opening exactly what their level says."""

import json
import stat
from pathlib import Path

import pytest

from local_host.keys import DURABLE_KEY, Keys, load_keys

KEYS = Keys(master="m", host="h", functions={"one": "1", "two": "2"}, system={DURABLE_KEY: "d"})


def test_keys_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    file = tmp_path / "data" / "keys.json"
    first = load_keys(file, ["one"])
    again = load_keys(file, ["one", "two"])

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (again.master, again.host, again.system) == (first.master, first.host, first.system)
    assert again.functions["one"] == first.functions["one"]
    assert json.loads(file.read_text())["functions"].keys() == {"one", "two"}


def test_every_key_is_different(tmp_path: Path) -> None:
    keys = load_keys(tmp_path / "keys.json", ["one", "two"])

    assert len({keys.master, keys.host, *keys.functions.values(), *keys.system.values()}) == 5


@pytest.mark.parametrize(
    ("level", "opens"),
    [
        ("ANONYMOUS", {"m", "h", "1", "2", "d", "", "é"}),
        ("FUNCTION", {"m", "h", "1"}),
        ("ADMIN", {"m"}),
    ],
)
def test_a_level_is_opened_by_its_keys_alone(level: str, opens: set[str]) -> None:
    tried = {"m", "h", "1", "2", "d", "", "é"}

    assert {key for key in tried if KEYS.allows(key, level=level, function="one")} == opens


def test_the_webhooks_have_a_key_of_their_own() -> None:
    assert {key for key in ("m", "h", "1", "d", "") if KEYS.allows_webhook(key)} == {"m", "d"}
