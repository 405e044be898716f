from pathlib import Path

import pytest

from apex_core.documents.limits import DEFAULT_LIMITS
from apex_core.errors import InputError
from cli.inputs import parse_file, read_file, read_values


def test_yaml_and_json_become_the_same_values(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("lines: [{miles: 6.5}]\n")
    (tmp_path / "a.json").write_text('{"lines": [{"miles": 6.5}]}')

    assert read_values(tmp_path / "a.yaml") == read_values(tmp_path / "a.json")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.yaml", b"lines: [", "not YAML.*line 1"),
        ("a.json", b'{"lines": }', "not JSON: Expecting value at line 1, column 11"),
        ("a.json", b"\xff\xfe", "not UTF-8 text"),
        ("a.json", b"[" * 100_000, "cannot be read"),
        ("a.yaml", b"a: !!python/object:os.system {}", "not YAML"),
        ("a.json", b'{"name": "\\ud800"}', "half a character"),
        ("a.yaml", b'name: "\\ud800"', "half a character"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused_with_the_place(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(InputError, match=said) as refused:
        read_values(tmp_path / name)

    assert refused.value.path == str(tmp_path / name)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_file(tmp_path / "missing.yaml")
    with pytest.raises(InputError, match="this is a folder"):
        read_file(tmp_path)


def test_a_file_too_large_for_any_parser_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "huge.pdf").open("wb") as file:
        file.truncate(DEFAULT_LIMITS.file_bytes + 1)  # a hole, which takes no room

    with pytest.raises(InputError, match="larger than 100 MB"):
        read_file(tmp_path / "huge.pdf")


def test_a_name_too_long_for_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_file(tmp_path / ("x" * 300))


def test_a_device_is_no_file() -> None:
    with pytest.raises(InputError, match="a device or a pipe"):
        read_file(Path("/dev/zero"))


def test_a_document_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").write_bytes(b"")

    with pytest.raises(InputError, match=r"empty\.pdf: .*empty"):
        parse_file(tmp_path / "empty.pdf")
