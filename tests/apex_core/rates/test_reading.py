"""A rate book's file is read whole, or refused with every wrong cell by line and column."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.formula import ArrayFormula

from apex_core.errors import FieldError, InputError
from apex_core.model.rates import Rate
from apex_core.rates import reading, table
from apex_core.rates.columns import HEADERS, PARTS, field_named
from apex_core.rates.lines import folded, line_of, lines_of, rate_of
from apex_core.rates.reading import read_book
from apex_core.rates.units import UNITS, unit_named
from tests.apex_core.rates.books import CSV, workbook

HEADER = b"code,description,unit,unit_cost\n"


def errors_of(data: bytes) -> tuple[FieldError, ...]:
    with pytest.raises(InputError) as refused:
        read_book(data)
    return refused.value.errors


def test_a_csv_file_becomes_rates_by_the_words_of_its_header() -> None:
    rates = read_book(CSV).rates

    assert rates[0] == Rate(
        code="CU-100",
        description="Pole, 45 ft class 2",
        unit="each",
        material_usd=Decimal("1250.00"),
        labor_usd=Decimal(800),
        equipment_usd=Decimal("150.5"),
    )
    assert rates[1].total_usd == Decimal("95.25")


def test_a_workbook_says_the_same_as_the_csv_file() -> None:
    book = workbook(
        ("Rate Code", "Description", "UOM", "Material", "Labor", "Equipment"),
        (),
        ("CU-100", "Pole, 45 ft class 2", "EA", 1250, 800.0, 150.5),
        ("CU-200", "Anchor", "ea", 95.25),
    )

    assert read_book(book).rates == read_book(CSV).rates


def test_a_single_unit_cost_is_kept_as_not_split() -> None:
    (rate,) = read_book(HEADER + b"A,Anchor,ea,$95.25\n").rates

    assert rate.other_usd == rate.total_usd == Decimal("95.25")


def test_a_total_beside_its_parts_is_checked_and_never_counted_twice() -> None:
    header = b"code,description,unit,material,labor,total\n"

    (rate,) = read_book(header + b"A,Anchor,ea,90,10,100\n").rates
    (error,) = errors_of(header + b"A,Anchor,ea,90,10,110\n")

    assert rate.total_usd == 100
    assert error.path == "line 2, column total"
    assert error.message == "expected the sum of its parts, 100.00 (got 110.00)"


def test_each_wrong_cell_is_named_by_line_and_column_and_value() -> None:
    found = errors_of(
        HEADER
        + b"A,Anchor,furlong,10\n"
        + b"A,Anchor,ea,ten\n"
        + b",Anchor,ea,-1\n"
        + b"B,=cmd|' /C calc'!A0,ea,\n"
    )

    assert [error.path for error in found] == [
        "line 2, column unit",
        "line 3, column code",
        "line 3, column unit_cost",
        "line 4, column code",
        "line 4, column unit_cost",
        "line 5, column description",
        "line 5, column unit_cost",
    ]
    assert "(got 'furlong')" in found[0].message
    assert "line 2 too" in found[1].message
    assert "(got 'ten')" in found[2].message
    assert "does not begin with =" in found[5].message


def test_codes_that_differ_in_case_alone_are_duplicates() -> None:
    (error,) = errors_of(HEADER + b"cu-1,Anchor,ea,1\nCU-1,Anchor,ea,1\n")

    assert error.path == "line 3, column code"


def test_an_amount_that_broke_at_its_comma_is_not_read_as_another_one() -> None:
    (error,) = errors_of(HEADER + b"A,Pole,ea,1,250.00\n")

    assert error.path == "line 2"
    assert "quote what holds commas" in error.message


def test_text_in_a_money_column_of_a_workbook_is_refused_even_if_it_looks_like_money() -> None:
    (error,) = errors_of(workbook(("code", "description", "unit", "cost"), ("A", "B", "ea", "10")))

    assert error.path == "line 2, column cost"
    assert "not text" in error.message


def test_an_array_formula_is_no_description() -> None:
    formula = ArrayFormula("B2:B2", "=A1:A2")

    (error,) = errors_of(workbook(("code", "name", "unit", "cost"), ("A", formula, "ea", 5)))

    assert error.path == "line 2, column name"


@pytest.mark.parametrize("cell", ["=1+1", "=HYPERLINK(A1)", True])
def test_formulas_and_truth_values_are_no_money(cell: object) -> None:
    (error,) = errors_of(workbook(("code", "description", "unit", "cost"), ("A", "B", "ea", cell)))

    assert error.path == "line 2, column cost"


def test_a_code_that_a_spreadsheet_took_for_a_date_is_refused() -> None:
    header = ("code", "description", "unit", "cost")

    (error,) = errors_of(workbook(header, (date(2026, 1, 2), "Anchor", "ea", 5)))

    assert error.path == "line 2, column code"
    assert "not a date" in error.message


@pytest.mark.parametrize("amount", [0.1 + 0.2, 12.345678])
def test_an_amount_of_a_workbook_is_read_without_binary_noise(amount: float) -> None:
    header = ("code", "description", "unit", "cost")

    (rate,) = read_book(workbook(header, ("A", "B", "ea", amount))).rates

    assert rate.total_usd == Decimal(str(round(amount, 6)))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02" * 50, "neither CSV nor XLSX"),
        (b"PK\x03\x04 and no more", "damaged"),
        (b"code,description\nA,B\n", "a column unit is needed"),
        (b"code,description,unit\nA,B,ea\n", "a column of money is needed"),
        (b"code,item,description,unit,cost\nA,A,B,ea,1\n", "give one of them"),
        (HEADER, "no rates"),
        (HEADER + b'A,"B,ea,1\n', "quotes that do not pair up"),
    ],
)
def test_a_file_that_is_no_rate_book_is_refused_in_one_sentence(data: bytes, said: str) -> None:
    assert said in errors_of(data)[0].message


def test_columns_nobody_knows_are_told_and_not_guessed() -> None:
    read = read_book(b"code,description,unit,cost,warehouse\nA,B,ea,1,North\n")

    assert read.ignored == ("warehouse",)


def test_a_code_of_a_shipped_rate_must_have_its_unit() -> None:
    with pytest.raises(InputError, match="give the rate per kft") as refused:
        read_book(HEADER + b"opgw,OPGW,mile,1\n", unit_of={"opgw": "kft"}.get)

    assert refused.value.path == "line 2, column unit"


def test_no_more_errors_are_listed_than_a_person_reads() -> None:
    rows = b"".join(b"A%d,Anchor,furlong,1\n" % number for number in range(250))

    found = errors_of(HEADER + rows)

    assert len(found) == reading.MOST_ERRORS + 1
    assert "150 more errors" in found[-1].message


def test_a_file_beyond_the_limits_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_ROWS", 2)
    monkeypatch.setattr(table, "MOST_BYTES", 200)

    assert "at most 2 rates" in errors_of(HEADER + b"A,B,ea,1\nC,D,ea,1\nE,F,ea,1\n")[0].message
    assert "at most 200 bytes" in errors_of(b"x" * 201)[0].message


def test_every_name_of_a_unit_and_of_a_column_means_one_thing() -> None:
    units = [name for unit, others in UNITS.items() for name in (unit, *others)]
    columns = [(name, field) for field, names in HEADERS.items() for name in names]

    assert all(unit_named(name) for name in units)
    assert all(unit_named(unit) == unit for unit in UNITS)
    assert all(field_named(name) == field for name, field in columns)
    assert len(columns) == len({name for name, _ in columns})


CODES = st.from_regex(r"[A-Z0-9][A-Z0-9._/-]{0,12}", fullmatch=True)
TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=30)
AMOUNTS = st.decimals(0, 10**9, places=2)
RATES = st.builds(
    Rate,
    code=CODES,
    description=TEXTS,
    unit=st.sampled_from(sorted(UNITS)),
    material_usd=AMOUNTS,
    labor_usd=AMOUNTS,
    equipment_usd=AMOUNTS,
    other_usd=AMOUNTS,
    ferc_account=st.sampled_from([None, "355", "350.1"]),
    category=st.sampled_from([None, "Poles"]),
)
BOOKS = st.lists(RATES, min_size=1, max_size=20, unique_by=lambda rate: folded(rate.code))


@given(BOOKS)
def test_what_is_written_as_csv_is_read_back(rates: list[Rate]) -> None:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(("code", "description", "unit", *PARTS, "ferc account", "category"))
    for rate in rates:
        parts = [getattr(rate, part) for part in PARTS]
        writer.writerow(
            (rate.code, rate.description, rate.unit, *parts, rate.ferc_account, rate.category)
        )

    assert list(read_book(file.getvalue().encode()).rates) == rates


@given(BOOKS)
def test_a_line_is_its_rate_and_the_order_of_rows_changes_no_book(rates: list[Rate]) -> None:
    assert [rate_of(line_of(rate)) for rate in rates] == rates
    assert lines_of(rates) == lines_of(reversed(rates))
