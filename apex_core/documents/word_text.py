"""The text of a Word paragraph as a reader sees it, with every tracked change accepted."""

from collections.abc import Iterator
from typing import Final, NamedTuple
from xml.etree import ElementTree as ET  # for its Element alone

from apex_core.documents.cleaning import clean_text
from apex_core.documents.markup import local_name

_TRANSPARENT: Final = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"})
_UNSEEN: Final = frozenset(
    {"del", "moveFrom", "instrText", "delText", "pPr", "rPr", "tcPr", "trPr"}
)
_MARKS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


class Paragraph(NamedTuple):
    """Its text, and the text boxes anchored in it."""

    text: str
    boxes: list[ET.Element]


def read_paragraph(item: ET.Element) -> Paragraph:
    """Return the text of a paragraph and its text boxes."""
    boxes: list[ET.Element] = []
    text = "".join(_pieces(item, boxes))
    return Paragraph(clean_text(text).strip("\n"), boxes)


def children(element: ET.Element) -> Iterator[ET.Element]:
    """Yield what *element* holds, through wrappers that a reader does not see."""
    for child in element:
        name = local_name(child.tag)
        if name in _TRANSPARENT:
            yield from children(child)
        elif name == "AlternateContent":
            yield from children(_chosen(child))
        elif name not in _UNSEEN:
            yield child


def attribute(element: ET.Element, name: str) -> str:
    """Return an attribute by its local name, "" where it is missing."""
    return next((value for key, value in element.items() if local_name(key) == name), "")


def is_on(element: ET.Element) -> bool:
    """Whether a switch such as ``<w:vanish/>`` is on; without a value it is."""
    return attribute(element, "val") not in {"0", "false", "off"}


def _chosen(alternatives: ET.Element) -> ET.Element:
    """Return the first choice: the fallback says the same again for older readers."""
    return next(iter(alternatives), alternatives)


def _pieces(element: ET.Element, boxes: list[ET.Element]) -> Iterator[str]:
    for child in children(element):
        name = local_name(child.tag)
        if name == "t":
            yield child.text or ""
        elif name in _MARKS:
            yield _MARKS[name]
        elif name == "sym":
            yield _symbol(child)
        elif name == "txbxContent":
            boxes.append(child)
        elif name != "r" or not _is_hidden(child):
            yield from _pieces(child, boxes)


def _symbol(element: ET.Element) -> str:
    try:
        return chr(int(attribute(element, "char"), 16))
    except (ValueError, OverflowError):
        return ""


def _is_hidden(run: ET.Element) -> bool:
    return any(
        local_name(setting.tag) == "vanish" and is_on(setting)
        for properties in run
        if local_name(properties.tag) == "rPr"
        for setting in properties
    )
