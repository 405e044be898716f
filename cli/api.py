"""APEX's HTTP API, as far as the command line needs it."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import requests

from apex_core.errors import DependencyError, FieldError, InputError
from cli.installation import Installation
from cli.tokens import mint_token

TIMEOUT_S: Final = 60


@dataclass(frozen=True, slots=True)
class Api:
    """One APEX, and who calls it."""

    url: str
    session: requests.Session

    def get(self, path: str, params: Mapping[str, str] | None = None) -> Any:
        """Return the envelope that answers ``GET {path}``.

        Raises
        ------
        InputError
            When the answer is that the request is wrong, with every wrong field.
        DependencyError
            When there is no answer, or APEX could not make one.
        """
        return _checked(self._send(path, params)).json()

    def post(self, path: str, params: Mapping[str, str], body: bytes) -> Any:
        """Return the envelope that answers ``POST {path}`` with *body*; raises as `get` does."""
        return _checked(self._send(path, params, body)).json()

    def find(self, path: str) -> Any | None:
        """Return the envelope, or None when there is no such thing (yet)."""
        response = self._send(path)
        if response.status_code == HTTPStatus.NOT_FOUND:
            return None
        return _checked(response).json()

    def download(self, path: str, params: Mapping[str, str]) -> bytes:
        """Return a file."""
        return _checked(self._send(path, params)).content

    def _send(
        self, path: str, params: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> requests.Response:
        method = "GET" if body is None else "POST"
        try:
            return self.session.request(
                method, f"{self.url}/api/v1{path}", params=params, data=body, timeout=TIMEOUT_S
            )
        except requests.RequestException as error:
            raise DependencyError(
                f"no APEX answers at {self.url}: is ./apex up running?"
            ) from error


def connect(url: str, token: str) -> Api:
    """Return the API at *url* for the holder of *token*."""
    session = requests.Session()
    session.trust_env = False  # no proxy, and no .netrc in place of the token
    session.headers["Authorization"] = f"Bearer {token}"
    return Api(url.rstrip("/"), session)


def connect_local(
    data: Path, url: str | None = None, token: str | None = None, *, role: str = "estimator"
) -> Api:
    """Return the API of the APEX that runs on a data folder, unless told where and who.

    Without a token the caller holds *role*.
    """
    place = Installation(data)
    address = url or place.read_note().url
    return connect(address, token or mint_token(place, issuer=address, user="cli", roles=[role]))


def _checked(response: requests.Response) -> requests.Response:
    if response.ok:
        return response
    try:
        error = response.json()["error"]
        said, fields = error["detail"], [FieldError(**field) for field in error["errors"]]
    except (ValueError, KeyError, TypeError):
        said, fields = f"the answer was {response.status_code} {response.reason}", []
    if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise DependencyError(said)
    raise InputError(said, errors=fields)
