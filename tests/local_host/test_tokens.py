"""Tokens of the local issuer, verified as any consumer would: by its published keys."""

import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
import pytest

from local_host.issuer import CONFIGURATION_PATH, KEYS_PATH, documents
from local_host.tokens import KEY_FILE, mint

ISSUER = "http://127.0.0.1:7071"


def token(data: Path, *, age: timedelta = timedelta(0)) -> str:
    return mint(
        data,
        issuer=ISSUER,
        audience="api",
        subject="ann",
        claims={"roles": ["reader"], "iss": "not me"},
        lifetime_s=600,
        now=datetime.now(tz=UTC) - age,  # noqa: TID251
    )


def verify(data: Path, text: str, *, audience: str = "api") -> dict[str, object]:
    keys = jwt.PyJWKSet.from_dict(documents(data, ISSUER)[KEYS_PATH])
    key = keys[jwt.get_unverified_header(text)["kid"]]
    claims: dict[str, object] = jwt.decode(
        text, key, algorithms=["RS256"], audience=audience, issuer=ISSUER
    )
    return claims


def test_a_token_verifies_by_the_published_key_and_carries_its_claims(tmp_path: Path) -> None:
    claims = verify(tmp_path, token(tmp_path))

    assert (claims["sub"], claims["roles"]) == ("ann", ["reader"])


def test_an_expired_or_misaddressed_token_does_not_verify(tmp_path: Path) -> None:
    with pytest.raises(jwt.ExpiredSignatureError):
        verify(tmp_path, token(tmp_path, age=timedelta(minutes=11)))
    with pytest.raises(jwt.InvalidAudienceError):
        verify(tmp_path, token(tmp_path), audience="other")


def test_a_token_of_another_key_does_not_verify(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        verify(tmp_path / "mine", token(tmp_path / "theirs"))


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = documents(tmp_path, ISSUER)
    mode = (tmp_path / KEY_FILE).stat().st_mode

    assert stat.S_IMODE(mode) == 0o600
    assert documents(tmp_path, ISSUER) == first


def test_the_configuration_leads_to_the_keys_and_keeps_the_secret(tmp_path: Path) -> None:
    published = documents(tmp_path, ISSUER)

    assert published[CONFIGURATION_PATH]["issuer"] == ISSUER
    assert published[CONFIGURATION_PATH]["jwks_uri"] == f"{ISSUER}{KEYS_PATH}"
    assert set(json.loads(json.dumps(published))[KEYS_PATH]["keys"][0]) == {
        "kty",
        "n",
        "e",
        "alg",
        "use",
        "kid",
    }
