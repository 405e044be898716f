"""Import an app's function_app.py and list its functions with their bindings."""

import importlib
import inspect
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from azure.functions import FunctionRegister

from local_host.errors import StartupError

_TRIGGERS = frozenset(
    {
        "httpTrigger",
        "blobTrigger",
        "queueTrigger",
        "timerTrigger",
        "orchestrationTrigger",
        "activityTrigger",
    }
)
_INPUTS = frozenset({"blob", "durableClient"})
_OUTPUTS = frozenset({"http", "blob", "queue"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """One binding; `fields` has its other members in function.json's spelling."""

    name: str
    type: str
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """One function of the app, ready to be called.

    `outputs` are the ``func.Out`` parameters, `returns` is the binding of the return value.
    """

    name: str
    call: Callable[..., Any]
    is_async: bool
    trigger: Binding
    inputs: tuple[Binding, ...]
    outputs: tuple[Binding, ...]
    returns: Binding | None
    wants_context: bool

    @property
    def durable_name(self) -> str:
        """Return the name an orchestrator or activity is called by."""
        fields = self.trigger.fields
        return fields.get("orchestration") or fields.get("activity") or self.name


def load_functions(app: Path) -> list[Function]:
    """Import ``function_app.py`` in *app* and list what it registers.

    The folder stays first on ``sys.path``, as in the cloud.

    Raises
    ------
    StartupError
        In one sentence: the import failed (exception, file and line), there is no single
        function app, two functions share a name, or a binding is not supported here.
    """
    sys.path.insert(0, str(app))
    try:
        register = _register(importlib.import_module("function_app"))
        return [_function(built) for built in register.get_functions()]
    except StartupError:
        raise
    except Exception as error:
        raise StartupError(f"{app / 'function_app.py'}: {_sentence(error, app)}") from error


def _register(module: ModuleType) -> FunctionRegister:
    values = vars(module).values()
    found = {id(value): value for value in values if isinstance(value, FunctionRegister)}
    if len(found) != 1:
        raise StartupError(
            f"{module.__file__} must hold exactly one FunctionApp or DFApp, found {len(found)}"
        )
    return next(iter(found.values()))


def _sentence(error: Exception, app: Path) -> str:
    """Say what went wrong and the last line of the app it came from."""
    text = f"{type(error).__name__}: {error}"
    if isinstance(error, SyntaxError) and error.filename:
        return f"{text} [{error.filename}:{error.lineno}]"
    mine = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(app) and ".venv" not in Path(frame.filename).parts
    ]
    return f"{text} [{mine[-1].filename}:{mine[-1].lineno}]" if mine else text


def _function(built: Any) -> Function:
    name = str(built.get_function_name())
    trigger = built.get_trigger()
    others = [binding for binding in built.get_bindings() if binding is not trigger]
    inputs = tuple(_binding(b) for b in others if b.direction == 0)
    outputs = tuple(_binding(b) for b in others if b.direction == 1)
    _supported(name, "trigger", (_binding(trigger),), _TRIGGERS)
    _supported(name, "input binding", inputs, _INPUTS)
    _supported(name, "output binding", outputs, _OUTPUTS)
    call = built.get_user_function()
    return Function(
        name=name,
        call=call,
        is_async=inspect.iscoroutinefunction(call),
        trigger=_binding(trigger),
        inputs=inputs,
        outputs=tuple(binding for binding in outputs if binding.name != "$return"),
        returns=next((binding for binding in outputs if binding.name == "$return"), None),
        wants_context="context" in inspect.signature(call).parameters,
    )


def _binding(built: Any) -> Binding:
    fields = {key: _plain(value) for key, value in built.get_dict_repr().items()}
    return Binding(name=fields.pop("name"), type=fields.pop("type"), fields=fields)


def _plain(value: Any) -> Any:
    """Return enumerations as function.json writes them."""
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return str(value) if hasattr(value, "name") and hasattr(value, "value") else value


def _supported(
    function: str, what: str, bindings: tuple[Binding, ...], known: frozenset[str]
) -> None:
    for binding in bindings:
        if binding.type not in known:
            raise StartupError(
                f"function {function!r}: the {what} {binding.type!r} is not supported by the "
                f"local host; supported: {', '.join(sorted(known))}"
            )
