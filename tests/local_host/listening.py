"""One trigger in this process, with a function that the test writes."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

from azure.functions.meta import Datum

from local_host.index import Binding, Function
from local_host.invoke import Invoker
from local_host.outside import BoundStorage
from local_host.storage import Storage
from tests.local_host.running import DEADLINE_S


class Listener(Protocol):
    """What the host runs for a trigger."""

    async def run(self) -> None: ...


class Nothing:
    """An outside that no binding needs."""

    def client_json(self) -> str:
        raise NotImplementedError

    async def read_blob(self, binding: Binding, names: Mapping[str, str]) -> bytes | None:
        raise NotImplementedError

    async def write(self, binding: Binding, value: Datum, names: Mapping[str, str]) -> None:
        raise NotImplementedError


def triggered(call: Callable[[Any], Any], kind: str, **fields: Any) -> Function:
    """Return a function with one trigger, whose argument is named ``it``."""
    connection = {"connection": "AzureWebJobsStorage"}
    return Function(
        name="under_test",
        call=lambda it: call(it),  # noqa: PLW0108  -- built-ins have no signature
        is_async=False,
        trigger=Binding(name="it", type=kind, fields={**connection, **fields}),
        inputs=(),
        outputs=(),
        returns=None,
        wants_context=False,
    )


@contextlib.asynccontextmanager
async def parts() -> AsyncIterator[tuple[Invoker, BoundStorage]]:
    """Return what a listener needs."""
    storage = Storage()
    outside = BoundStorage(storage, lambda: "", base64=True)
    with ThreadPoolExecutor(12) as pool:
        try:
            yield Invoker(Path(), outside, pool), outside
        finally:
            await storage.close()


async def listen_until(listener: Listener, done: Callable[[], bool]) -> None:
    """Run a listener until *done*, then stop it as the host does."""
    task = asyncio.create_task(listener.run())
    try:
        async with asyncio.timeout(DEADLINE_S):
            while not done():  # noqa: ASYNC110  -- the function under test runs in a thread
                await asyncio.sleep(0.002)
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
