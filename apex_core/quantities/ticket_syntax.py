"""Text of a ticket to plain values: YAML or JSON, guarded against what hostile text can do."""

import json
import re
from collections.abc import Hashable
from typing import Any, Final

import yaml

from apex_core.errors import InputError

LARGEST_TICKET_BYTES: Final = 256 * 1024
DEEPEST_NESTING: Final = 20
MOST_DIGITS: Final = 100  # of a whole number; the largest seed has 19

# Control characters except tab and line ends, halves of surrogate pairs, and what is no character.
_UNFIT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def parse_ticket_text(data: bytes, name: str) -> Any:
    """Return the plain values written in *data*; a name that ends in ``.json`` is JSON.

    Raises
    ------
    InputError
        When the text is too large, not UTF-8, not well formed, nested too deeply, repeats a key,
        uses YAML anchors or tags, which a ticket has no need of, or holds a character that no
        file of the estimate could show.
    """
    if len(data) > LARGEST_TICKET_BYTES:
        raise InputError(
            f"{name} has {len(data):,} bytes; a ticket has at most {LARGEST_TICKET_BYTES:,}"
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is not UTF-8 text; save it as UTF-8 and send it again") from error
    unfit = _UNFIT.search(text)
    if unfit:
        lines = text[: unfit.start()].split("\n")
        where = f"line {len(lines)}, column {len(lines[-1]) + 1}"
        raise InputError(f"{name} holds {_named(unfit[0])} at {where}; take it out")
    values = _json(text, name) if name.lower().endswith(".json") else _yaml(text, name)
    _check_texts(values)
    return values


def _check_texts(values: Any) -> None:
    """Refuse what an escape can write and no file can show, in keys and in values."""
    waiting = [("", values)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, str):
            _check_text(value, "the text", path)
        pairs = value.items() if isinstance(value, dict) else ()
        steps = enumerate(value) if isinstance(value, list) else pairs
        inner = [(f"{path}.{step}" if path else str(step), below) for step, below in steps]
        for below, _ in inner:
            _check_text(below, "the name of the field", _UNFIT.sub("?", below))
        waiting.extend(reversed(inner))


def _check_text(text: str, what: str, path: str) -> None:
    unfit = _UNFIT.search(text)
    if unfit:
        raise InputError(f"{what} holds {_named(unfit[0])}; take it out", path=path)


def _named(character: str) -> str:
    code = f"U+{ord(character):04X}"
    if character >= "\ud800":
        return f"{code}, which is no character"
    return f"the control character {code}"


def _json(text: str, name: str) -> Any:
    try:
        return json.loads(
            text,
            object_pairs_hook=_without_repeats,
            parse_constant=_no_constant,
            parse_int=_whole,
        )
    except json.JSONDecodeError as error:
        raise InputError(
            f"{name} is not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        ) from error
    except RecursionError as error:
        raise InputError(f"{name} is nested too deeply") from error


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise InputError(f"a number of {len(digits):,} digits is none a ticket can use")
    return int(digits)


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
    except (ValueError, OverflowError) as error:
        raise InputError(
            f"{name} holds an escape that names no character; write the character itself"
        ) from error


class _TicketLoader(yaml.SafeLoader):
    """Plain YAML without anchors, tags, repeated keys or deep nesting.

    Only ``true``, ``false``, ``null``, decimal integers and decimal fractions are not text: the
    ``NO`` of a region, an octal ``0115`` and a sexagesimal ``1:30`` are what they look like.
    """

    yaml_implicit_resolvers: dict[str, Any] = {}

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self._depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """Refuse aliases, of which a few lines can name billions of values, and tags."""
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent):
            raise _refusal("aliases (*name) are not used in a ticket; write the value out", event)
        if getattr(event, "tag", None) is not None:
            raise _refusal("tags (!name) are not used in a ticket; write the plain value", event)
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
    try:
        return _whole(str(loader.construct_scalar(node)))
    except InputError as error:
        raise _refusal(error.message, node) from error


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
