"""The host's own signing key, and the tokens signed with it."""

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from local_host.private_file import write_private

KEY_FILE = "issuer.pem"
_KEY_BITS = 2048


def signing_key(data_dir: Path) -> rsa.RSAPrivateKey:
    """Return the key pair of this data folder, made on first use and readable by its owner only."""
    file = data_dir / KEY_FILE
    if not file.exists():
        key = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
        write_private(
            file,
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            ),
        )
    loaded = serialization.load_pem_private_key(file.read_bytes(), password=None)
    if not isinstance(loaded, rsa.RSAPrivateKey):
        raise TypeError(f"{file} must hold an RSA key")
    return loaded


def public_jwk(key: rsa.RSAPrivateKey) -> dict[str, str]:
    """Return the public half as a JSON Web Key; its id is the RFC 7638 thumbprint."""
    numbers = key.public_key().public_numbers()
    required = {"e": _base64url(numbers.e), "kty": "RSA", "n": _base64url(numbers.n)}
    canonical = json.dumps(required, separators=(",", ":"), sort_keys=True)
    thumbprint = base64.urlsafe_b64encode(hashlib.sha256(canonical.encode()).digest())
    return {**required, "alg": "RS256", "use": "sig", "kid": thumbprint.rstrip(b"=").decode()}


def mint(  # noqa: PLR0913  -- the claims every token has
    data_dir: Path,
    *,
    issuer: str,
    audience: str,
    subject: str,
    claims: Mapping[str, Any],
    lifetime_s: int,
    now: datetime,
) -> str:
    """Return a signed token (RS256) with these claims.

    Parameters
    ----------
    data_dir
        The folder that holds the key; it is made there if it is missing.
    issuer, audience, subject
        Claims ``iss``, ``aud``, ``sub``.
    claims
        Any further claims.
    lifetime_s
        Time until the token expires. [s]
    now
        The instant of issue, timezone-aware.
    """
    key = signing_key(data_dir)
    issued = int(now.timestamp())
    payload = {
        **claims,
        "iss": issuer,
        "aud": audience,
        "sub": subject,
        "iat": issued,
        "nbf": issued,
        "exp": issued + lifetime_s,
    }
    return jwt.encode(payload, key, algorithm="RS256", headers={"kid": public_jwk(key)["kid"]})


def _base64url(number: int) -> str:
    octets = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()
