"""The charts' geometry: round ticks, labels that do not collide, bars around their pivot."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apex_core.report.axis import axis
from apex_core.report.s_curve import Mark, Point, s_curve
from apex_core.report.tornado import Swing, tornado

amounts = st.floats(min_value=1e3, max_value=1e10)
CURVE = [Point(1e6 + 1e4 * place, place / 100) for place in range(101)]


@given(low=amounts, width=st.floats(min_value=1e3, max_value=1e10), steps=st.integers(2, 12))
def test_ticks_are_round_few_and_inside(low: float, width: float, steps: int) -> None:
    drawn = axis(low, low + width, start=0, end=100, steps=steps)

    assert len(drawn.ticks) <= steps + 1
    assert all(0 <= drawn.at(tick) <= 100 for tick in drawn.ticks)
    assert f"{drawn.step:.0e}"[0] in "125"


@given(low=amounts, width=st.floats(min_value=1e3, max_value=1e10))
def test_no_two_ticks_carry_the_same_label(low: float, width: float) -> None:
    drawn = axis(low, low + width, start=0, end=100, steps=8)
    labels = [drawn.label(tick) for tick in drawn.ticks]

    assert len(set(labels)) == len(labels)


def test_an_axis_puts_its_ends_where_they_belong() -> None:
    drawn = axis(1e6, 3e6, start=40, end=240, steps=4)

    assert (drawn.at(1e6), drawn.at(2e6), drawn.at(3e6)) == (40, 140, 240)


def test_a_certain_cost_still_has_an_axis() -> None:
    drawn = axis(5e6, 5e6, start=0, end=100, steps=5)

    assert drawn.at(5e6) == 50


def test_an_axis_runs_from_low_to_high() -> None:
    with pytest.raises(ValueError, match=r"got 2.* to 1"):
        axis(2.0, 1.0, start=0, end=1, steps=2)


@given(st.lists(st.floats(min_value=1e6, max_value=2e6), min_size=1, max_size=6), st.booleans())
def test_labels_never_collide_and_stay_in_the_plot(
    costs: list[float],
    narrow: bool,  # noqa: FBT001 - hypothesis fills it
) -> None:
    marks = [Mark(usd, f"P{place} $1.23 M", f"P{place}", "p50") for place, usd in enumerate(costs)]
    width = 360 if narrow else 1000

    drawn = s_curve(CURVE, marks, shaded=(1e6, 2e6), width=width, height=300, narrow=narrow)

    boxes = sorted(
        (placed.label_y, placed.label_x - 3.4 * len(placed.text), len(placed.text) * 6.8)
        for placed in drawn.marks
    )
    for (row, left, size), (other_row, other_left, _) in pairwise(boxes):
        assert row != other_row or left + size <= other_left
    assert all(left >= 0 and left + size <= width for _, left, size in boxes)
    assert all(0 < row < drawn.up.start for row, _, _ in boxes)


def test_a_mark_stands_on_the_curve() -> None:
    mark = Mark(1.5e6, "P50", "P50", "p50")

    (placed,) = s_curve(
        CURVE, [mark], shaded=(1e6, 1.5e6), width=1000, height=300, narrow=False
    ).marks

    assert placed.y == pytest.approx((300 - 46 + 18 + 6) / 2, abs=0.1)


@pytest.mark.parametrize(("usd", "chance"), [(0.9e6, 0), (2.1e6, 1)])
def test_a_mark_beyond_the_curve_is_never_or_always_reached(usd: float, chance: int) -> None:
    drawn = s_curve(
        CURVE, [Mark(usd, "x", "x", "base")], shaded=(1e6, 2e6), width=500, height=300, narrow=False
    )

    assert drawn.marks[0].y == drawn.up.at(chance)


def test_bars_stand_in_the_order_of_their_width() -> None:
    swings = [Swing("small", 9e5, 1.1e6), Swing("large", 5e5, 1.5e6), Swing("reverse", 1.3e6, 8e5)]

    drawn = tornado(swings, pivot_usd=1e6, width=1000, narrow=False)

    assert [bar.name for bar in drawn.bars] == ["large", "reverse", "small"]


@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=12), amounts, st.booleans())
def test_every_bar_stays_inside_the_picture_and_is_whole(
    ends: list[tuple[float, float]],
    pivot: float,
    narrow: bool,  # noqa: FBT001 - hypothesis fills it
) -> None:
    swings = [Swing(f"driver {place}", low, high) for place, (low, high) in enumerate(ends)]

    width = 362 if narrow else 1000
    drawn = tornado(swings, pivot_usd=pivot, width=width, narrow=narrow)

    for bar in drawn.bars:
        assert drawn.across.start <= bar.x
        assert bar.x + bar.width <= drawn.across.end + 0.1
        assert sum(part.width for part in bar.parts) == pytest.approx(bar.width, abs=0.11)
        assert bar.y + drawn.bar_px <= drawn.floor


def test_what_costs_more_than_the_pivot_is_marked_up_and_what_costs_less_down() -> None:
    (bar,) = tornado([Swing("x", 5e5, 2e6)], pivot_usd=1e6, width=1000, narrow=False).bars

    assert [part.kind for part in bar.parts] == ["down", "up"]


def test_a_name_too_long_for_its_place_is_shortened() -> None:
    (bar,) = tornado([Swing("x" * 200, 1e6, 2e6)], pivot_usd=1e6, width=1000, narrow=False).bars

    assert bar.name.endswith("…")
    assert len(bar.name) < 60
