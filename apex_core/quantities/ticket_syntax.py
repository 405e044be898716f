"""Text of a ticket to plain values: YAML or JSON, guarded against what hostile text can do."""

import json
import re
from collections.abc import Hashable
from typing import Any, Final

import yaml

from apex_core.errors import InputError

LARGEST_TICKET_BYTES: Final = 256 * 1024
DEEPEST_NESTING: Final = 20


def parse_ticket_text(data: bytes, name: str) -> Any:
    """Return the plain values written in *data*; a name that ends in ``.json`` is JSON.

    Raises
    ------
    InputError
        When the text is too large, not UTF-8, not well formed, nested too deeply, repeats a key,
        or uses YAML anchors, which a ticket has no need of.
    """
    if len(data) > LARGEST_TICKET_BYTES:
        raise InputError(
            f"{name} has {len(data):,} bytes; a ticket has at most {LARGEST_TICKET_BYTES:,}"
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is not UTF-8 text; save it as UTF-8 and send it again") from error
    return _json(text, name) if name.lower().endswith(".json") else _yaml(text, name)


def _json(text: str, name: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_without_repeats, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise InputError(
            f"{name} is not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        ) from error
    except RecursionError as error:
        raise InputError(f"{name} is nested too deeply") from error
    except ValueError as error:  # an integer of thousands of digits
        raise InputError(f"{name} is not a usable ticket: {error}") from error


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    seen: dict[str, Any] = {}
    for key, value in pairs:
        if key in seen:
            raise InputError(f"the key '{key}' stands twice; keep one of them", path=key)
        seen[key] = value
    return seen


def _no_constant(word: str) -> Any:
    raise InputError(f"{word} is not a number a ticket can use")


def _yaml(text: str, name: str) -> Any:
    try:
        return yaml.load(text, Loader=_TicketLoader)  # noqa: S506  # a SafeLoader, narrowed
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f" at line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise InputError(f"{name} is not YAML: {error.problem or error.context}{where}") from error
    except (yaml.YAMLError, ValueError) as error:
        raise InputError(f"{name} is not a usable ticket: {error}") from error


class _TicketLoader(yaml.SafeLoader):
    """Plain YAML without anchors, repeated keys or deep nesting.

    Only ``true``, ``false``, ``null``, decimal integers and decimal fractions are not text: the
    ``NO`` of a region, an octal ``0115`` and a sexagesimal ``1:30`` are what they look like.
    """

    yaml_implicit_resolvers: dict[str, Any] = {}

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self._depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """Refuse aliases: a few lines of them can name billions of values."""
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent):
            raise _refusal("aliases (*name) are not used in a ticket; write the value out", event)
        if self._depth >= DEEPEST_NESTING:
            raise _refusal(f"more than {DEEPEST_NESTING} levels of nesting", event)
        self._depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self._depth -= 1

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002  # PyYAML's signature
        """Refuse a key that stands twice: one of its values would be lost in silence."""
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    raise _refusal(f"the key '{key.value}' stands twice; keep one of them", key)
                seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def _whole_number(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> int:
    return int(loader.construct_scalar(node))


_TicketLoader.add_constructor("tag:yaml.org,2002:int", _whole_number)
for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", ["n", "~", ""]),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?|[-+]?[0-9]+\.", "-+.0123456789"),
):
    _TicketLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first)
    )


def _refusal(problem: str, where: Any) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=where.start_mark)
