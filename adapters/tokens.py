"""Bearer tokens, validated against the issuer's published keys."""

from dataclasses import dataclass, field
from typing import Any, Final

import jwt
from jwt import PyJWKClient

from apex_core.errors import DependencyError, InputError

ALGORITHMS: Final = ("RS256",)
_LEEWAY_S: Final = 30


@dataclass(frozen=True, slots=True)
class TokenValidator:
    """Says who a token speaks for, if it was made by *issuer* for *audience* and is in time."""

    issuer: str
    audience: str
    keys: PyJWKClient = field(repr=False)

    def claims(self, token: str) -> dict[str, Any]:
        """Return the claims of *token*.

        Raises
        ------
        InputError
            When the token is not valid, with the reason.
        DependencyError
            When the issuer's keys cannot be fetched.
        """
        try:
            key = self.keys.get_signing_key_from_jwt(token)
            return jwt.decode(
                token,
                key,
                algorithms=list(ALGORITHMS),
                audience=self.audience,
                issuer=self.issuer,
                leeway=_LEEWAY_S,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except jwt.PyJWKClientConnectionError as error:
            raise DependencyError(f"the keys of {self.issuer} cannot be fetched") from error
        except jwt.PyJWTError as error:
            raise InputError(f"the token is not valid: {error}") from error


def token_validator(*, issuer: str, audience: str, jwks_url: str) -> TokenValidator | None:
    """Return a validator for *issuer*, or None when no issuer is set."""
    if not issuer:
        return None
    keys = PyJWKClient(jwks_url or f"{issuer.rstrip('/')}/.well-known/jwks.json")
    return TokenValidator(issuer=issuer, audience=audience, keys=keys)
