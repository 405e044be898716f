"""Log lines: each one JSON object, exceptions included."""

import json
import logging

from local_host.logs import JsonLines


def record(message: str, *, broken: bool = False) -> logging.LogRecord:
    error = (ValueError, ValueError("two\nlines"), None) if broken else None
    return logging.LogRecord("app", logging.WARNING, "f.py", 1, message, ("é",), error)


def test_a_record_is_one_line_of_json() -> None:
    text = JsonLines().format(record("saw %s\nand more"))
    line = json.loads(text)

    assert "\n" not in text
    assert (line["level"], line["logger"], line["message"]) == ("WARNING", "app", "saw é\nand more")
    assert line["time"].endswith("+00:00")


def test_an_exception_stays_in_its_line() -> None:
    text = JsonLines().format(record("failed %s", broken=True))

    assert "\n" not in text
    assert "ValueError: two" in json.loads(text)["exception"]
