"""One PDF page as pdfium sees it: its characters and its ruling lines.

The only module that speaks to pdfium's C interface.
"""

import ctypes
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import pypdfium2.raw as pdfium_c

from apex_core.documents.geometry import Box, Character, Ruling, Rulings

_STRAIGHT_PT: Final = 0.6  # how far from an axis a line may lean
_DEEPEST_FORM: Final = 6
_MOST_SEGMENTS: Final = 400  # of one path; more is a drawing
_LINE_END_HYPHENS: Final = {"\x02": "-", "\ufffe": "-"}  # how pdfium marks a hyphenated line end


class Matrix(NamedTuple):
    """An affine map, as PDF writes it."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def after(self, inner: "Matrix") -> "Matrix":
        """Return the map that does *inner* first."""
        return Matrix(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            self.a * inner.e + self.c * inner.f + self.e,
            self.b * inner.e + self.d * inner.f + self.f,
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return the image of a point."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return the image of a rectangle, an empty box where a damaged page has no numbers."""
        (x0, y0), (x1, y1) = self.point(left, bottom), self.point(right, top)
        if not math.isfinite(x0 + y0 + x1 + y1):
            return Box(0, 0, 0, 0)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is on a page beside its text; ``image_area`` is that of the largest image. [pt²]."""

    rulings: Rulings
    image_area: float


def display_matrix(page: Any) -> Matrix:
    """Return the map from the page's own space to the page as it is displayed."""
    left, bottom, right, top = page.get_bbox()
    match page.get_rotation():
        case 90:
            return Matrix(0, 1, 1, 0, -bottom, -left)
        case 180:
            return Matrix(-1, 0, 0, 1, right, -bottom)
        case 270:
            return Matrix(0, -1, -1, 0, top, right)
        case _:
            return Matrix(1, 0, 0, -1, -left, top)


def read_characters(textpage: Any, matrix: Matrix) -> list[Character]:
    """Return the characters of a page in the order of its text, line ends among them."""
    rect = pdfium_c.FS_RECTF()  # the loose box: as wide as the advance, as high as the font
    characters = []
    for index in range(textpage.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(textpage, index)
        text = chr(code) if code <= sys.maxunicode else "\ufffd"
        pdfium_c.FPDFText_GetLooseCharBox(textpage, index, rect)
        box = matrix.box(rect.left, rect.bottom, rect.right, rect.top)
        characters.append(Character(_LINE_END_HYPHENS.get(text, text), box))
    return characters


def read_drawn(page: Any, matrix: Matrix, *, most_objects: int) -> Drawn:
    """Return the ruling lines of a page, none where it is a drawing, and how large its images are.

    An image is drawn on the unit square, so its map alone says where it lies.
    """
    rulings = Rulings([], [])
    image_area = 0.0
    for number, (item, kind, to_page) in enumerate(_objects(page, matrix)):
        if number > most_objects:
            return Drawn(Rulings([], []), image_area)
        if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            left, top, right, bottom = to_page.box(0, 0, 1, 1)
            image_area = max(image_area, (right - left) * (bottom - top))
        elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            _add_rulings(item, to_page, rulings)
    return Drawn(rulings, image_area)


def has_filled_fields(page: Any) -> bool:
    """Whether someone wrote into the form fields of a page: that is no part of its text."""
    return any(_is_filled(page, index) for index in range(pdfium_c.FPDFPage_GetAnnotCount(page)))


def _is_filled(page: Any, index: int) -> bool:
    note = pdfium_c.FPDFPage_GetAnnot(page, index)
    if not note:
        return False
    try:
        if pdfium_c.FPDFAnnot_GetSubtype(note) != pdfium_c.FPDF_ANNOT_WIDGET:
            return False
        value_bytes: int = pdfium_c.FPDFAnnot_GetStringValue(note, b"V", None, 0)
        return value_bytes > len("\0".encode("utf-16-le"))
    finally:
        pdfium_c.FPDFPage_CloseAnnot(note)


def _objects(page: Any, matrix: Matrix) -> Iterator[tuple[Any, int, Matrix]]:
    """Yield what a page draws beside text, inside its forms too: kind, and map to the display."""
    for index in range(pdfium_c.FPDFPage_CountObjects(page)):
        yield from _unfold(pdfium_c.FPDFPage_GetObject(page, index), matrix, _DEEPEST_FORM)


def _unfold(item: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, int, Matrix]]:
    kind = pdfium_c.FPDFPageObj_GetType(item)
    if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
        return
    to_page = matrix.after(_matrix_of(item))
    yield item, kind, to_page
    if kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth:
        for index in range(pdfium_c.FPDFFormObj_CountObjects(item)):
            yield from _unfold(pdfium_c.FPDFFormObj_GetObject(item, index), to_page, depth - 1)


def _matrix_of(item: Any) -> Matrix:
    raw = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFPageObj_GetMatrix(item, raw)
    return Matrix(raw.a, raw.b, raw.c, raw.d, raw.e, raw.f)


def _add_rulings(path: Any, matrix: Matrix, rulings: Rulings) -> None:
    if not _is_visible(path):
        return
    for (x0, y0), (x1, y1) in _sides(path, matrix):
        if not math.isfinite(x0 + y0 + x1 + y1):
            continue
        if abs(y0 - y1) <= _STRAIGHT_PT < abs(x0 - x1):
            rulings.horizontal.append(Ruling((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x0 - x1) <= _STRAIGHT_PT < abs(y0 - y1):
            rulings.vertical.append(Ruling((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


def _is_visible(path: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(fill.value or stroke.value)


def _sides(path: Any, matrix: Matrix) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Yield the straight sides of a path."""
    count = pdfium_c.FPDFPath_CountSegments(path)
    if count > _MOST_SEGMENTS:
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    start = here = (0.0, 0.0)
    for index in range(count):
        segment = pdfium_c.FPDFPath_GetPathSegment(path, index)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        before, here = here, matrix.point(x.value, y.value)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            start = here
        elif kind == pdfium_c.FPDF_SEGMENT_LINETO:
            yield before, here
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            yield here, start
