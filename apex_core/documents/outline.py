"""A parsed document as a person skims it: headings, tables with their columns, warnings."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from apex_core.model.document import ParsedDocument, Place, Table, TextBlock

_LINE_WIDTH: Final = 96
_LABEL_WIDTH: Final = 28
_SHOWN_LINES: Final = 3


def outline(parsed: ParsedDocument) -> str:
    """Return a readable outline of *parsed*, one section per page or sheet.

    Headings are shown whole, running text by its first lines, tables by size and columns.
    """
    sections: dict[str, list[TextBlock | Table]] = defaultdict(list)
    for block in parsed.blocks:
        sections[_section(block.place)].append(block)
    for table in parsed.tables:
        sections[_section(table.place)].append(table)
    lines = list(_head(parsed))
    for name, elements in sections.items():
        lines += ["", name] if name else [""]
        lines += _text_lines([item for item in elements if isinstance(item, TextBlock)])
        lines += [_table_line(item) for item in elements if isinstance(item, Table)]
    return "\n".join(lines) + "\n"


def _head(parsed: ParsedDocument) -> Iterator[str]:
    unit = "sheet" if any(table.place.sheet for table in parsed.tables) else "page"
    counts = (
        f"{parsed.pages} {unit}{'' if parsed.pages == 1 else 's'}, "
        f"{len(parsed.blocks)} lines of text, {len(parsed.tables)} tables"
    )
    yield f"{parsed.name}: {parsed.kind.value.upper()}, {counts}"
    for key, text in parsed.properties.items():
        yield f"  {key}: {_cut(text, _LINE_WIDTH)}"
    for warning in parsed.warnings:
        yield f"  ! {warning}"


def _section(place: Place) -> str:
    if place.page:
        return f"page {place.page}"
    return f"sheet {place.sheet}" if place.sheet else ""


def _text_lines(blocks: Sequence[TextBlock]) -> Iterator[str]:
    """Headings, and the first lines of text below each; lines within tables are left to them."""
    shown = left_out = 0
    for block in blocks:
        if block.place.table:
            continue
        if block.heading:
            yield f"  {'#' * block.heading} {_cut(block.text.lstrip('# '), _LINE_WIDTH)}"
            shown = 0
        elif shown < _SHOWN_LINES:
            yield f"    {_cut(block.text, _LINE_WIDTH)}"
            shown += 1
        else:
            left_out += 1
    if left_out:
        yield f"    ... {left_out} more lines"


def _table_line(table: Table) -> str:
    last = table.header_rows - 1
    labels = [_cut(cell.text, _LABEL_WIDTH) for cell in table.cells if cell.row == last]
    columns = f": {' | '.join(labels)}" if labels else ", no header"
    where = table.place.cell or f"table {table.place.table}"
    return f"  [{where}] {table.rows} x {table.columns}{columns}"


def _cut(text: str, width: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= width else f"{line[: width - 1]}…"
