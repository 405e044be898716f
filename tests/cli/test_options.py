import shlex
from pathlib import Path

import pytest

from apex_core.errors import DependencyError
from cli.installation import Installation
from cli.options import DATA, data_option


def test_the_usual_data_folder_needs_no_option() -> None:
    assert data_option(DATA) == ""


def test_another_one_is_named_as_a_shell_reads_it(tmp_path: Path) -> None:
    data = tmp_path / "the data"

    assert shlex.split(f"./apex up{data_option(data)}") == ["./apex", "up", "--data", str(data)]


def test_where_nothing_runs_the_command_that_starts_it_is_told(tmp_path: Path) -> None:
    with pytest.raises(DependencyError, match=f"start ./apex up --data {tmp_path} in another"):
        Installation(tmp_path).read_note()
