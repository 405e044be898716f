"""Access keys, made once and kept in a file that only its owner can read."""

import hmac
import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from local_host.private_file import write_private

DURABLE_KEY = "durabletask_extension"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Keys of one app: master and host keys open everything they may, function keys one function.

    `system` keys open the webhooks of extensions.
    """

    master: str
    host: str
    functions: dict[str, str] = field(default_factory=dict)
    system: dict[str, str] = field(default_factory=dict)

    def allows(self, key: str, *, level: str, function: str) -> bool:
        """Say whether *key* opens a function of this authorization level."""
        if level == "ANONYMOUS":
            return True
        known = [self.master]
        if level == "FUNCTION":
            known += [self.host, self.functions[function]]
        return _among(key, known)

    def allows_webhook(self, key: str) -> bool:
        """Say whether *key* opens the durable webhooks."""
        return _among(key, [self.master, self.system[DURABLE_KEY]])


def load_keys(file: Path, function_names: list[str]) -> Keys:
    """Read the keys, making those that are missing."""
    stored = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    functions = stored.get("functions", {})
    keys = Keys(
        master=stored.get("master") or _new_key(),
        host=stored.get("host") or _new_key(),
        functions={**functions, **{n: functions.get(n) or _new_key() for n in function_names}},
        system={DURABLE_KEY: stored.get("system", {}).get(DURABLE_KEY) or _new_key()},
    )
    document = {
        "master": keys.master,
        "host": keys.host,
        "functions": keys.functions,
        "system": keys.system,
    }
    if document != stored:
        write_private(file, json.dumps(document, indent=2).encode())
    return keys


def _among(key: str, known: list[str]) -> bool:
    return any(hmac.compare_digest(key.encode(), one.encode()) for one in known)


def _new_key() -> str:
    return secrets.token_urlsafe(32)
