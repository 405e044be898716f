"""Reviewing one parsed document, once for each content and reviewer."""

from apex_core.model.asks import DocumentRef
from apex_core.model.document import ParsedDocument
from apex_core.model.message import Message
from apex_core.model.review import Review, Verdict
from apex_core.review.review import review_document as review_parsed
from apex_core.services import Services
from apex_core.steps import keys
from apex_core.steps.store import find, keep, load


class Reviewed(Message):
    """What became of the document; the review itself lies in the artifacts."""

    path: str
    sha256: str
    verdict: Verdict
    completeness: int
    facts: int
    dropped_quotes: int
    reason: str
    warnings: tuple[str, ...] = ()


def review_document(ask: DocumentRef, services: Services) -> Reviewed:
    """Review a parsed document unless this reviewer did so before."""
    key = keys.review_key(ask.sha256, ask.path)
    review = find(services.artifacts, key, Review)
    if review is None:
        parsed = load(services.artifacts, keys.parsed_key(ask.sha256, ask.path), ParsedDocument)
        review = review_parsed(parsed, services.packs.rubric)
        keep(services.artifacts, key, review)
    return Reviewed(
        path=ask.path,
        sha256=ask.sha256,
        verdict=review.verdict,
        completeness=review.completeness,
        facts=len(review.facts),
        dropped_quotes=review.dropped_quotes,
        reason=review.reason,
        warnings=review.warnings,
    )
