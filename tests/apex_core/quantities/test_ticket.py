"""The ticket: read from YAML or JSON, refused in the words of the field."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apex_core.errors import InputError
from apex_core.model.job import Priority
from apex_core.model.scope import Structure
from apex_core.model.ticket import DEFAULT_SEED, DEFAULT_TRIALS, Ticket
from apex_core.quantities.ticket import check_ticket, read_ticket
from apex_core.quantities.ticket_syntax import LARGEST_TICKET_BYTES

LINE = "name: Ash - Birch\nlines:\n  - name: Ash - Birch\n"


def refusal(text: str | bytes, name: str = "estimate.yaml") -> InputError:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(InputError) as caught:
        read_ticket(data, name)
    return caught.value


def test_a_name_is_enough() -> None:
    ticket = read_ticket(b"name: Ash - Birch", "estimate.yaml")

    assert ticket == Ticket(name="Ash - Birch")
    assert (ticket.dollar_year, ticket.trials, ticket.seed) == (2024, DEFAULT_TRIALS, DEFAULT_SEED)
    assert ticket.priority is Priority.NORMAL
    assert ticket.risk.drivers == "default"


def test_every_field_can_be_given() -> None:
    ticket = read_ticket(
        b"""
name: Ash - Birch
region: South Carolina
dollar_year: 2025
in_service_year: 2028
estimate_class: 3
priority: high
trials: 20000
seed: 7
documents: [scope.docx, "*.pdf"]
comparison: {label: Planned cost, usd: 19280474, source: Facilities plan}
lines:
  - name: Ash - Birch
    voltage_kv: 230
    miles: 6.50
    circuits: 1
    structure: steel_pole
    scope: new
    conductor: {kcmil: 1272, kind: acsr, bundle: 2}
    structures: {tangent: 34, running_angle: 6}
    land: {state: Mississippi}
    terrain: {forest_fraction: 0.5}
substations:
  - {name: Birch, voltage_kv: 230, positions: 1, scope: upgrade}
adders:
  - {name: Control hut, usd: 900000, source: allowance}
risk:
  drivers: none
  items:
    - {name: Wet season, distribution: event, probability: 0.2, impact: 450000}
""",
        "estimate.yaml",
    )

    (line,) = ticket.lines
    assert (str(line.miles), line.structure) == ("6.5", Structure.STEEL_POLE)
    assert ticket.risk.items[0]["name"] == "Wet season"
    assert Ticket.model_validate_json(ticket.model_dump_json()) == ticket


@pytest.mark.parametrize(
    ("text", "path", "said"),
    [
        (
            LINE + "    voltage_kv: two hundred",
            "lines.0.voltage_kv",
            "expected a number of kilovolts such as 230, at most 1200 (got 'two hundred')",
        ),
        (LINE + "    voltage_kv: 230000", "lines.0.voltage_kv", "at most 1200 (got 230000)"),
        (
            LINE + "    structures: {tangent: 0.5}",
            "lines.0.structures.tangent",
            "expected a whole number of structures, 0 or more (got 0.5)",
        ),
        (LINE + "    miles: -3", "lines.0.miles", "expected a number of route miles"),
        (
            LINE + "    miles: 5280 ft",
            "lines.0.miles",
            "must be in miles (mi), not in ft: convert it (got '5280 ft')",
        ),
        (LINE + "    miles: .nan", "lines.0.miles", "expected a number of route miles"),
        (LINE + "    circuits: 3", "lines.0.circuits", "expected 1 or 2 circuits (got 3)"),
        (LINE + "    structure: concrete", "lines.0.structure", "steel_tower or wood_pole"),
        (LINE + "    kilovolts: 230", "lines.0.kilovolts", "is not a field of a ticket"),
        (LINE + "    voltage: 230", "lines.0.voltage", "did you mean voltage_kv?"),
        (LINE + "    miles: 6\n    straight_line_miles: 5", "lines.0", "give either miles or"),
        ("region: Maine", "name", "is missing; expected a name"),
        ("name: A\nlines: {name: A}", "lines", "expected a list of lines"),
        ("name: A\nin_service_year: 12/2026", "in_service_year", "expected a year"),
        ("name: A\nestimate_class: 0", "estimate_class", "5, 4, 3, 2 or 1 (got 0)"),
        ("name: A\ntrials: 10", "trials", "from 1000 to 1000000 (got 10)"),
        ("name: A\nseed: -1", "seed", "a whole number, 0 or more"),
        ("name: A\npriority: urgent", "priority", "high, normal or low (got 'urgent')"),
        ("name: A\nadders: [{name: B, usd: 5}]", "adders.0.source", "is missing; expected where"),
        ("name: A\nadders: [{name: B, usd: -5, source: C}]", "adders.0", "marked credit: true"),
        ("name: A\nrisk: {items: [{name: B}]}", "risk.items.0", "needs a distribution"),
        (
            "name: A\nrisk: {items: [{name: B, distribution: event, probability: 2, impact: 1}]}",
            "risk.items.0.probability",
            "(got 2)",
        ),
    ],
)
def test_a_wrong_field_is_named_with_what_was_expected(text: str, path: str, said: str) -> None:
    error = refusal(text)

    assert error.path == path
    assert said in error.message


def test_every_wrong_field_is_named_at_once() -> None:
    error = refusal("lines: [{name: A, voltage_kv: x, miles: y}]\nseed: z")

    assert {found.path for found in error.errors} == {
        "name",
        "lines.0.voltage_kv",
        "lines.0.miles",
        "seed",
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: [A\n", "at line 2, column 1"),
        ("name: A\n  region: B", "at line 2, column 9"),
        ("name: A\nname: B", "the key 'name' stands twice; keep one of them at line 2, column 1"),
        (LINE + "    miles: 6\n    miles: 7", "the key 'miles' stands twice"),
        ("a: &a [x]\nb: *a", "aliases"),
        ("[" * 100, "more than 20 levels of nesting"),
        ("name: !!python/object/apply:os.system [x]", "tags (!name) are not used in a ticket"),
        ("name: !!timestamp x", "tags (!name) are not used in a ticket; write the plain value at"),
        ("name: !!int x", "tags (!name) are not used"),
        ("- A\n- B", "holds no fields"),
        ("", "holds no fields"),
        ("just words", "holds no fields"),
        (
            "name: A\nregion: \x00",
            "estimate.yaml holds the control character U+0000 at line 2, column 9; take it out",
        ),
        (
            "name: A\nseed: " + "9" * 5000,
            "a number of 5,000 digits is none a ticket can use at line 2, column 7",
        ),
        (r'name: "\U00110000"', "holds an escape that names no character"),
        (r'name: "\UFFFFFFFF"', "holds an escape that names no character"),
        ("name: A\n---\nname: B", "line 2"),
    ],
)
def test_malformed_text_is_refused_with_its_place(text: str, said: str) -> None:
    assert said in refusal(text).message


UNFIT = [
    (r"a\u0001b", "the control character U+0001"),
    (r"\ud800", "U+D800, which is no character"),
    (r"\ufffe", "U+FFFE, which is no character"),
    (r"\uffff", "U+FFFF, which is no character"),
]


@pytest.mark.parametrize("name", ["estimate.yaml", "estimate.json"])
@pytest.mark.parametrize(("escape", "said"), UNFIT)
def test_a_text_that_no_file_can_show_is_refused_with_its_path(
    escape: str, said: str, name: str
) -> None:
    error = refusal(f'{{"name": "A", "lines": [{{"name": "{escape}"}}]}}', name)

    assert error.path == "lines.0.name"
    assert error.message == f"the text holds {said}; take it out"


def test_a_field_that_no_file_can_name_is_refused() -> None:
    error = refusal(r'{"name": "A", "risk": {"a\u0001": 1}}', "estimate.json")

    assert error.path == "risk.a?"
    assert "the name of the field holds the control character U+0001" in error.message


def test_tabs_and_line_ends_are_text() -> None:
    assert read_ticket(b'{"name": "A\\tB\\nC"}', "estimate.json").name == "A\tB\nC"
    assert read_ticket(b"name: A\r\nregion: Maine\r\n", "estimate.yaml").region == "Maine"


def test_bytes_that_are_no_text_are_refused() -> None:
    assert "UTF-8" in refusal(b"name: \xff").message


def test_a_huge_ticket_is_refused_before_it_is_parsed() -> None:
    assert "at most" in refusal(b" " * (LARGEST_TICKET_BYTES + 1)).message


def test_an_alias_bomb_is_harmless() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60)
    )

    assert "aliases" in refusal(bomb).message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"name": "A", "name": "B"}', "the key 'name' stands twice"),
        ('{"name": "A",', "at line 1, column 14"),
        ('{"name": "A", "seed": NaN}', "NaN is not a number"),
        ("[" * 100_000, "nested too deeply"),
        ('{"name": "A", "seed": ' + "9" * 5000 + "}", "a number of 5,000 digits"),
    ],
)
def test_malformed_json_is_refused(text: str, said: str) -> None:
    assert said in refusal(text, "estimate.json").message


def test_json_with_tabs_is_read() -> None:
    assert read_ticket(b'{\n\t"name": "A"\n}', "estimate.json").name == "A"


def test_words_that_old_yaml_turns_into_other_things_stay_words() -> None:
    ticket = read_ticket(
        b"name: 'on'\nregion: NO\nlines: [{name: yes, voltage_kv: 0115}]", "t.yaml"
    )

    assert ticket.region == "NO"
    assert ticket.lines[0].name == "yes"
    assert ticket.lines[0].voltage_kv == 115


@given(
    st.dictionaries(
        st.sampled_from(["name", "region", "lines", "seed", "risk", "adders", "x"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.text(max_size=8), inner, max_size=3)
            ),
            max_leaves=8,
        ),
    )
)
def test_any_values_make_a_ticket_or_a_refusal_with_paths(values: dict[str, object]) -> None:
    try:
        said = [check_ticket(values).name]
    except InputError as error:
        said = [found.message for found in error.errors]

    assert said
    assert all(said)


@given(st.binary(max_size=200))
def test_any_bytes_make_a_ticket_or_a_refusal(data: bytes) -> None:
    for name in ("t.yaml", "t.json"):
        try:
            said = read_ticket(data, name).name
        except InputError as error:
            said = str(error)

        assert said


@given(st.floats(min_value=0.01, max_value=9999), st.integers(0, 2**63 - 1))
def test_what_is_written_is_read(miles: float, seed: int) -> None:
    written = json.dumps({"name": "A", "seed": seed, "lines": [{"name": "B", "miles": miles}]})

    ticket = read_ticket(written.encode(), "t.json")

    assert ticket.seed == seed
    assert float(ticket.lines[0].miles or 0) == miles
