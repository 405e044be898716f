"""App settings: the environment first, the file for the rest."""

import json
from pathlib import Path

import pytest

from local_host.errors import StartupError
from local_host.settings import apply_settings, connection_string, expand, setting


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LH_NEW", "LH_OLD", "LH_STORE", "AzureWebJobsLH_STORE"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


def test_the_file_never_overrides_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LH_OLD", "environment")
    file = tmp_path / "local.settings.json"
    file.write_text(json.dumps({"Values": {"LH_OLD": "file", "LH_NEW": "file"}}))
    apply_settings(file)

    assert (setting("LH_OLD"), setting("LH_NEW")) == ("environment", "file")


def test_a_missing_file_is_an_empty_one(tmp_path: Path) -> None:
    apply_settings(tmp_path / "nothing.json")

    assert setting("LH_NEW") is None


@pytest.mark.parametrize("text", ["{", "[]", '{"Values": {"LH_NEW": 1}}', '{"Values": []}'])
def test_a_file_of_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "local.settings.json"
    file.write_text(text)

    with pytest.raises(StartupError, match=r"local\.settings\.json"):
        apply_settings(file)


def test_names_between_percent_signs_are_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LH_NEW", "orders")

    assert expand("%LH_NEW%-high") == "orders-high"
    with pytest.raises(StartupError, match="%LH_OLD%"):
        expand("%LH_OLD%")


def test_a_connection_is_found_by_its_name_with_or_without_prefix(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(StartupError, match="'LH_STORE' must hold a storage connection string"):
        connection_string("LH_STORE")
    monkeypatch.setenv("AzureWebJobsLH_STORE", "AccountName=a;")
    assert connection_string("LH_STORE") == "AccountName=a;"
    monkeypatch.setenv("LH_STORE", "UseDevelopmentStorage=true")
    assert "QueueEndpoint=http://127.0.0.1:10001/devstoreaccount1;" in connection_string("LH_STORE")
