"""The tables of a PDF page: what ruling lines draw, then what stands in columns without them."""

from collections.abc import Sequence
from dataclasses import replace

from apex_core.documents.a1 import cell_name
from apex_core.documents.aligned import find_aligned
from apex_core.documents.geometry import Character, Rulings, ink
from apex_core.documents.headers import count_header_rows, leading_rows
from apex_core.documents.lattice import find_grids
from apex_core.documents.layout import Layout
from apex_core.documents.ruled import fill_grid
from apex_core.model.document import Cell, Place, Table

Line = Sequence[Character]


def find_tables(rulings: Rulings, lines: Sequence[Line], page: Place) -> list[Table]:
    """Return the tables of a page, from top to bottom.

    Parameters
    ----------
    rulings
        Ruling lines of the page.
    lines
        Characters of the page, line by line, each with some ink.
    page
        Document and page.
    """
    ruled = [fill_grid(grid, lines) for grid in find_grids(rulings)]
    layouts = [layout for layout in ruled if layout is not None]
    layouts += find_aligned(line for line in lines if not _stands_in(line, layouts))
    layouts.sort(key=lambda layout: (layout.box.top, layout.box.left))
    return [
        _table(layout, replace(page, table=number, box=layout.box.rounded()))
        for number, layout in enumerate(layouts, 1)
    ]


def _stands_in(line: Line, layouts: list[Layout]) -> bool:
    box = ink(line)
    return any(layout.box.holds(box) for layout in layouts)


def _table(layout: Layout, place: Place) -> Table:
    leading = leading_rows(
        ((t.row, t.column, t.text) for t in layout.texts), columns=layout.columns
    )
    return Table(
        place=place,
        header_rows=count_header_rows(leading),
        rows=layout.rows,
        columns=layout.columns,
        cells=tuple(
            Cell(
                row=text.row,
                column=text.column,
                text=text.text,
                row_span=text.row_span,
                column_span=text.column_span,
                place=Place(
                    document=place.document,
                    page=place.page,
                    table=place.table,
                    cell=cell_name(text.row, text.column),
                    box=text.box.rounded(),
                ),
            )
            for text in layout.texts
        ),
    )
