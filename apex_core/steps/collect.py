"""Gathering what the project's documents say."""

from apex_core.model.estimate import DocumentStatus, DocumentUse
from apex_core.model.message import Message
from apex_core.model.noun import Noun
from apex_core.model.review import Review
from apex_core.review.merge import merge_facts
from apex_core.services import Services
from apex_core.steps import keys
from apex_core.steps.parse import Parsed
from apex_core.steps.store import keep_job, load


class CollectFacts(Message):
    """Which documents, and how reading each of them went."""

    job_id: str
    documents: tuple[Parsed, ...]


class CollectedFacts(Message):
    """How much was found."""

    facts: int


class DocumentsUsed(Noun):
    """Every document of the estimate and what became of it, and the reviews of those read."""

    uses: tuple[DocumentUse, ...]
    reviews: tuple[Review, ...]


def collect_facts(ask: CollectFacts, services: Services) -> CollectedFacts:
    """Merge the reviews of every readable document into the project's facts."""
    reviews = {
        parsed.path: load(services.artifacts, keys.review_key(parsed.sha256, parsed.path), Review)
        for parsed in ask.documents
        if not parsed.refused
    }
    facts = merge_facts(tuple(reviews.values()))
    used = DocumentsUsed(
        uses=tuple(_use(parsed, reviews.get(parsed.path)) for parsed in ask.documents),
        reviews=tuple(reviews.values()),
    )
    keep_job(services.artifacts, ask.job_id, keys.DOCUMENTS, used)
    keep_job(services.artifacts, ask.job_id, keys.FACTS, facts)
    return CollectedFacts(facts=len(facts.facts))


def _use(parsed: Parsed, review: Review | None) -> DocumentUse:
    if review is None:
        return DocumentUse(
            name=parsed.path,
            sha256=parsed.sha256,
            status=DocumentStatus.REFUSED,
            reason=parsed.refused,
        )
    return DocumentUse(
        name=parsed.path,
        sha256=parsed.sha256,
        status=DocumentStatus.READ,
        reason=review.reason,
        verdict=review.verdict,
        completeness=review.completeness,
        warnings=tuple(dict.fromkeys(parsed.warnings + review.warnings)),
    )
