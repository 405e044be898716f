import pytest

from apex_core.documents import parse


def test_each_line_knows_its_number() -> None:
    parsed = parse(b"Scope\r\n\r\n  Rebuild 12 miles.\r\n", "scope.txt")

    assert [(b.text, b.place.line) for b in parsed.blocks] == [
        ("Scope", 1),
        ("Rebuild 12 miles.", 3),
    ]


@pytest.mark.parametrize(("name", "heading"), [("scope.md", 2), ("scope.txt", 0)])
def test_headings_are_headings_in_markdown_alone(name: str, heading: int) -> None:
    assert parse(b"## Scope", name).blocks[0].heading == heading


def test_a_hash_without_a_blank_is_no_heading() -> None:
    assert parse(b"#4 rebar", "scope.md").blocks[0].heading == 0
