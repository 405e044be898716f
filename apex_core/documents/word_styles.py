"""Which paragraphs of a Word document are headings."""

import re
from typing import Final
from xml.etree import ElementTree as ET  # for its Element alone

from apex_core.documents.markup import local_name, whole_number
from apex_core.documents.package import Package
from apex_core.documents.word_text import attribute

_HEADING: Final = re.compile(r"heading ([1-9])", re.IGNORECASE)
_BODY_TEXT: Final = 9  # the outline level of text that is no heading
_LONGEST_CHAIN: Final = 20


def read_heading_levels(package: Package, part: str) -> dict[str, int]:
    """Return the heading level of each paragraph style that has one, by the style's id."""
    if part not in package.names:
        return {}
    own: dict[str, int] = {}
    based_on: dict[str, str] = {}
    for style in package.tree(part):
        if local_name(style.tag) == "style":
            name = attribute(style, "styleId")
            level = _own_level(style)
            if level is not None:
                own[name] = level
            based_on[name] = _value(style, "basedOn")
    levels = {style: _inherited(style, own, based_on) for style in based_on}
    return {style: level for style, level in levels.items() if level}


def heading_level(paragraph: ET.Element, levels: dict[str, int]) -> int:
    """Return the heading level of a paragraph, 0 for body text."""
    for properties in paragraph:
        if local_name(properties.tag) == "pPr":
            outline = _value(properties, "outlineLvl")
            if outline:
                return _level(outline)
            return levels.get(_value(properties, "pStyle"), 0)
    return 0


def _own_level(style: ET.Element) -> int | None:
    for item in style:
        outline = _value(item, "outlineLvl") if local_name(item.tag) == "pPr" else ""
        if outline:
            return _level(outline)
    name = _value(style, "name")
    match = _HEADING.fullmatch(name)
    if match:
        return int(match.group(1))
    return 1 if name.casefold() == "title" else None


def _level(outline: str) -> int:
    level = whole_number(outline, missing=_BODY_TEXT)
    return level + 1 if level < _BODY_TEXT else 0


def _inherited(style: str, own: dict[str, int], based_on: dict[str, str]) -> int:
    for _ in range(_LONGEST_CHAIN):
        if style in own:
            return own[style]
        style = based_on.get(style, "")
    return 0


def _value(element: ET.Element, name: str) -> str:
    return next((attribute(c, "val") for c in element if local_name(c.tag) == name), "")
