"""All packs in one frozen bundle, each read when it is first asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from apex_core.envelope import PackVersion
from apex_core.model.rates import OwnRates
from apex_core.packs import shelf as on_disk
from apex_core.packs.aace import AaceClasses, aace_classes
from apex_core.packs.drivers import RiskDrivers, risk_drivers
from apex_core.packs.ferc import FercAccount, ferc_accounts
from apex_core.packs.isone import IsoneTemplate, isone_template
from apex_core.packs.manifest import Manifest
from apex_core.packs.maturity import MaturityMatrix, maturity_matrix
from apex_core.packs.miso import LineRates, line_rates
from apex_core.packs.miso_stations import StationRates, station_rates
from apex_core.packs.options import (
    LengthMultipliers,
    Mobilizations,
    SpendProfiles,
    length_multipliers,
    mobilizations,
    spend_profiles,
)
from apex_core.packs.references import (
    Reference,
    RegionalMultipliers,
    eipc_new_england,
    nrel_revx,
)
from apex_core.packs.rubric import DocumentRubric, document_rubric


@dataclass(frozen=True)
class Packs:
    """The packs an estimate may draw on, as they lie on one shelf, and the company's own rates.

    Every property raises `InputError` when its pack was changed without a new version.
    """

    shelf: Path = on_disk.SHIPPED
    own: OwnRates | None = None

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

    @cached_property
    def lines(self) -> LineRates:
        """The transmission line rate book."""
        return line_rates(self._open("miso-mtep24"))

    @cached_property
    def stations(self) -> StationRates:
        """The substation rate book."""
        return station_rates(self._open("miso-mtep24"))

    @cached_property
    def ferc(self) -> Mapping[str, FercAccount]:
        """FERC plant accounts by number."""
        return ferc_accounts(self._open("ferc-accounts"))

    @cached_property
    def revx(self) -> Reference:
        """Cost per mile of NREL reVX."""
        return nrel_revx(self._open("nrel-revx"))

    @cached_property
    def eipc(self) -> RegionalMultipliers:
        """EIPC's New England multipliers."""
        return eipc_new_england(self._open("eipc-new-england"))

    @cached_property
    def mobilization(self) -> Mobilizations:
        """Mobilization per line, for scopes that ask for it."""
        return mobilizations(self._open("mobilization"))

    @cached_property
    def lengths(self) -> LengthMultipliers:
        """Multipliers of short lines, for scopes that ask for them."""
        return length_multipliers(self._open("length-multipliers"))

    @cached_property
    def spending(self) -> SpendProfiles:
        """MISO's spend profiles, for scopes that ask for one."""
        return spend_profiles(self._open("spend-profiles"))

    def manifest(self, name: str) -> Manifest:
        """Return what a pack says about itself."""
        return self._open(name).manifest

    def trace(self, *names: str) -> dict[str, PackVersion]:
        """Return the exact version of each named pack, of every pack when none is named.

        The book of own rates is always among them.
        """
        wanted = names or self.names
        shipped = {name: self._open(name).version for name in sorted(wanted)}
        if self.own is None:
            return shipped
        own = PackVersion(version=self.own.version, sha256=self.own.sha256)
        return {**shipped, self.own.book: own}

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the packs on the shelf."""
        return on_disk.shipped_names(self.shelf)

    def _open(self, name: str) -> on_disk.Pack:
        return on_disk.open_pack(name, self.shelf)


def load_packs(shelf: Path = on_disk.SHIPPED) -> Packs:
    """Return the packs on *shelf*, by default those that ship with APEX; nothing is read yet."""
    return Packs(shelf)
