"""Where artifacts lie: keys that derive from content, or from job and ask."""

import hashlib
from typing import Final

from apex_core.documents.version import PARSER_VERSION
from apex_core.review.version import REVIEWER_VERSION

# What the steps of one estimate leave for one another, in order.
TICKET: Final = "ticket.json"
OWN_RATES: Final = "own-rates.json"
DOCUMENTS: Final = "documents.json"
FACTS: Final = "facts.json"
CLASSIFICATION: Final = "classification.json"
QUANTITIES: Final = "quantities.json"
COST: Final = "cost.json"
RISK_MODEL: Final = "risk-model.json"
RISK: Final = "risk.json"
BASIS: Final = "basis.json"
ESTIMATE: Final = "estimate.json"


def content_key(sha256: str) -> str:
    """Key of a document or ticket as it was uploaded."""
    return f"content/{sha256}"


def snapshot_key(inputs_sha256: str) -> str:
    """Key of the list of documents an estimate was asked for."""
    return f"snapshots/{inputs_sha256}.json"


def parsed_key(sha256: str, path: str) -> str:
    """Key of a parsed document; another parser version or another name is another key."""
    return f"parsed/{sha256}/{_short(PARSER_VERSION, path)}.json"


def review_key(sha256: str, path: str) -> str:
    """Key of a review; it also depends on who reviewed."""
    return f"reviews/{sha256}/{_short(PARSER_VERSION, REVIEWER_VERSION, path)}.json"


def job_key(job_id: str, name: str) -> str:
    """Key of what one step of one job left for the next."""
    return f"jobs/{job_id}/{name}"


def _short(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
