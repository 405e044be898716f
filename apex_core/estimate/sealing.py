"""The assembled estimate in its envelope: checked, its doubts counted, hashed."""

from apex_core.envelope import Envelope, Trace, seal
from apex_core.estimate.checks import checks
from apex_core.estimate.sources import unsourced
from apex_core.model.estimate import DocumentStatus, DocumentUse, Estimate
from apex_core.packs.loader import Packs


def seal_estimate(estimate: Estimate, packs: Packs, *, inputs_sha256: str) -> Envelope:
    """Check *estimate* and wrap it.

    Confidence starts at 1 and falls by the penalties of `apex_core.envelope`: for each failed
    check, each warning and each figure without a source.
    """
    basis = estimate.basis
    warnings = (
        *filter(None, map(_unread, basis.documents)),
        *basis.quantities.warnings,
        *basis.classification.warnings,
        *basis.cost.warnings,
    )
    return seal(
        estimate.model_dump(mode="json"),
        trace=Trace(
            packs=packs.trace(),
            inputs_sha256=inputs_sha256,
            seed=basis.risk.seed if basis.risk else None,
            checks=checks(estimate, packs),
        ),
        assumptions=tuple(said.text for said in estimate.assumptions),
        warnings=tuple(dict.fromkeys(warnings)),
        unsourced_figures=len(unsourced(basis)),
    )


def _unread(document: DocumentUse) -> str:
    """Say what of a document is not in the estimate, in one sentence; nothing if all of it is."""
    if document.status is DocumentStatus.REFUSED:
        return f"{document.name} could not be read: {document.reason}"
    if not document.warnings:
        return ""
    more = len(document.warnings) - 1
    return f"{document.name}: {document.warnings[0]}" + (f" (and {more} more)" if more else "")
