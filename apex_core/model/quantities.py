"""The quantities an estimate prices, each with where it came from."""

from apex_core.model.finding import Finding
from apex_core.model.noun import Noun
from apex_core.model.scope import ProjectScope


class Quantities(Noun):
    """A complete scope and the source of each of its values.

    Attributes
    ----------
    scope
        Everything that is to be priced.
    sources
        Path of a value in the scope, such as ``lines.0.miles``, to where it came from: ``ticket``,
        or the document, place and words.
    """

    scope: ProjectScope
    sources: dict[str, str]
    assumptions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
