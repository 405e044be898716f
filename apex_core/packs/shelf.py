"""Packs as they lie on disk, read and held against their recorded checksums.

A pack is a folder: ``manifest.yaml`` and one CSV file per table.
Its checksum covers what the files say, not how they are written, so line ends and quoting
do not matter. ``checksums.yaml`` records the checksum of every version.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from apex_core.envelope import PackVersion, content_sha256
from apex_core.errors import InputError
from apex_core.packs.manifest import Manifest

SHIPPED: Final = Path(__file__).parent / "data"
CHECKSUMS: Final = "checksums.yaml"
MANIFEST: Final = "manifest.yaml"

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """The verified content of one pack: its manifest, and its tables as rows of text."""

    manifest: Manifest
    tables: Mapping[str, tuple[Row, ...]]
    sha256: str

    @property
    def edition(self) -> str:
        """Name and version, as a source cites them."""
        return f"{self.manifest.name} {self.manifest.version}"

    @property
    def version(self) -> PackVersion:
        """What a trace shows of the pack."""
        return PackVersion(version=self.manifest.version, sha256=self.sha256)


@cache
def open_pack(name: str, shelf: Path = SHIPPED) -> Pack:
    """Read the pack *name* and verify it.

    Raises
    ------
    InputError
        If its content is not what was recorded for its version.
    """
    folder = shelf / name
    manifest = Manifest.read(yaml.safe_load((folder / MANIFEST).read_text("utf-8")))
    tables = {path.stem: _rows(path) for path in sorted(folder.glob("*.csv"))}
    sha256 = content_sha256({"manifest": manifest.model_dump(mode="json"), "tables": tables})
    _verify(manifest, sha256, shelf)
    return Pack(manifest=manifest, tables=tables, sha256=sha256)


def shipped_names(shelf: Path = SHIPPED) -> tuple[str, ...]:
    """Return the names of all packs on the shelf, in order."""
    return tuple(sorted(path.parent.name for path in shelf.glob(f"*/{MANIFEST}")))


def dollar_year(pack: Pack) -> int:
    """Return the year of the pack's money.

    Raises
    ------
    InputError
        If the pack does not state it.
    """
    if pack.manifest.dollar_year is None:
        raise InputError(
            "a pack of costs must state its dollar year",
            path=f"packs.{pack.manifest.name}.dollar_year",
        )
    return pack.manifest.dollar_year


def number(row: Row, column: str) -> Decimal:
    """Return the number in *column*, exactly as written."""
    return Decimal(row[column])


def optional_number(row: Row, column: str) -> Decimal | None:
    """Return the number in *column*; an empty cell is a missing value, never zero."""
    return Decimal(row[column]) if row[column] else None


def _rows(path: Path) -> tuple[Row, ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _verify(manifest: Manifest, sha256: str, shelf: Path) -> None:
    recorded = yaml.safe_load((shelf / CHECKSUMS).read_text("utf-8"))
    expected = recorded.get(manifest.name, {}).get(manifest.version)
    if sha256 != expected:
        raise InputError(
            f"the content of pack {manifest.name} is not what was recorded for version "
            f"{manifest.version}: restore it, or give it a new version and record in {CHECKSUMS} "
            f"the checksum {sha256}",
            path=f"packs.{manifest.name}",
        )
