"""The `apex` script on repositories of its own: small ones, with nothing to download."""

# ruff: noqa: S603 - it starts our own script
import ast
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ECHO = 'import os, sys\nprint("cli heard", sys.argv[1:], "in", os.getcwd())\nsys.exit(7)\n'
MADE = "Making .venv"
BEFORE = ("apex", "cli", "requirements-dev.txt")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="reads and breaks .venv as POSIX has it"),
]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return fresh_clone(tmp_path)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository after its first call; every test leaves it in that state."""
    root = fresh_clone(tmp_path_factory.mktemp("made"))
    assert MADE in call(root, "lint").stderr
    return root


def fresh_clone(folder: Path) -> Path:
    """Make a repository in a folder with spaces, whose pins are empty and whose cli echoes."""
    root = folder / "a fresh clone"
    (root / "cli").mkdir(parents=True)
    shutil.copy(ROOT / "apex", root / "apex")
    (root / "requirements-dev.txt").write_text("# nothing\n")
    (root / "cli" / "__main__.py").write_text(ECHO)
    return root


def call(root: Path, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, root / "apex", *arguments],
        cwd=cwd or root,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_second_call_makes_nothing_and_runs_the_command_where_the_caller_is(
    made: Path, tmp_path: Path
) -> None:
    answer = call(made, "lint", "a b", "--c", cwd=tmp_path)

    assert answer.stderr == ""
    assert answer.stdout == f"cli heard ['lint', 'a b', '--c'] in {tmp_path}\n"
    assert answer.returncode == 7


def test_everything_written_lies_in_the_repository(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = repository.parent / "home"
    home.mkdir()
    for name in ("HOME", "XDG_CACHE_HOME", "TMPDIR"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("PATH", "/nowhere")

    answer = call(repository, "lint")

    assert answer.returncode == 7
    assert list(home.iterdir()) == []
    assert {path.name for path in repository.iterdir()} == {*BEFORE, ".apex", ".venv"}


def test_a_module_in_the_current_folder_is_not_taken_for_the_real_one(
    made: Path, tmp_path: Path
) -> None:
    (tmp_path / "cli.py").write_text("raise SystemExit('the wrong cli')")

    answer = call(made, "lint", cwd=tmp_path)

    assert answer.returncode == 7


def lose_the_interpreter(root: Path) -> None:
    (root / ".venv" / "bin" / "python").unlink()


def stop_halfway(root: Path) -> None:
    (root / ".venv" / ".apex-stamp").unlink()
    shutil.rmtree(root / ".venv" / "lib")


def change_a_pin(root: Path) -> None:
    with (root / "requirements-dev.txt").open("a") as pins:
        pins.write("# nothing new\n")


@pytest.mark.parametrize("spoil", [lose_the_interpreter, stop_halfway, change_a_pin])
def test_a_spoiled_environment_is_made_anew(made: Path, spoil: Callable[[Path], None]) -> None:
    spoil(made)

    answer = call(made, "lint")

    assert MADE in answer.stderr
    assert answer.returncode == 7


def test_a_repository_that_moved_gets_a_new_environment(repository: Path) -> None:
    call(repository, "lint")
    moved = repository.rename(repository.with_name("moved"))

    answer = call(moved, "lint")

    assert MADE in answer.stderr
    assert answer.returncode == 7


def test_two_first_calls_at_once_make_one_environment(repository: Path) -> None:
    command = [sys.executable, str(repository / "apex"), "lint"]
    calls = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]

    said = [process.communicate(timeout=120)[1] for process in calls]

    assert [process.returncode for process in calls] == [7, 7]
    assert sum("Making .venv ... 0 s" in text for text in said) == 1
    assert sum("waiting for it to finish" in text for text in said) == 1


def test_a_call_killed_during_set_up_leaves_nothing_that_the_next_one_trips_over(
    repository: Path,
) -> None:
    process = subprocess.Popen([sys.executable, repository / "apex", "lint"])
    while not (repository / ".venv").exists():
        time.sleep(0.01)
    process.kill()
    process.wait()

    answer = call(repository, "lint")

    assert answer.returncode == 7


def test_a_package_that_cannot_be_installed_ends_with_what_pip_said(repository: Path) -> None:
    (repository / "requirements-dev.txt").write_text("./no_such_file-1-py3-none-any.whl\n")

    answer = call(repository, "lint")

    assert answer.returncode == 1
    assert "Installing the pinned packages failed" in answer.stderr
    assert "no_such_file-1-py3-none-any.whl" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_help_before_the_first_call_teaches_without_installing(repository: Path) -> None:
    answer = call(repository, "--help")

    assert answer.returncode == 0
    assert "Start here:" in answer.stdout
    assert not (repository / ".venv").exists()


def test_without_a_suitable_python_one_sentence_says_what_to_install(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = (repository / "apex").read_text().replace("(3, 11), (3, 13)", "(4, 0), (4, 1)")
    (repository / "apex").write_text(script)
    monkeypatch.setenv("PATH", "/nowhere")

    answer = call(repository, "lint")

    assert answer.returncode == 1
    assert answer.stderr.startswith("./apex: APEX needs Python")
    assert "Traceback" not in answer.stderr


def test_the_script_can_be_read_by_an_old_interpreter() -> None:
    ast.parse((ROOT / "apex").read_text(), feature_version=(3, 6))
