"""How large a document may be: every bound the parsers keep, in one place."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds beyond which a file is refused, or a part of it is left out with a warning.

    Attributes
    ----------
    file_bytes
        Size of the file. [B]
    pages
        Pages of a PDF.
    cells
        Filled cells of all tables of one file; 300,000 take about 150 MB of memory.
    text_characters
        Characters of all text of one file.
    page_objects
        Drawn objects of one PDF page, text aside; a page with more is a drawing, where no ruled
        table is looked for.
    archive_members
        Files inside an Office package.
    inflated_bytes
        All files inside an Office package together, unpacked. [B]
    inflated_ratio
        Unpacked size of one packed file over its packed size, looked at from 8 MiB unpacked. [-]
    tree_bytes
        One XML file that is held as a whole, such as a Word document. [B]
    xml_elements
        Elements of one XML file; 4,000,000 take about 4 s to read.
    xml_depth
        How deep the elements of one XML file nest; a table in a table takes four levels.
    """

    file_bytes: int = 100 * 2**20
    pages: int = 2_000
    cells: int = 300_000
    text_characters: int = 10_000_000
    page_objects: int = 20_000
    archive_members: int = 5_000
    inflated_bytes: int = 256 * 2**20
    inflated_ratio: int = 200
    tree_bytes: int = 48 * 2**20
    xml_elements: int = 4_000_000
    xml_depth: int = 200


DEFAULT_LIMITS: Final = Limits()
