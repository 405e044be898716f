import pytest
from hypothesis import given
from hypothesis import strategies as st

from apex_core.documents.a1 import cell_name, position
from apex_core.documents.formulas import moved


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("A1+B2", "B3+C4"),
        ("$A$1+$A1+A$1", "$A$1+$A3+B$1"),
        ('IF(A1="B2","C3",1)', 'IF(B3="B2","C3",1)'),
        ("'Base 2'!A1", "'Base 2'!B3"),
        ("LOG10(A1)*RATE2", "LOG10(B3)*RATE2"),
        ("SUM(A1:B9)", "SUM(B3:C11)"),
    ],
)
def test_relative_references_move_and_nothing_else(formula: str, expected: str) -> None:
    assert moved(formula, rows=2, columns=1) == expected


def test_a_reference_moved_off_the_sheet_is_an_error() -> None:
    assert moved("A1*B1", rows=0, columns=-1) == "#REF!*A1"


@given(st.integers(0, 1_048_575), st.integers(0, 16_383))
def test_the_name_of_a_cell_says_its_position(row: int, column: int) -> None:
    assert position(cell_name(row, column)) == (row, column)
