"""Binding paths: what a blob name gives, and what a path takes."""

import pytest

from local_host.errors import InvocationError
from local_host.paths import compile_path, fill, literal_prefix


@pytest.mark.parametrize(
    ("pattern", "name", "parameters"),
    [
        ("{name}", "a/b.txt", {"name": "a/b.txt"}),
        ("{name}.{ext}", "a.b.txt", {"name": "a.b", "ext": "txt"}),
        ("in/{project}/{name}", "in/p/x.txt", {"project": "p", "name": "x.txt"}),
        ("in/{project}/{name}", "in/p/q/x.txt", {"project": "p/q", "name": "x.txt"}),
    ],
)
def test_a_parameter_takes_as_much_as_it_can(
    pattern: str, name: str, parameters: dict[str, str]
) -> None:
    match = compile_path(pattern).fullmatch(name)

    assert match is not None
    assert match.groupdict() == parameters


def test_a_literal_part_must_be_there_as_it_is() -> None:
    assert compile_path("{name}.txt").fullmatch("a.txtx") is None
    assert compile_path("{name}.txt").fullmatch("a-txt") is None


@pytest.mark.parametrize(("pattern", "prefix"), [("in/{a}/b", "in/"), ("{a}", ""), ("x.y", "x.y")])
def test_only_what_comes_before_the_first_parameter_is_listed(pattern: str, prefix: str) -> None:
    assert literal_prefix(pattern) == prefix


def test_a_path_is_filled_from_the_trigger() -> None:
    assert fill("out/{name}.json", {"name": "a"}) == "out/a.json"
    assert fill("{rand-guid}", {}) != fill("{rand-guid}", {})
    assert fill("{DateTime}", {})[:2] == "20"


def test_a_name_the_trigger_does_not_know_is_named() -> None:
    with pytest.raises(InvocationError, match=r"\{other\}"):
        fill("out/{other}", {"name": "a"})
