"""Route templates of HTTP functions: ``jobs/{id:int}``, ``files/{*rest}``, ``list/{page?}``."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import unquote

from local_host.errors import StartupError

Target = TypeVar("Target")

_CONSTRAINTS = {
    "": r"[^/]+",
    "alpha": r"[A-Za-z]+",
    "bool": r"(?:true|false)",
    "guid": r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}",
    "int": r"-?\d+",
    "long": r"-?\d+",
}
_LITERAL, _CONSTRAINED, _PARAMETER, _OPTIONAL, _REST = range(5)
_SEGMENT = re.compile(
    r"\{(?P<rest>\*)?(?P<name>\w+)(?::(?P<kind>\w+))?(?P<optional>\?)?\}", re.ASCII
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route(Generic[Target]):
    """A compiled template; routes sort by how exact they are, segment by segment."""

    template: str
    pattern: re.Pattern[str]
    rank: tuple[int, ...]
    methods: frozenset[str]
    target: Target


class Router(Generic[Target]):
    """Finds the most exact route of a path; literals go before parameters."""

    def __init__(self, routes: Iterable[Route[Target]]) -> None:
        self._routes = sorted(routes, key=lambda route: route.rank)

    def find(self, method: str, raw_path: str) -> tuple[Target, dict[str, str]] | None:
        """Return the target and its parameters; None if no route takes path and method.

        *raw_path* is still percent-encoded; an encoded slash stays encoded in a parameter.
        """
        for route in self._routes:
            if route.methods and method not in route.methods:
                continue
            match = route.pattern.fullmatch(raw_path)
            if match:
                found = match.groupdict()
                return route.target, {k: _decoded(v) for k, v in found.items() if v is not None}
        return None


def compile_route(template: str, *, methods: Iterable[str], target: Target) -> Route[Target]:
    """Compile a template; no methods means every method.

    Raises
    ------
    StartupError
        If a segment or its constraint is not understood.
    """
    pattern = ""
    rank: list[int] = []
    for segment in filter(None, template.strip("/").split("/")):
        expression, exactness = _segment(segment, template)
        pattern += expression
        rank.append(exactness)
    return Route(
        template=template,
        pattern=re.compile(f"{pattern}/?", re.IGNORECASE),
        rank=(*rank, _LITERAL - 1),
        methods=frozenset(method.upper() for method in methods),
        target=target,
    )


def _segment(segment: str, template: str) -> tuple[str, int]:
    if "{" not in segment:
        return "/" + re.escape(segment), _LITERAL
    match = _SEGMENT.fullmatch(segment)
    kind = (match and match["kind"]) or ""
    if match is None or kind not in _CONSTRAINTS:
        raise StartupError(
            f"route {template!r}: segment {segment!r} is not understood; a segment is a text or "
            f"{{name}}, {{name?}}, {{*rest}}, {{name:constraint}} with one of "
            f"{', '.join(filter(None, _CONSTRAINTS))}"
        )
    if match["rest"]:
        return f"(?:/(?P<{match['name']}>.*))?", _REST
    expression = f"/(?P<{match['name']}>{_CONSTRAINTS[kind]})"
    if match["optional"]:
        return f"(?:{expression})?", _OPTIONAL
    return expression, _CONSTRAINED if kind else _PARAMETER


def _decoded(value: str) -> str:
    return "%2F".join(unquote(part) for part in re.split("%2f", value, flags=re.IGNORECASE))
