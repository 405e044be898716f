from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apex_core.documents.number_format import is_date, shown


@pytest.mark.parametrize(
    ("stored", "code", "text"),
    [  # as Excel shows them
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("0.5", "0%", "50%"),
        ("-3", "0.0", "-3.0"),
        ("-1234.5", "#,##0.00_);(#,##0.00)", "(1,234.50)"),
        ("1234.5", '_("$"* #,##0.00_);_("$"* (#,##0.00);_("$"* "-"??_);_(@_)', "$1,234.50"),
        ("-1234.5", '_("$"* #,##0.00_);_("$"* (#,##0.00);_("$"* "-"??_);_(@_)', "$(1,234.50)"),
        ("0", '_("$"* #,##0.00_);_("$"* (#,##0.00);_("$"* "-"??_);_(@_)', "$-"),
        ("1234.5", "[$€-407] #,##0.00", "€ 1,234.50"),
        ("1234.5", '#,##0.00 "USD"', "1,234.50 USD"),
        ("1234567", '0.0,,"M"', "1.2M"),
        ("7", "0000", "0007"),
        ("2.5", "0.0#", "2.5"),
        ("2", "#.##", "2"),
        ("12", '0" ft"', "12 ft"),
        ("12", r"0\ \m", "12 m"),
        ("12", "[Red]0.0", "12.0"),
        ("0.1", "General", "0.1"),
        ("0.30000000000000004", "General", "0.3"),
        ("1E+20", "General", "100000000000000000000"),
        ("1E+300", "General", "1E+300"),
        ("0.5", "# ?/?", "0.5"),
        ("text", "0.00", "text"),
        ("NaN", "0.00", "NaN"),
        ("Infinity", "0", "Infinity"),
    ],
)
def test_a_number_is_shown_as_its_format_says(stored: str, code: str, text: str) -> None:
    assert shown(stored, code) == text


@pytest.mark.parametrize(
    ("stored", "code", "text"),
    [
        ("46143", "m/d/yyyy", "2026-05-01"),
        ("46143.5625", "m/d/yyyy h:mm", "2026-05-01 13:30:00"),
        ("46143", "[$-409]mmmm d, yyyy", "2026-05-01"),
        ("1", "yyyy-mm-dd", "1900-01-01"),
        ("59", "yyyy-mm-dd", "1900-02-28"),
        ("61", "yyyy-mm-dd", "1900-03-01"),  # the serial 60 is a day that never was
        ("0.5", "h:mm", "12:00"),
        ("0.5", "h:mm:ss", "12:00:00"),
        ("-1", "m/d/yyyy", "-1"),
        ("1E+300", "m/d/yyyy", "1E+300"),
    ],
)
def test_dates_are_shown_as_iso_8601(stored: str, code: str, text: str) -> None:
    assert shown(stored, code) == text


@pytest.mark.parametrize("code", ["General", "0.00", '"days" 0', "[Red]0", r"0 \d", "#,##0 [$USD]"])
def test_words_and_colors_do_not_make_a_date(code: str) -> None:
    assert not is_date(code)


@given(
    st.decimals(-(10**9), 10**9, places=4), st.text('#0,.%$;() "-_*E?[]hdGenral/@\\', max_size=12)
)
def test_no_format_breaks_a_number(number: Decimal, code: str) -> None:
    assert isinstance(shown(str(number), code), str)


@given(st.decimals(-(10**9), 10**9, places=4))
def test_two_decimals_are_the_number_rounded(number: Decimal) -> None:
    text = shown(str(number), "#,##0.00")

    assert Decimal(text.replace(",", "")) == round(number, 2)
