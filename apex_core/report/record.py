"""The estimate as JSON: the whole envelope, laid out for people and programs alike."""

import json

from apex_core.envelope import Envelope


def render_json(envelope: Envelope) -> bytes:
    """Return ``estimate.json``: sorted keys, one value a line, every digit.

    Whoever takes ``content_sha256`` out and hashes the rest by the rule of `apex_core.envelope`
    gets that hash.
    """
    content = envelope.model_dump(mode="json")
    text = json.dumps(content, sort_keys=True, indent=2, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode()
