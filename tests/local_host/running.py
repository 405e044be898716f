"""An engine in this process, with orchestrators and activities given as plain functions."""

import contextlib
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import azure.durable_functions as df

from local_host.engine import Engine, EngineOptions
from local_host.instance import Instance
from local_host.store import Store

DEADLINE_S = 20.0


def until(condition: Callable[[], Any]) -> Any:
    """Wait until *condition* gives something, and return it."""
    end = time.monotonic() + DEADLINE_S
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.002)
    raise AssertionError("it never happened")


@dataclass(frozen=True, kw_only=True)
class Runs:
    """An engine and its store."""

    engine: Engine
    store: Store

    def start(self, name: str, input_: Any = None, instance_id: str | None = None) -> str:
        """Start an orchestration as the SDK's client does: JSON inside a JSON text."""
        return self.engine.start(name, instance_id, json.dumps(json.dumps(input_)))

    def get(self, instance_id: str) -> Instance:
        found = self.store.instance(instance_id)
        assert found is not None
        return found

    def finished(self, instance_id: str) -> Instance:
        """Wait for the end of an instance."""
        until(lambda: self.get(instance_id).status.finished)
        return self.get(instance_id)

    def run(self, name: str, input_: Any = None) -> Any:
        """Run an orchestration and return its output."""
        return json.loads(self.finished(self.start(name, input_)).output or "null")


@contextlib.contextmanager
def running(
    file: Path,
    *,
    orchestrators: tuple[Callable[..., Any], ...],
    activities: tuple[Callable[[Any], Any], ...] = (),
    options: EngineOptions | None = None,
) -> Iterator[Runs]:
    """Run an engine on a file while the context is open."""
    store = Store(file)
    engine = Engine(
        store,
        orchestrators={one.__name__: df.Orchestrator.create(one) for one in orchestrators},
        activities={one.__name__: _on_json(one) for one in activities},
        options=options or EngineOptions(version="1"),
    )
    engine.open()
    try:
        yield Runs(engine=engine, store=store)
    finally:
        engine.close()
        store.close()


def _on_json(activity: Callable[[Any], Any]) -> Callable[[str], str]:
    return lambda text: json.dumps(activity(json.loads(text)))
