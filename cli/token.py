"""``./apex token``: a bearer token for the APEX that runs on this machine."""

from enum import StrEnum
from typing import Annotated

import typer

from apex_core.envelope import Trace, seal
from cli.answer import one_sentence, print_json, show
from cli.installation import Installation
from cli.options import DATA, Data, Json
from cli.tokens import mint_token


class Role(StrEnum):
    """What the holder may do."""

    ESTIMATOR = "estimator"
    MANAGER = "manager"
    AUDITOR = "auditor"
    ADMIN = "admin"


def run(
    *,
    user: Annotated[str, typer.Option(help="Whom the token speaks for.")] = "local",
    role: Annotated[
        list[Role] | None, typer.Option(help="Role; may be given twice.", show_default="estimator")
    ] = None,
    hours: Annotated[float, typer.Option(help="How long it is valid.", min=0.01)] = 12,
    data: Data = DATA,
    as_json: Json = False,
) -> None:
    """Print a bearer token, signed with the key pair of the local APEX.

    In the cloud tokens come from Entra ID; these are worth nothing there.

    For instance:

    - curl -H "Authorization: Bearer $(./apex token)" http://127.0.0.1:7071/api/v1/jobs

    - ./apex token --user mo --role manager --role auditor --hours 1
    """
    roles = role or [Role.ESTIMATOR]
    with one_sentence(as_json=as_json):
        place = Installation(data)
        issuer = place.read_note().url
        token = mint_token(place, issuer=issuer, user=user, roles=roles, hours=hours)
    if as_json:
        print_json(seal({"token": token, "issuer": issuer}, trace=Trace()))
    else:
        show(token)
