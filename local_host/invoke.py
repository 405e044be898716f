"""Call a function as the Python worker does: azure.functions' own converters on both sides."""

import asyncio
import json
import logging
import threading
import uuid
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import azure.functions as func
from azure.functions import blob, meta
from azure.functions._abc import RetryContext, TraceContext
from azure.functions.meta import Datum

from local_host.errors import InvocationError
from local_host.index import Binding, Function
from local_host.pulse import Pulse

_log = logging.getLogger("local_host.invoke")


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Why a function is called: the trigger's value, its metadata, and names for ``{name}``."""

    value: Datum
    metadata: Mapping[str, Datum] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


class Outside(Protocol):
    """What bindings read from and write to."""

    def client_json(self) -> str:
        """Return the JSON of a durable client binding."""
        ...

    async def read_blob(self, binding: Binding, names: Mapping[str, str]) -> bytes | None:
        """Return the blob an input binding names; None if it is not there."""
        ...

    async def write(self, binding: Binding, value: Datum, names: Mapping[str, str]) -> None:
        """Write what a function gave to an output binding."""
        ...


class Invoker:
    """Calls functions: ``async def`` on the loop, ``def`` in a pool of threads."""

    def __init__(self, app: Path, outside: Outside, pool: Executor) -> None:
        self._app = app
        self._outside = outside
        self._pool = pool
        self._loop = asyncio.get_running_loop()
        self.pulse = Pulse()

    async def call(self, function: Function, occasion: Occasion) -> Datum | None:
        """Call a function and write its outputs.

        Returns the encoded return value if the host must answer with it: for HTTP functions
        and activities.
        """
        with self.pulse:
            return await self._call(function, occasion)

    async def attempt(self, function: Function, occasion: Occasion) -> bool:
        """Call a function; log its failure and say whether it succeeded."""
        try:
            await self.call(function, occasion)
        except Exception:  # noqa: BLE001 -- whatever user code raises is a failed try
            _log.exception("function %s failed", function.name)
            return False
        return True

    def run_activity(self, function: Function, text: str) -> str:
        """Call an activity from a thread of the activity pool, JSON in and JSON out."""
        occasion = Occasion(value=Datum(text, "json"))
        if function.is_async or function.inputs or function.outputs:
            calling = asyncio.run_coroutine_threadsafe(self.call(function, occasion), self._loop)
            answer = calling.result()
        else:
            with self.pulse:
                returned = function.call(**_own_arguments(self._app, function, occasion))
            answer = _encode_return(function, returned)
        return answer.value if answer is not None else "null"

    async def _call(self, function: Function, occasion: Occasion) -> Datum | None:
        outs: dict[str, _Out] = {binding.name: _Out() for binding in function.outputs}
        arguments = {**_own_arguments(self._app, function, occasion), **outs}
        for binding in function.inputs:
            arguments[binding.name] = await self._input(binding, occasion)
        if function.is_async:
            returned = await function.call(**arguments)
        else:
            returned = await self._loop.run_in_executor(
                self._pool, lambda: function.call(**arguments)
            )
        answer = _encode_return(function, returned)
        for binding in function.outputs:
            await self._write(binding, outs[binding.name].value, occasion)
        if function.returns is not None and function.returns.type != "http":
            await self._write(function.returns, returned, occasion)
        return answer

    async def _input(self, binding: Binding, occasion: Occasion) -> Any:
        if binding.type == "durableClient":
            return self._outside.client_json()
        content = await self._outside.read_blob(binding, occasion.names)
        return None if content is None else blob.InputStream(data=content)

    async def _write(self, binding: Binding, value: Any, occasion: Occasion) -> None:
        if value is not None:
            encoded = _converter(binding.type).encode(value, expected_type=None)
            await self._outside.write(binding, encoded, occasion.names)


def run_orchestrator(function: Function, context_json: str) -> str:
    """Call an orchestrator with its context, as the worker does."""
    answer: str = function.call(func.OrchestrationContext(context_json))
    return answer


def as_metadata(values: Mapping[str, Any]) -> dict[str, Datum]:
    """Return trigger metadata: texts stay texts, numbers and objects travel as JSON."""
    return {
        name: Datum(value, "string") if isinstance(value, str) else Datum(json.dumps(value), "json")
        for name, value in values.items()
        if value is not None
    }


def _own_arguments(app: Path, function: Function, occasion: Occasion) -> dict[str, Any]:
    converter = _converter(function.trigger.type)
    value = converter.decode(occasion.value, trigger_metadata=occasion.metadata)
    arguments = {function.trigger.name: value}
    if function.wants_context and function.trigger.name != "context":
        arguments["context"] = _Context(function.name, str(app))
    return arguments


def _encode_return(function: Function, returned: Any) -> Datum | None:
    implicit = function.trigger.type == "activityTrigger"
    if returned is not None and function.returns is None and not implicit:
        raise InvocationError(
            f"function {function.name!r} without a $return binding returned a value"
        )
    if implicit or (function.returns is not None and function.returns.type == "http"):
        kind = function.returns.type if function.returns is not None else function.trigger.type
        if returned is None and not implicit:
            return None
        encoded: Datum = _converter(kind).encode(returned, expected_type=None)
        return encoded
    return None


def _converter(binding_type: str) -> Any:
    return meta.get_binding_registry().get(binding_type)  # type: ignore[no-untyped-call]


class _Out(func.Out[Any]):
    """What a function sets, to be written after it returned."""

    def __init__(self) -> None:
        self.value: Any = None

    def set(self, val: Any) -> None:
        self.value = val

    def get(self) -> Any:
        return self.value


class _Context(func.Context):
    """The invocation as a function with a ``context`` parameter sees it."""

    def __init__(self, function_name: str, directory: str) -> None:
        self._invocation_id = str(uuid.uuid4())
        self._function_name = function_name
        self._directory = directory
        self._thread_local = threading.local()

    @property
    def invocation_id(self) -> str:
        return self._invocation_id

    @property
    def thread_local_storage(self) -> Any:
        return self._thread_local

    @property
    def function_name(self) -> str:
        return self._function_name

    @property
    def function_directory(self) -> str:
        return self._directory

    @property
    def trace_context(self) -> TraceContext:
        return _NoTrace()

    @property
    def retry_context(self) -> RetryContext:
        raise NotImplementedError("the local host ignores retry policies")


class _NoTrace(TraceContext):
    """The trace context of a host that does not trace."""

    @property
    def trace_parent(self) -> str:
        return ""

    @property
    def trace_state(self) -> str:
        return ""

    @property
    def attributes(self) -> dict[str, str]:
        return {}
