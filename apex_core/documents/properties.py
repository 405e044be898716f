"""Title, author and dates an Office file states about itself."""

from typing import Final

from apex_core.documents.cleaning import clean_text
from apex_core.documents.markup import local_name
from apex_core.documents.package import Package
from apex_core.errors import UnreadableDocument

_NAMES: Final = {
    "title": "Title",
    "subject": "Subject",
    "creator": "Author",
    "lastModifiedBy": "LastModifiedBy",
    "created": "Created",
    "modified": "Modified",
    "revision": "Revision",
}


def read_properties(package: Package) -> dict[str, str]:
    """Return what the package says about its document; damaged properties are left out."""
    links = package.relationships("").values()
    part = next((link.target for link in links if link.kind == "core-properties"), "")
    if part not in package.names:
        return {}
    try:
        root = package.tree(part)
    except UnreadableDocument:
        return {}
    said = {_NAMES.get(local_name(item.tag), ""): clean_text(item.text or "") for item in root}
    return {key: text for key, text in said.items() if key and text}
