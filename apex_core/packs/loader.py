"""All packs in one frozen bundle, each read when it is first asked for."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from apex_core.envelope import PackVersion
from apex_core.packs import shelf as on_disk
from apex_core.packs.aace import AaceClasses, aace_classes
from apex_core.packs.drivers import RiskDrivers, risk_drivers
from apex_core.packs.isone import IsoneTemplate, isone_template
from apex_core.packs.manifest import Manifest
from apex_core.packs.maturity import MaturityMatrix, maturity_matrix
from apex_core.packs.rubric import DocumentRubric, document_rubric


@dataclass(frozen=True)
class Packs:
    """The packs an estimate may draw on, as they lie on one shelf.

    Every property raises `InputError` when its pack was changed without a new version.
    """

    shelf: Path = on_disk.SHIPPED

    @cached_property
    def aace(self) -> AaceClasses:
        """AACE classes, their bands, and MISO's contingency per class."""
        return aace_classes(self._open("aace-classes"))

    @cached_property
    def isone(self) -> IsoneTemplate:
        """ISO New England's classes and columns, unverified."""
        return isone_template(self._open("isone-pp4-attd"))

    @cached_property
    def rubric(self) -> DocumentRubric:
        """The documents an estimate rests on, and their weights."""
        return document_rubric(self._open("document-rubric"))

    @cached_property
    def maturity(self) -> MaturityMatrix:
        """The deliverables and their maturity per class."""
        return maturity_matrix(self._open("tline-maturity"))

    @cached_property
    def drivers(self) -> RiskDrivers:
        """Risk drivers and their default ranges."""
        return risk_drivers(self._open("risk-drivers"))

    def manifest(self, name: str) -> Manifest:
        """Return what a pack says about itself."""
        return self._open(name).manifest

    def trace(self, *names: str) -> dict[str, PackVersion]:
        """Return the exact version of each named pack; of every pack when none is named."""
        wanted = names or on_disk.shipped_names(self.shelf)
        return {name: self._open(name).version for name in sorted(wanted)}

    def _open(self, name: str) -> on_disk.Pack:
        return on_disk.open_pack(name, self.shelf)


def load_packs(shelf: Path = on_disk.SHIPPED) -> Packs:
    """Return the packs on *shelf*, by default those that ship with APEX; nothing is read yet."""
    return Packs(shelf)
