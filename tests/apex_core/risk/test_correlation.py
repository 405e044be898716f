"""Stated correlations, their repair and their refusal."""

import numpy as np
import pytest

from apex_core.errors import InputError
from apex_core.model.risk import Correlation
from apex_core.risk.correlation import score_correlation, spearman_correlation, target_correlation
from apex_core.risk.nearest import is_correlation, nearest_correlation

HIGHAM = np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 1.0], [0.0, 1.0, 1.0]])
STRAINED = ((1.0, 0.9, -0.9), (0.9, 1.0, 0.9), (-0.9, 0.9, 1.0))
ABC = ("a", "b", "c")


def test_the_nearest_matrix_is_highams() -> None:
    # worked example R03: Higham 2002, section 4
    nearest = nearest_correlation(HIGHAM)

    assert nearest[0, 1] == pytest.approx(0.76069, abs=1e-4)
    assert nearest[1, 2] == pytest.approx(0.76069, abs=1e-4)
    assert nearest[0, 2] == pytest.approx(0.15730, abs=1e-4)
    assert np.diag(nearest).tolist() == [1, 1, 1]


def test_the_nearest_matrix_is_a_correlation_matrix() -> None:
    rng = np.random.default_rng(5)
    wild = rng.uniform(-1, 1, (12, 12))
    symmetric = (wild + wild.T) / 2
    np.fill_diagonal(symmetric, 1)

    nearest = nearest_correlation(symmetric)

    assert not is_correlation(symmetric)
    assert is_correlation(nearest)
    assert np.abs(nearest).max() <= 1 + 1e-12


def test_score_correlations_follow_from_rank_correlations() -> None:
    # worked example R02
    ranks = np.array([0.3, 0.5, 0.7, 0.9])

    assert score_correlation(ranks) == pytest.approx(
        [0.312869, 0.517638, 0.716736, 0.907981], abs=1e-6
    )
    assert spearman_correlation(ranks) == pytest.approx(
        [0.287564, 0.482584, 0.682911, 0.891456], abs=1e-6
    )


def test_a_possible_matrix_is_used_as_stated() -> None:
    stated = Correlation(names=("a", "b"), matrix=((1, 0.5), (0.5, 1)))

    target = target_correlation(stated, uncertain=("a", "b"))

    assert target is not None
    assert target.used.tolist() == [[1, 0.5], [0.5, 1]]
    assert (target.repaired_by, target.largest_change) == (0, 0)


def test_an_impossible_matrix_is_repaired_and_says_so() -> None:
    stated = Correlation(names=ABC, matrix=STRAINED, kind="pearson")

    target = target_correlation(stated, uncertain=ABC)

    assert target is not None
    assert target.used == pytest.approx(
        np.array([[1, 0.5, -0.5], [0.5, 1, 0.5], [-0.5, 0.5, 1]]), abs=1e-6
    )
    assert target.repaired_by == pytest.approx(np.sqrt(6 * 0.4**2), abs=1e-5)
    assert target.largest_change == pytest.approx(0.4, abs=1e-6)


def test_a_contradiction_is_refused() -> None:
    contradiction = ((1.0, 1.0, -1.0), (1.0, 1.0, 1.0), (-1.0, 1.0, 1.0))

    with pytest.raises(InputError, match=r"correlation: .* contradict .* by 0\.50"):
        target_correlation(Correlation(names=ABC, matrix=contradiction), uncertain=ABC)


def test_pairs_leave_the_rest_independent() -> None:
    stated = Correlation(pairs=(("a", "c", 0.5), ("b", "a", -0.2)))

    target = target_correlation(stated, uncertain=ABC)

    assert target is not None
    assert target.names == ("a", "c", "b")
    assert target.stated.tolist() == [[1, 0.5, -0.2], [0.5, 1, 0], [-0.2, 0, 1]]


def test_certain_inputs_leave_the_matrix() -> None:
    stated = Correlation(names=ABC, matrix=((1, 0.1, 0.2), (0.1, 1, 0.3), (0.2, 0.3, 1)))

    target = target_correlation(stated, uncertain=("a", "c"))

    assert target is not None
    assert target.names == ("a", "c")
    assert target.stated.tolist() == [[1, 0.2], [0.2, 1]]


def test_one_uncertain_input_has_nothing_to_correlate_with() -> None:
    stated = Correlation(names=("a", "b"), matrix=((1, 0.5), (0.5, 1)))

    assert target_correlation(stated, uncertain=("b",)) is None
