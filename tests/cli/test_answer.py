import json
from pathlib import Path

import pytest
import typer

from apex_core.errors import DependencyError, FieldError, InputError, InvariantError
from cli.answer import one_sentence

WRONG = InputError(
    "must be a number",
    path="lines.0.voltage_kv",
    errors=[FieldError("lines.0.voltage_kv", "must be a number"), FieldError("name", "is missing")],
)


def test_what_the_user_can_fix_is_one_line_for_each_wrong_field_and_exit_status_1(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(typer.Exit) as exit_, one_sentence(as_json=False):
        raise WRONG

    assert exit_.value.exit_code == 1
    assert capsys.readouterr().err == (
        "error: lines.0.voltage_kv: must be a number\nerror: name: is missing\n"
    )


def test_with_json_the_same_is_a_problem_on_standard_output(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(typer.Exit), one_sentence(as_json=True):
        raise WRONG

    answer = json.loads(capsys.readouterr().out)
    assert answer["result"] is None
    assert answer["confidence"] == 0
    assert answer["error"]["status"] == 422
    assert [error["path"] for error in answer["error"]["errors"]] == [
        "lines.0.voltage_kv",
        "name",
    ]


def test_what_the_world_broke_is_a_sentence_too(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit), one_sentence(as_json=True):
        raise DependencyError("storage does not answer")

    said = capsys.readouterr()
    assert json.loads(said.out)["error"]["status"] == 503
    assert said.err == "error: storage does not answer\n"


def test_a_file_or_folder_that_cannot_be_used_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out").touch()

    with pytest.raises(typer.Exit), one_sentence(as_json=False):
        (tmp_path / "out" / "v0001").mkdir()

    place = tmp_path / "out" / "v0001"
    assert capsys.readouterr().err == f"error: {place}: cannot be used: Not a directory\n"


def test_a_bug_of_our_own_is_not_hidden_in_a_sentence() -> None:
    with pytest.raises(InvariantError), one_sentence(as_json=False):
        raise InvariantError("a row exists and does not")
