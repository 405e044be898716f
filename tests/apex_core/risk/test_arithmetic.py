"""The engine's own arithmetic against numpy's and scipy's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import stats

from apex_core.risk.arrays import Float
from apex_core.risk.dependence import root
from apex_core.risk.percentiles import half_widths, percentiles
from apex_core.risk.products import gram, transform
from apex_core.risk.ranks import doubled_midranks
from apex_core.risk.rotation import axes_along, turned_root
from apex_core.risk.scores import LEVELS, SCORE_UNIT, score_levels
from apex_core.risk.workspace import Workspace

values = st.floats(-1e6, 1e6)
vectors = arrays.arrays(np.float64, st.integers(1, 50), elements=values)


@given(vectors, st.lists(st.floats(0, 100), min_size=1, max_size=5))
def test_percentiles_are_numpys_to_the_bit(sample: Float, percents: list[float]) -> None:
    own = percentiles(np.sort(sample), percents)

    assert own.tolist() == np.percentile(sample, percents).tolist()


@given(arrays.arrays(np.float64, st.integers(1, 60), elements=st.integers(-5, 5).map(float)))
def test_midranks_are_scipys(sample: Float) -> None:
    assert doubled_midranks(sample).tolist() == (2 * stats.rankdata(sample) - 2).tolist()


@pytest.mark.parametrize(("inputs", "trials"), [(1, 7), (20, 1000), (50, 5003), (600, 12), (3, 0)])
def test_products_in_pieces_are_the_whole_products(inputs: int, trials: int) -> None:
    rng = np.random.default_rng(1)
    matrix, rows = rng.normal(size=(inputs, inputs)), rng.normal(size=(inputs, trials))

    assert transform(matrix, rows, out=np.empty_like(rows)) == pytest.approx(matrix @ rows)
    assert gram(rows) == pytest.approx(rows @ rows.T)


def test_half_widths_are_students() -> None:
    sample = np.array([[1.0], [2.0], [4.0], [5.0]])

    low, high = stats.t.interval(0.95, 3, loc=3, scale=stats.sem(sample[:, 0]))

    assert half_widths(sample, confidence=0.95) == pytest.approx([(high - low) / 2])


def test_score_levels_are_symmetric_whole_numbers_whose_squares_sum_exactly() -> None:
    levels = score_levels()

    assert np.array_equal(levels, -levels[::-1])
    assert np.array_equal(levels, np.rint(levels))
    assert levels / SCORE_UNIT == pytest.approx(
        stats.norm.ppf((np.arange(LEVELS) + 0.5) / LEVELS), abs=1 / SCORE_UNIT
    )
    assert levels.max() ** 2 * 10_000 < 2**53


@given(arrays.arrays(np.float64, st.integers(1, 12), elements=values))
def test_the_first_of_orthonormal_axes_lies_along_the_direction(direction: Float) -> None:
    axes = axes_along(direction)

    assert axes @ axes.T == pytest.approx(np.eye(len(direction)), abs=1e-9)
    along = axes[:, 0] * np.linalg.norm(direction)
    assert not direction.any() or along == pytest.approx(direction, rel=1e-9, abs=1e-9)


def test_a_turned_root_keeps_the_correlation_and_puts_the_total_first() -> None:
    correlation = 0.5 ** np.abs(np.subtract.outer(np.arange(6), np.arange(6)))
    linear = np.array([3.0, 1.0, 0.0, 2.0, 5.0, 1.0])

    turned = turned_root(root(correlation), linear=linear, curved=np.ones(6))

    assert turned @ turned.T == pytest.approx(correlation)
    assert (linear @ turned)[1:] == pytest.approx(np.zeros(5), abs=1e-9)


def test_a_workspace_hands_out_one_array_for_each_name() -> None:
    workspace = Workspace()
    large = workspace.floats("scores", 3, 4)

    small = workspace.floats("scores", 2, 5)
    other = workspace.floats("values", 2, 5)

    assert small.shape == (2, 5)
    assert np.shares_memory(large, small)
    assert not np.shares_memory(small, other)
