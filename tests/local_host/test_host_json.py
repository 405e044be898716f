"""host.json: defaults of the service, and what an app may change."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from local_host.errors import StartupError
from local_host.host_json import parse_timespan, read_host_json


def test_without_a_file_everything_has_the_services_default(tmp_path: Path) -> None:
    options = read_host_json(tmp_path)

    assert options.route_prefix == "api"
    assert (options.queues.batch_size, options.queues.max_dequeue_count) == (16, 5)
    assert options.queues.base64
    assert options.blobs.poison_threshold == 5
    assert not options.durable.replace_running


def test_an_app_changes_what_it_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB", "mine")
    document = {
        "logging": {"logLevel": {"default": "Warning", "Function": "Information"}},
        "extensions": {
            "http": {"routePrefix": ""},
            "queues": {"messageEncoding": "none", "visibilityTimeout": "00:00:30"},
            "durableTask": {
                "hubName": "%HUB%",
                "defaultVersion": "2",
                "maxConcurrentActivityFunctions": 3,
                "overridableExistingInstanceStates": "AnyState",
            },
        },
    }
    (tmp_path / "host.json").write_text(json.dumps(document))
    options = read_host_json(tmp_path)

    assert options.route_prefix == ""
    assert (options.log_level, options.function_log_level) == ("WARNING", "INFO")
    assert not options.queues.base64
    assert options.queues.visibility_timeout == timedelta(seconds=30)
    assert (options.durable.hub, options.durable.version) == ("mine", "2")
    assert options.durable.activities_at_once == 3
    assert options.durable.replace_running


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("00:00:05", timedelta(seconds=5)),
        ("01:30:00", timedelta(minutes=90)),
        ("2.00:00:00.5", timedelta(days=2, milliseconds=500)),
    ],
)
def test_a_timespan_is_read_as_dotnet_writes_it(text: str, length: timedelta) -> None:
    assert parse_timespan(text) == length


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"extensions": {"queues": {"visibilityTimeout": "5 s"}}}',
        '{"logging": {"logLevel": {"default": "Loud"}}}',
        '{"extensions": {"durableTask": {"hubName": "%NOT_SET_ANYWHERE%"}}}',
    ],
)
def test_a_file_that_cannot_be_understood_stops_the_start(tmp_path: Path, text: str) -> None:
    (tmp_path / "host.json").write_text(text)

    with pytest.raises(StartupError):
        read_host_json(tmp_path)
