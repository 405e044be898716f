"""Publishing: a version number, the files people open, the row that lists them."""

from typing import Any

from apex_core.envelope import Envelope
from apex_core.model.ids import project_of
from apex_core.model.message import Message
from apex_core.ports import EstimateRow
from apex_core.services import Services
from apex_core.steps import keys
from apex_core.steps.classify import ForJob
from apex_core.steps.store import load_job


class Published(Message):
    """The version, what it weighs, and what it says in brief."""

    version: str
    content_sha256: str
    summary: dict[str, Any]


def publish_estimate(ask: ForJob, services: Services) -> Published:
    """Publish the assembled estimate as the job's own version; twice is the same version."""
    # the libraries that write workbooks and pages are no part of a cold start
    from apex_core.report.files import render_files  # noqa: PLC0415

    project_id = project_of(ask.job_id)
    envelope = load_job(services.artifacts, ask.job_id, keys.ESTIMATE, Envelope)
    version = services.estimates.claim(project_id, ask.job_id)
    services.results.publish(project_id, version, render_files(envelope, version=version))
    summary = {**envelope.result["headline"], "confidence": envelope.confidence}
    row = EstimateRow(
        version=version,
        job_id=ask.job_id,
        content_sha256=envelope.content_sha256,
        summary=summary,
    )
    services.estimates.put(project_id, row)
    return Published(version=version, content_sha256=envelope.content_sha256, summary=summary)
