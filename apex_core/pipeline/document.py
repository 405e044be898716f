"""The story of one document: parse, review, say what became of it."""

from collections.abc import Generator
from typing import Any, Final

from apex_core.errors import UnreadableDocument
from apex_core.model.asks import DocumentStart
from apex_core.model.job import JobStatus
from apex_core.model.review import Verdict
from apex_core.pipeline.ending import tell
from apex_core.pipeline.flow import Flow
from apex_core.steps.parse import Parsed, parse_document
from apex_core.steps.record import Record, record_job
from apex_core.steps.review import Reviewed, review_document

_STEPS: Final = 3


def tell_document(flow: Flow, start: DocumentStart) -> Generator[Any, Any, None]:
    """Read one document, from its bytes to a verdict in its job's row."""
    yield from tell(flow, start, _document(flow, start))


def _document(flow: Flow, start: DocumentStart) -> Generator[Any, Any, Record]:
    document = start.ask
    yield from flow.call(record_job, _progress(start, 5, 1, f"Reading {document.path}"))
    parsed = yield from flow.call(parse_document, document)
    if parsed.refused:
        raise UnreadableDocument(parsed.refused)
    yield from flow.call(record_job, _progress(start, 50, 2, f"Reviewing {document.path}"))
    reviewed = yield from flow.call(review_document, document)
    return _outcome(start, parsed, reviewed)


def _progress(start: DocumentStart, percent: int, index: int, step: str) -> Record:
    return Record(
        job_id=start.job_id,
        attempt=start.attempt,
        percent=percent,
        step=step,
        step_index=index,
        step_count=_STEPS,
    )


def _outcome(start: DocumentStart, parsed: Parsed, reviewed: Reviewed) -> Record:
    reason = () if reviewed.verdict is Verdict.PASSED else (reviewed.reason,)
    warnings = tuple(dict.fromkeys(reason + parsed.warnings + reviewed.warnings))
    return Record(
        job_id=start.job_id,
        attempt=start.attempt,
        status=JobStatus.COMPLETED_WITH_WARNINGS if warnings else JobStatus.COMPLETED,
        percent=100,
        step=f"Done: {reviewed.verdict.replace('_', ' ')}",
        step_index=_STEPS,
        step_count=_STEPS,
        result={
            "sha256": reviewed.sha256,
            "pages": parsed.pages,
            "facts": reviewed.facts,
            "dropped_quotes": reviewed.dropped_quotes,
            "completeness": reviewed.completeness,
            "verdict": reviewed.verdict.value,
            "reason": reviewed.reason,
        },
        warnings=warnings,
        pages=parsed.pages,
    )
