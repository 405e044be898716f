"""Iman-Conover against Mildenhall's worked example, cell for cell."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apex_core.risk.arrays import Float
from apex_core.risk.dependence import correlating_map, root, sort_rows

DATA = Path(__file__).parent / "data"
TARGET = np.array([[1, 0.8, 0.4, 0], [0.8, 1, 0.3, -0.2], [0.4, 0.3, 1, 0.1], [0, -0.2, 0.1, 1]])
UNIT = 2.0**30


def example(name: str) -> Float:
    table: Float = np.loadtxt(
        DATA / f"iman_conover_2005_{name}.csv", delimiter=",", skiprows=1, unpack=True
    )
    return table


def test_scores_of_mildenhalls_example_are_reproduced() -> None:
    scores = example("M")

    correlated = correlating_map(scores, root(TARGET)) @ scores

    assert correlated == pytest.approx(example("T"), abs=2e-5)
    assert np.corrcoef(correlated) == pytest.approx(TARGET, abs=1e-9)


def test_output_of_mildenhalls_example_is_reproduced_in_every_cell() -> None:
    scores, ascending = example("M"), example("X")
    correlated = correlating_map(scores, root(TARGET)) @ scores

    order = sort_rows(correlated * UNIT, out=np.empty(ascending.shape, dtype=np.int64))
    reordered = np.empty_like(ascending)
    np.put_along_axis(reordered, order, ascending, axis=1)

    assert np.array_equal(reordered, example("Y"))


def test_a_singular_target_still_has_a_root() -> None:
    together = np.ones((3, 3))

    factor = root(together)

    assert factor @ factor.T == pytest.approx(together, abs=1e-12)


@given(
    st.lists(
        st.lists(st.integers(-(2**40), 2**40), min_size=1, max_size=40), min_size=1, max_size=4
    )
)
def test_sort_rows_sorts_each_input_and_keeps_ties(rows: list[list[int]]) -> None:
    width = min(map(len, rows))
    scores = np.array([row[:width] for row in rows], dtype=np.float64)

    order = sort_rows(scores, out=np.empty(scores.shape, dtype=np.int64))

    assert np.array_equal(order, np.argsort(scores, axis=1, kind="stable"))
