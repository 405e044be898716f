"""The number formats of a workbook's cells."""

from apex_core.documents.markup import local_name, whole_number
from apex_core.documents.number_format import BUILT_IN
from apex_core.documents.package import Package


def read_formats(package: Package, part: str) -> list[str]:
    """Return the number format of each cell style, by its index."""
    if part not in package.names:
        return []
    codes: dict[int, str] = {}
    formats: list[str] = []
    for group in package.tree(part):
        name = local_name(group.tag)
        if name == "numFmts":
            codes = {
                whole_number(item.get("numFmtId"), missing=0): item.get("formatCode", "")
                for item in group
            }
        elif name == "cellXfs":
            formats = [
                _code(whole_number(item.get("numFmtId"), missing=0), codes) for item in group
            ]
    return formats


def _code(number: int, codes: dict[int, str]) -> str:
    return codes.get(number) or BUILT_IN.get(number, "General")
