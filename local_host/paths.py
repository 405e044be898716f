"""Binding paths such as ``uploads/{name}``: match them, fill them in."""

import re
import uuid
from collections.abc import Mapping

from local_host.clock import utc_now
from local_host.errors import InvocationError

_PARAMETER = re.compile(r"\{([^{}]+)\}")


def literal_prefix(pattern: str) -> str:
    """Return what comes before the first parameter.

    Examples
    --------
    >>> literal_prefix("in/{project}/{name}")
    'in/'
    """
    return pattern.split("{", 1)[0]


def compile_path(pattern: str) -> re.Pattern[str]:
    """Return the expression that captures a path's parameters.

    As in the WebJobs SDK a parameter takes as much as it can, slashes included: in
    ``{project}/{name}`` the blob ``a/b/c.txt`` has project ``a/b``.
    """
    parts = _PARAMETER.split(pattern)
    texts = [re.escape(part) if n % 2 == 0 else f"(?P<{part}>.*)" for n, part in enumerate(parts)]
    return re.compile("".join(texts))


def fill(pattern: str, names: Mapping[str, str]) -> str:
    """Replace each parameter by its value; ``{rand-guid}`` and ``{datetime}`` are always known.

    Raises
    ------
    InvocationError
        If the trigger knows no such name.
    """

    def value(match: re.Match[str]) -> str:
        name = match[1].partition(":")[0]
        if name == "rand-guid":
            return str(uuid.uuid4())
        if name.lower() == "datetime":
            return utc_now().strftime("%Y-%m-%dT%H-%M-%SZ")
        if name not in names:
            raise InvocationError(f"{match[0]} in {pattern!r}: the trigger has no such value")
        return names[name]

    return _PARAMETER.sub(value, pattern)
