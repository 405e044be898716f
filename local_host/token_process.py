"""Print a token, or the public keys: ``python -m local_host.token_process``."""

import argparse
import json
import sys
from pathlib import Path

from local_host.clock import utc_now
from local_host.tokens import mint, public_jwk, signing_key


def main() -> None:
    """Print what the arguments ask for."""
    arguments = _arguments()
    arguments.data.mkdir(parents=True, exist_ok=True)
    if arguments.key_set:
        said = json.dumps({"keys": [public_jwk(signing_key(arguments.data))]})
    else:
        said = mint(
            arguments.data,
            issuer=arguments.issuer,
            audience=arguments.audience,
            subject=arguments.subject,
            claims={"roles": arguments.role},
            lifetime_s=arguments.lifetime_s,
            now=utc_now(),
        )
    sys.stdout.write(f"{said}\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="local_host.token_process", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds the key")
    parser.add_argument("--key-set", action="store_true", help="print the public keys instead")
    parser.add_argument("--issuer", default="")
    parser.add_argument("--audience", default="")
    parser.add_argument("--subject", default="")
    parser.add_argument("--role", action="append", default=[])
    parser.add_argument("--lifetime-s", type=int, default=3600)
    return parser.parse_args()


if __name__ == "__main__":
    main()
