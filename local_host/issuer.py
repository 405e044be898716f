"""The two documents by which others find and trust the host's signing key."""

from pathlib import Path
from typing import Any

from local_host.tokens import public_jwk, signing_key

CONFIGURATION_PATH = "/.well-known/openid-configuration"
KEYS_PATH = "/.well-known/jwks.json"


def documents(data_dir: Path, issuer: str) -> dict[str, dict[str, Any]]:
    """Return path to document; *issuer* is the base URL of the host."""
    key = public_jwk(signing_key(data_dir))
    configuration = {
        "issuer": issuer,
        "jwks_uri": f"{issuer}{KEYS_PATH}",
        "response_types_supported": ["id_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
    }
    return {CONFIGURATION_PATH: configuration, KEYS_PATH: {"keys": [key]}}
