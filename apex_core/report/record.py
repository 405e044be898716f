"""The estimate as JSON: the envelope, in the one form in which it was hashed."""

from apex_core.envelope import Envelope, canonical_json


def render_json(envelope: Envelope) -> bytes:
    """Return ``estimate.json``: sorted keys, no spaces; without the hash it hashes to itself."""
    return canonical_json(envelope.model_dump(mode="json")) + b"\n"
