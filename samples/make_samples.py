"""Write the documents of the sample project: the same bytes every time.

``python samples/make_samples.py [FOLDER]`` writes scope.docx, structures.xlsx and geotech.pdf; the
running text comes from ``text/``. ``estimate.yaml`` is written by hand and left alone.
"""

import io
import re
import sys
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

import docx
from docx.document import Document
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from reportlab.lib import colors
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import (
    Flowable,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

HERE: Final = Path(__file__).resolve().parent
TABLE: Final = "[table]"
WRITTEN: Final = datetime(2026, 1, 5, 9, 0)  # noqa: DTZ001 - Office properties have no zone
ILLUSTRATIVE: Final = (
    "Sample document of APEX. The terminals, the voltage, the conductor, the length, the date and "
    "the planned cost are public facts (SCRTP Planned Facilities 2026-2030); everything else is "
    "illustrative and describes no real design."
)
ROUTE_FEET: Final = 34_320  # 6.5 miles


class Structure(NamedTuple):
    """One row of the structure list."""

    number: int
    station_ft: int
    kind: str
    angle_deg: int
    height_ft: int
    ahead_span_ft: int
    foundation: str


# --- scope.docx --------------------------------------------------------------------------------


def scope() -> bytes:
    """Write the scope of work."""
    document = docx.Document()
    document.core_properties.author = "APEX samples"
    document.core_properties.title = "Jasper - Okatie 230 kV #2: scope of work"
    document.core_properties.created = document.core_properties.modified = WRITTEN
    document.add_heading("Jasper - Okatie 230 kV #2: Scope of Work", level=0)
    document.add_paragraph(ILLUSTRATIVE)
    for paragraph in text("scope"):
        if paragraph == TABLE:
            add_line_table(document)
        elif paragraph.startswith("# "):
            document.add_heading(paragraph[2:], level=1)
        else:
            document.add_paragraph(paragraph)
    return settled(saved(document))


def add_line_table(document: Document) -> None:
    """Add the table of the line's main data."""
    table = document.add_table(rows=1, cols=2, style="Table Grid")
    for cell, text in zip(table.rows[0].cells, ("Item", "Value"), strict=True):
        cell.text = text
        cell.paragraphs[0].runs[0].bold = True
    for item, value in LINE_TABLE:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = item, value


LINE_TABLE: Final = (
    ("Nominal voltage", "230 kV"),
    ("Route length", "6.5 miles"),
    ("Circuits", "1"),
    ("Structure type", "Steel pole (tubular monopole)"),
    ("Conductor", "Bundled 1272 kcmil ACSR (Bittern), 2 per phase"),
    ("Overhead ground wires", "1 OPGW and 1 shield wire"),
    ("Right of way width", "125 ft"),
    ("In-service date", "December 1, 2026"),
)


def saved(document: Document) -> bytes:
    """Return the bytes of a Word document."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


# --- structures.xlsx ---------------------------------------------------------------------------

KINDS: Final = {
    "Running angle": {7: 11, 12: 8, 20: 17, 28: 6, 35: 14, 40: 9},
    "Angled dead-end": {17: 62, 32: 48},
    "Non-angled dead-end": {1: 0, 24: 0, 45: 0},
}
SPANS: Final = 44


def structures() -> list[Structure]:
    """Spot 45 structures along the route, spans between 740 and 820 ft."""
    spans = [740 + 10 * (7 * place % 9) for place in range(SPANS - 1)]
    spans.append(ROUTE_FEET - sum(spans))
    listed, station = [], 0
    for number, span in enumerate([*spans, 0], start=1):
        listed.append(structure(number, station, span))
        station += span
    return listed


def structure(number: int, station_ft: int, ahead_span_ft: int) -> Structure:
    """Describe one structure: its kind from the list above, its height from its place."""
    kind = next((name for name, numbers in KINDS.items() if number in numbers), "Tangent")
    is_tangent = kind == "Tangent"
    return Structure(
        number=number,
        station_ft=station_ft,
        kind=kind,
        angle_deg=0 if is_tangent else KINDS[kind][number],
        height_ft=95 + 5 * (number * 3 % 5),
        ahead_span_ft=ahead_span_ft,
        foundation="Direct embedded" if is_tangent else "Drilled pier",
    )


STRUCTURE_COLUMNS: Final = (
    "Structure No.",
    "Station",
    "Structure Type",
    "Line Angle (deg)",
    "Height (ft)",
    "Ahead Span (ft)",
    "Foundation",
)
MATERIALS: Final = (
    ("Material", "Quantity", "Unit", "Basis"),
    ("Steel pole, tangent", 34, "each", "structure list"),
    ("Steel pole, running angle", 6, "each", "structure list"),
    ("Steel pole, dead-end", 5, "each", "structure list"),
    ("Conductor, 1272 kcmil ACSR Bittern", 214_157, "ft", "3 phases x 2 x route x 1.04"),
    ("OPGW", 35_693, "ft", "route x 1.04"),
    ("Shield wire", 35_693, "ft", "route x 1.04"),
    ("Insulator assembly, suspension", 102, "each", "3 per tangent"),
    ("Insulator assembly, strain", 30, "each", "6 per dead-end"),
)


def workbook() -> bytes:
    """Write the structure list and the factored list of materials."""
    book = Workbook()
    book.properties.creator = "APEX samples"
    book.properties.created = WRITTEN
    sheet = book.worksheets[0]
    sheet.title = "Structures"
    sheet["A1"] = "Jasper - Okatie 230 kV #2: structure list, preliminary spotting"
    sheet["A1"].font = Font(bold=True)
    sheet["A2"] = ILLUSTRATIVE
    sheet.append([])
    rows = [
        (s.number, station(s.station_ft), s.kind, s.angle_deg, s.height_ft, s.ahead_span_ft,
         s.foundation)
        for s in structures()
    ]  # fmt: skip
    add_rows(sheet, [STRUCTURE_COLUMNS, *rows])
    sheet.freeze_panes = "A5"
    materials = book.create_sheet("Materials")
    materials["A1"] = "Factored list of materials, without prices"
    materials.append([])
    add_rows(materials, list(MATERIALS))
    file = io.BytesIO()
    book.save(file)
    return settled(file.getvalue())


def add_rows(sheet: Worksheet, rows: list[tuple[str | int, ...]]) -> None:
    """Append rows, the first one as a header."""
    header = sheet.max_row + 1 if sheet.max_row > 1 else sheet.max_row
    for row in rows:
        sheet.append(row)
    for cell in sheet[header + 1]:
        cell.font = Font(bold=True)
    for column in "ABCDEFG"[: len(rows[0])]:
        sheet.column_dimensions[column].width = 20


def station(feet: int) -> str:
    """Write a distance from the start of the line as surveyors do: 12+34."""
    return f"{feet // 100}+{feet % 100:02d}"


# --- geotech.pdf -------------------------------------------------------------------------------

BORINGS: Final = (
    ("Boring", "Near structure", "Depth (ft)", "Soil", "N60 (blows/ft)", "Groundwater (ft)"),
    ("B-1", "1", "40", "Medium dense silty sand", "14", "6"),
    ("B-2", "7", "40", "Medium dense silty sand", "12", "5"),
    ("B-3", "12", "40", "Loose clayey sand", "8", "3"),
    ("B-4", "17", "60", "Soft clay over dense sand", "3", "1"),
    ("B-5", "24", "50", "Loose sand over marl", "9", "4"),
    ("B-6", "32", "60", "Soft clay over marl", "4", "2"),
    ("B-7", "40", "40", "Medium dense sand", "15", "6"),
    ("B-8", "45", "40", "Medium dense sand", "17", "7"),
)


def geotech() -> bytes:
    """Write the geotechnical report: text and a table of borings on three pages."""
    styles = getSampleStyleSheet()
    story: list[Flowable] = [
        Paragraph("Jasper - Okatie 230 kV #2: Geotechnical Report", styles["Title"]),
        Paragraph("Preliminary exploration along the preferred route", styles["Heading3"]),
        Paragraph(ILLUSTRATIVE, styles["BodyText"]),
        Spacer(1, 12),
    ]
    for paragraph in text("geotech"):
        if paragraph == TABLE:
            story += [borings(), PageBreak()]
        elif paragraph.startswith("# "):
            story += [Paragraph(paragraph[2:], styles["Heading2"])]
        else:
            story += [Paragraph(paragraph, styles["BodyText"]), Spacer(1, 8)]
    file = io.BytesIO()
    template = SimpleDocTemplate(
        file,
        pagesize=letter,
        title="Jasper - Okatie 230 kV #2: Geotechnical Report",
        author="APEX samples",
        invariant=1,
        pageCompression=0,  # compressed bytes differ between versions of zlib
    )
    template.build(story)
    return file.getvalue()


def borings() -> Table:
    """Set the table of borings."""
    table = Table([list(row) for row in BORINGS], repeatRows=1)
    grid = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONTSIZE", (0, 0), (-1, -1), 8)]
    table.setStyle(TableStyle([*grid, ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold")]))
    return table


# --- Text, and the same bytes every time -------------------------------------------------------


def text(name: str) -> list[str]:
    """Read a text: its headings (``# ...``), paragraphs and the place of its table, in order."""
    source = (HERE / "text" / f"{name}.txt").read_text(encoding="utf-8")
    return [" ".join(paragraph.split()) for paragraph in source.strip().split("\n\n")]


def settled(office_file: bytes) -> bytes:
    """Repack an Office file with one fixed time in it."""
    moment = WRITTEN.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(office_file)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", moment, content)
            entry = zipfile.ZipInfo(name, WRITTEN.timetuple()[:6])
            new.writestr(entry, content, compress_type=zipfile.ZIP_DEFLATED)
    return file.getvalue()


DOCUMENTS: Final = {"scope.docx": scope, "structures.xlsx": workbook, "geotech.pdf": geotech}


def main(folder: Path) -> None:
    """Write every document into *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in DOCUMENTS.items():
        (folder / name).write_bytes(make())
        print(folder / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "okatie-230")
