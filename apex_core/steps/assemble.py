"""Assembling the estimate, holding it against its checks, and sealing it."""

from apex_core.estimate.assembly import assemble
from apex_core.estimate.sealing import seal_estimate
from apex_core.model.estimate import Basis
from apex_core.model.message import Message
from apex_core.services import Services
from apex_core.steps import keys
from apex_core.steps.rates import packs_of
from apex_core.steps.store import keep_job, load, load_job
from apex_core.steps.write import Part, Prose, part_key


class AssembleEstimate(Message):
    """A job whose basis and prose are ready."""

    job_id: str
    inputs_sha256: str


class Assembled(Message):
    """The hash of the estimate, and what its reader is warned of."""

    content_sha256: str
    confidence: float
    warnings: tuple[str, ...]


def assemble_estimate(ask: AssembleEstimate, services: Services) -> Assembled:
    """Put the parts together, check them and keep the sealed envelope."""
    prose = {part: load(services.artifacts, part_key(ask.job_id, part), Prose) for part in Part}
    estimate = assemble(
        load_job(services.artifacts, ask.job_id, keys.BASIS, Basis),
        services.packs,
        narrative=prose[Part.NARRATIVE].sections,
        assumptions=prose[Part.ASSUMPTIONS].statements,
        exclusions=prose[Part.EXCLUSIONS].statements,
    )
    packs = packs_of(ask.job_id, services)
    envelope = seal_estimate(estimate, packs, inputs_sha256=ask.inputs_sha256)
    keep_job(services.artifacts, ask.job_id, keys.ESTIMATE, envelope)
    return Assembled(
        content_sha256=envelope.content_sha256,
        confidence=envelope.confidence,
        warnings=envelope.warnings,
    )
