"""Builds the files that the tests read: real PDF, Word and Excel files, and broken ones."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

import docx
import openpyxl
from docx.document import Document
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

Rows = Sequence[Sequence[str]]

_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(*pages: Callable[[Canvas], None], encrypt: object = None) -> bytes:
    """A PDF of letter-sized pages, each drawn by a function."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=letter, invariant=1, encrypt=encrypt)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def text_page(*lines: str) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        for number, line in enumerate(lines):
            canvas.drawString(72, 720 - 16 * number, line)

    return draw


def table_page(rows: Rows, *, top: float = 700, width: float = 120) -> Callable[[Canvas], None]:
    """A fully ruled table, 20 pt high rows, its text inside the cells."""

    def draw(canvas: Canvas) -> None:
        columns = max(len(row) for row in rows)
        canvas.grid(
            [72 + width * column for column in range(columns + 1)],
            [top - 20 * row for row in range(len(rows) + 1)],
        )
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                canvas.drawString(76 + width * column, top - 20 * row - 14, text)

    return draw


def word(write: Callable[[Document], object]) -> bytes:
    document = docx.Document()
    write(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def excel(fill: Callable[[Workbook, Worksheet], object]) -> bytes:
    """A workbook, filled by a function of it and its first sheet."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    fill(workbook, sheet)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def filled(*rows: list[str | float]) -> Callable[[Workbook, Worksheet], None]:
    """Fill the first sheet with rows of values."""

    def fill(_: Workbook, sheet: Worksheet) -> None:
        for row in rows:
            sheet.append(row)

    return fill


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return stream.getvalue()


def sheet_parts(
    *sheets: str, strings: str = "", formats: Sequence[str] = (), namespace: str = _SPREADSHEET
) -> dict[str, str]:
    """The parts of a workbook whose sheets hold the given XML, below ``<worksheet>``."""
    numbers = range(1, len(sheets) + 1)
    tabs = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
    links = [("r" + str(n), "worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    links += [("strings", "sharedStrings", "sharedStrings.xml"), ("styles", "styles", "styles.xml")]
    codes = "".join(
        f'<numFmt numFmtId="{164 + n}" formatCode="{c}"/>' for n, c in enumerate(formats)
    )
    styles = "".join(f'<xf numFmtId="{164 + n}"/>' for n in range(len(formats)))
    return {
        "_rels/.rels": relationships([("main", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": (
            f'<workbook xmlns="{namespace}" xmlns:r="{_DOCUMENT_LINKS}">'
            f"<sheets>{tabs}</sheets></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": relationships(links),
        "xl/sharedStrings.xml": f'<sst xmlns="{namespace}">{strings}</sst>',
        "xl/styles.xml": (
            f'<styleSheet xmlns="{namespace}"><numFmts>{codes}</numFmts>'
            f"<cellXfs>{styles}</cellXfs></styleSheet>"
        ),
        **{
            f"xl/worksheets/sheet{n}.xml": f'<worksheet xmlns="{namespace}">{sheet}</worksheet>'
            for n, sheet in zip(numbers, sheets, strict=True)
        },
    }


def workbook(*sheets: str, strings: str = "", formats: Sequence[str] = ()) -> bytes:
    return archive(sheet_parts(*sheets, strings=strings, formats=formats))


def word_parts(body: str, **more: str) -> dict[str, str]:
    """The parts of a Word document with the given XML in its body; others by their file name."""
    links = [(name, name, f"{name}.xml") for name in more]
    parts = {
        "_rels/.rels": relationships([("main", "officeDocument", "word/document.xml")]),
        "word/document.xml": (
            f'<w:document xmlns:w="{_WORDS}"><w:body>{body}</w:body></w:document>'
        ),
        "word/_rels/document.xml.rels": relationships(links),
    }
    return parts | {f"word/{name}.xml": content for name, content in more.items()}


def raw_word(body: str, **more: str) -> bytes:
    return archive(word_parts(body, **more))


def relationships(links: Sequence[tuple[str, str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="{name}" Type="{_DOCUMENT_LINKS}/{kind}" Target="{target}"/>'
        for name, kind, target in links
    )
    return f'<Relationships xmlns="{_PACKAGE_LINKS}">{items}</Relationships>'
