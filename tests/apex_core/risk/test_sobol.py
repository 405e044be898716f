"""Sobol' points against scipy's, and what scrambling must keep."""

import numpy as np
from scipy.stats import qmc

from apex_core.risk.joe_kuo import JOE_KUO
from apex_core.risk.sobol import DIGITS, _directions, sobol_bits


def test_direction_numbers_are_those_of_joe_and_kuo() -> None:
    dimensions, points = len(JOE_KUO), 1 << 10
    reference = np.sort(
        (qmc.Sobol(dimensions, scramble=False).random(points) * points).astype(int), axis=0
    )
    in_gray_order = (qmc.Sobol(dimensions, scramble=False).random(points) * 2**DIGITS).astype(int)

    own = np.zeros((points, dimensions), dtype=int)
    for index in range(points):
        gray = index ^ (index >> 1)
        for bit in range(10):
            if gray >> bit & 1:
                own[index] ^= _directions()[:, bit]

    assert (reference == np.arange(points)[:, np.newaxis]).all()
    assert np.array_equal(own, in_gray_order)


def test_every_coordinate_meets_every_slice_once() -> None:
    points = sobol_bits(64, 1024, rng=np.random.default_rng(1))

    slices = np.sort(points >> 6, axis=1)

    assert (slices == np.arange(1024)).all()


def test_every_pair_of_first_coordinates_fills_the_square_evenly() -> None:
    points = sobol_bits(2, 1024, rng=np.random.default_rng(1))

    cells = (points[0] >> 11).astype(int) * 32 + (points[1] >> 11)

    assert (np.bincount(cells, minlength=1024) == 1).all()


def test_coordinates_beyond_the_table_are_random() -> None:
    points = sobol_bits(70, 4096, rng=np.random.default_rng(1))

    beyond = points[64:] / 2**DIGITS
    assert np.abs(beyond.mean(axis=1) - 0.5).max() < 4 * np.sqrt(1 / 12 / 4096)
    assert len(np.unique(points[64:] >> 4)) > 0.99 * 4096


def test_scrambles_differ() -> None:
    one = sobol_bits(3, 64, rng=np.random.default_rng(1))
    other = sobol_bits(3, 64, rng=np.random.default_rng(2))

    assert not np.array_equal(one, other)
