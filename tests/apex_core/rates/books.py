"""Rate books for tests, as files and as they are kept."""

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal

import openpyxl

from apex_core.model.rates import BookTitle, BookVersion, Rate, RateBook
from apex_core.rates.lines import book_sha256, lines_of

CSV = (
    b"Rate Code,Description,UOM,Material,Labor,Equipment\n"
    b'CU-100,"Pole, 45 ft class 2",EA,"1,250.00",800,150.5\n'
    b"CU-200,Anchor,ea,95.25,,\n"
)
TITLE = BookTitle(book="acme", version="2026.1", dollar_year=2026, source="Annual contract")


def a_rate(code: str = "CU-100", **changes: object) -> Rate:
    fields = {"description": "Pole", "unit": "each", "material_usd": Decimal(1250), **changes}
    return Rate(code=code, **fields)  # type: ignore[arg-type]


def a_book(rates: Iterable[Rate], *, at: int = 1, **changes: object) -> RateBook:
    title = BookTitle.model_validate(TITLE.model_dump() | changes)
    lines = lines_of(rates)
    version = BookVersion(
        **title.model_dump(),
        sha256=book_sha256(title, lines),
        rates=len(lines),
        imported_by="someone",
        imported_at=datetime(2026, 1, at, tzinfo=UTC),
    )
    return RateBook(version=version, lines=lines)


def workbook(*rows: Sequence[object]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
