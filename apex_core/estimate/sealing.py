"""The assembled estimate in its envelope: checked, its doubts counted, hashed."""

from apex_core.envelope import Envelope, Trace, seal
from apex_core.estimate.checks import checks
from apex_core.estimate.sources import unsourced
from apex_core.model.estimate import Estimate
from apex_core.packs.loader import Packs


def seal_estimate(estimate: Estimate, packs: Packs, *, inputs_sha256: str) -> Envelope:
    """Check *estimate* and wrap it.

    Confidence starts at 1 and falls by the penalties of `apex_core.envelope`: for each failed
    check, each warning and each figure without a source.
    """
    basis = estimate.basis
    warnings = (
        *basis.quantities.warnings,
        *basis.classification.warnings,
        *basis.cost.warnings,
    )
    return seal(
        estimate.model_dump(mode="json"),
        trace=Trace(
            packs=packs.trace(),
            inputs_sha256=inputs_sha256,
            seed=basis.risk.seed,
            checks=checks(estimate, packs),
        ),
        assumptions=tuple(said.text for said in estimate.assumptions),
        warnings=tuple(dict.fromkeys(warnings)),
        unsourced_figures=len(unsourced(basis)),
    )
