from hypothesis import given
from hypothesis import strategies as st

from apex_core.documents.geometry import Ruling, Rulings
from apex_core.documents.lattice import GridCell, find_grids

SIZES = st.lists(st.floats(12, 200), min_size=1, max_size=6)


def positions(sizes: list[float], start: float = 50) -> list[float]:
    at = [start]
    for size in sizes:
        at.append(at[-1] + size)
    return at


def drawn(across: list[float], down: list[float]) -> Rulings:
    return Rulings(
        horizontal=[Ruling(at, across[0], across[-1]) for at in down],
        vertical=[Ruling(at, down[0], down[-1]) for at in across],
    )


@given(SIZES, SIZES)
def test_a_full_grid_has_one_cell_for_each_square(
    widths: list[float], heights: list[float]
) -> None:
    grids = find_grids(drawn(positions(widths), positions(heights)))

    squares = len(widths) * len(heights)
    assert [len(grid.cells) for grid in grids] == ([squares] if squares > 1 else [])


@given(SIZES, SIZES, st.randoms(use_true_random=False))
def test_cells_never_overlap_and_fill_the_grid(
    widths: list[float], heights: list[float], random: object
) -> None:
    rulings = drawn(positions(widths), positions(heights))
    outline = {0, len(heights)}
    inner = [r for n, r in enumerate(rulings.horizontal) if n in outline or random.random() < 0.5]  # type: ignore[attr-defined]

    for grid in find_grids(Rulings(inner, rulings.vertical)):
        squares = [
            (row, column)
            for cell in grid.cells
            for row in range(cell.top, cell.bottom)
            for column in range(cell.left, cell.right)
        ]
        assert len(squares) == len(set(squares))
        assert len(squares) == (len(grid.down) - 1) * (len(grid.across) - 1)


def test_a_missing_wall_joins_two_cells() -> None:
    rulings = drawn([0, 100, 200], [0, 20, 40])
    short = Rulings(
        rulings.horizontal, [rulings.vertical[0], Ruling(100, 20, 40), rulings.vertical[2]]
    )

    (grid,) = find_grids(short)

    assert grid.cells == [GridCell(0, 0, 1, 2), GridCell(1, 0, 2, 1), GridCell(1, 1, 2, 2)]


def test_lines_drawn_twice_are_one() -> None:
    rulings = drawn([0, 100, 200], [0, 20])
    twice = Rulings(
        rulings.horizontal,
        rulings.vertical + [Ruling(ruling.at + 1, 0, 20) for ruling in rulings.vertical],
    )

    (grid,) = find_grids(twice)

    assert len(grid.cells) == 2


def test_pieces_of_a_line_are_joined() -> None:
    rulings = drawn([0, 100, 200], [0, 20])
    pieces = [Ruling(0, start, start + 50) for start in range(0, 200, 50)]

    (grid,) = find_grids(Rulings([*pieces, rulings.horizontal[1]], rulings.vertical))

    assert len(grid.cells) == 2


def test_tables_that_do_not_touch_are_two() -> None:
    left, right = drawn([0, 50, 100], [0, 20]), drawn([200, 250, 300], [5, 25])

    grids = find_grids(Rulings(left.horizontal + right.horizontal, left.vertical + right.vertical))

    assert [grid.box.left for grid in grids] == [0, 200]


def test_more_lines_than_a_table_has_are_a_drawing() -> None:
    crowd = drawn([float(10 * n) for n in range(800)], [float(10 * n) for n in range(800)])

    assert find_grids(crowd) == []
