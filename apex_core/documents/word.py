"""Word documents to paragraphs, headings and tables, in reading order.

The main part is read directly: text boxes, nested tables and tracked changes stand in it where a
reader meets them.
"""

from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET  # for its Element alone

from apex_core.documents.budget import Budget
from apex_core.documents.content import Content
from apex_core.documents.limits import Limits
from apex_core.documents.markup import local_name
from apex_core.documents.package import Package
from apex_core.documents.properties import read_properties
from apex_core.documents.word_styles import heading_level, read_heading_levels
from apex_core.documents.word_table import read_table
from apex_core.documents.word_text import Paragraph, children, read_paragraph
from apex_core.model.document import Place, TextBlock

_BESIDE_THE_BODY: Final = ("header", "footer", "footnotes", "endnotes")


def read_word(package: Package, name: str, limits: Limits) -> Content:
    """Return the paragraphs, headings and tables of a Word document.

    Raises
    ------
    UnreadableDocument
        If its main part is damaged, or it has more cells than the limit.
    """
    main = package.main_part() or ""
    links = package.relationships(main).values()
    targets = {link.kind: link.target for link in links}
    levels = read_heading_levels(package, targets.get("styles", ""))
    content = Content(properties=read_properties(package))
    place = Place(document=name)
    tree = package.tree(main)
    for body in tree:
        if local_name(body.tag) == "body":
            _read_body(body, place, levels, content)
    Budget(limits).spend(cells=sum(len(table.cells) for table in content.tables))
    for link in sorted(links):
        if link.kind in _BESIDE_THE_BODY and link.target in package.names:
            _read_beside(package.tree(link.target), place, content)
    content.warnings.extend(_warnings(tree, targets, package))
    return content


def _read_body(body: ET.Element, place: Place, levels: dict[str, int], content: Content) -> None:
    line = 0
    for item in children(body):
        if local_name(item.tag) == "tbl":
            content.tables.extend(read_table(item, place, number=len(content.tables) + 1))
        elif local_name(item.tag) == "p":
            line += 1
            here = Place(document=place.document, line=line)
            content.blocks.extend(_blocks(item, here, levels))


def _blocks(item: ET.Element, place: Place, levels: dict[str, int]) -> Iterator[TextBlock]:
    """Yield the paragraph itself, then the text boxes that hang on it."""
    paragraph = read_paragraph(item)
    if paragraph.text.strip():
        level = heading_level(item, levels)
        yield TextBlock(text=paragraph.text, place=place, heading=level)
    for box in paragraph.boxes:
        for inner in _paragraphs(box):
            if inner.text.strip():
                yield TextBlock(text=inner.text, place=place)


def _paragraphs(root: ET.Element) -> Iterator[Paragraph]:
    """All paragraphs below *root*, those in tables too."""
    for item in children(root):
        if local_name(item.tag) == "p":
            yield read_paragraph(item)
        else:
            yield from _paragraphs(item)


def _read_beside(root: ET.Element, place: Place, content: Content) -> None:
    """Headers, footers and notes: text without a line, each said once."""
    said = {block.text for block in content.blocks if block.place.line is None}
    for paragraph in _paragraphs(root):
        if paragraph.text.strip() and paragraph.text not in said:
            said.add(paragraph.text)
            content.blocks.append(TextBlock(text=paragraph.text, place=place))


def _warnings(tree: ET.Element, targets: dict[str, str], package: Package) -> Iterator[str]:
    counts = {"ins": 0, "del": 0, "moveFrom": 0, "vanish": 0}
    for element in tree.iter():
        name = local_name(element.tag)
        if name in counts and (len(element) or name == "vanish"):
            counts[name] += 1
    deleted = counts["del"] + counts["moveFrom"]
    if counts["ins"] or deleted:
        yield (
            f"the document has tracked changes: {counts['ins']} insertions were read as accepted, "
            f"{deleted} deletions were left out"
        )
    if counts["vanish"]:
        yield f"{counts['vanish']} pieces of hidden text were left out"
    if "comments" in targets:
        yield "the comments of the document were not read"
    if any(part.endswith("vbaProject.bin") for part in package.names):
        yield "the document holds macros; they were not run"
