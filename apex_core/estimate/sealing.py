"""The assembled estimate in its envelope: checked, its doubts counted, hashed."""

from collections.abc import Iterable, Iterator
from typing import Final

from apex_core.envelope import Envelope, Trace, seal
from apex_core.estimate.checks import checks, money_warnings
from apex_core.estimate.sources import unsourced
from apex_core.model.estimate import Basis, DocumentStatus, DocumentUse, Estimate
from apex_core.model.finding import FindingKind
from apex_core.model.review import Verdict
from apex_core.packs.loader import Packs

MOST_DOCUMENTS: Final = 10  # named one by one; the rest are counted
MOST_FINDINGS: Final = 5
DOUBTS: Final = frozenset(
    {
        FindingKind.CONTRADICTION,
        FindingKind.OVERRIDE,
        FindingKind.DUPLICATE,
        FindingKind.UNREADABLE,
    }
)


def seal_estimate(estimate: Estimate, packs: Packs, *, inputs_sha256: str) -> Envelope:
    """Check *estimate* and wrap it.

    Confidence starts at 1 and falls by the penalties of `apex_core.envelope`: for each failed
    check, each warning and each figure without a source.
    """
    basis = estimate.basis
    return seal(
        estimate.model_dump(mode="json"),
        trace=Trace(
            packs=packs.trace(),
            inputs_sha256=inputs_sha256,
            seed=basis.risk.seed if basis.risk else None,
            checks=checks(estimate, packs),
        ),
        assumptions=tuple(said.text for said in estimate.assumptions),
        warnings=tuple(dict.fromkeys((*_warnings(basis), *money_warnings(estimate, packs)))),
        unsourced_figures=len(unsourced(basis)),
    )


def _warnings(basis: Basis) -> Iterator[str]:
    unread = filter(None, map(_unread, basis.documents))
    yield from _first(unread, MOST_DOCUMENTS, "documents were not used, or not wholly")
    yield from basis.quantities.warnings
    yield from basis.classification.warnings
    yield from basis.cost.warnings
    doubts = (finding.sentence for finding in basis.findings if finding.kind in DOUBTS)
    yield from _first(doubts, MOST_FINDINGS, "differences are listed among the findings")


def _first(sentences: Iterable[str], most: int, rest: str) -> Iterator[str]:
    said = list(sentences)
    yield from said[:most]
    if len(said) > most:
        yield f"{len(said) - most} more {rest}"


def _unread(document: DocumentUse) -> str:
    """Say what of a document is not in the estimate, in one sentence; nothing if all of it is."""
    if document.status is DocumentStatus.REFUSED:
        return f"{document.name} could not be read: {document.reason}"
    if document.verdict is Verdict.FAILED:
        return f"{document.name} was not used: {document.reason}"
    if not document.warnings:
        return ""
    more = len(document.warnings) - 1
    return f"{document.name}: {document.warnings[0]}" + (f" (and {more} more)" if more else "")
