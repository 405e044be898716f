"""What a pack says about itself."""

from enum import StrEnum

from apex_core.model.noun import Noun


class PackStatus(StrEnum):
    """How far the figures of a pack may be trusted."""

    PUBLISHED = "published"
    EDITABLE_DEFAULT = "editable_default"
    UNVERIFIED = "unverified"
    JUDGEMENT = "judgement"


class Manifest(Noun):
    """Name, version and provenance of a pack.

    Attributes
    ----------
    dollar_year
        Year of the pack's money; none where it holds no money.
    label
        What a reader must be told wherever the pack's figures are shown.
    """

    name: str
    version: str
    title: str
    dollar_year: int | None
    source: str
    licence: str
    status: PackStatus
    label: str
