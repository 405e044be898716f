"""Set the triggers of storage and clock going, keep them alive, end them."""

import asyncio
import logging
from collections.abc import Iterator, Sequence
from typing import Protocol

from local_host.blobs import BlobListener
from local_host.host_json import HostOptions
from local_host.index import Function
from local_host.invoke import Invoker
from local_host.outside import BoundStorage
from local_host.queues import QueueListener
from local_host.receipts import Receipts
from local_host.timers import TimerListener

_GRACE_S = 5.0
_REST_AFTER_A_BREAK_S = 5.0
_log = logging.getLogger("local_host.triggers")


class Listener(Protocol):
    """Feeds one function."""

    async def prepare(self) -> None:
        """Make sure that what is listened to is there."""
        ...

    async def run(self) -> None:
        """Listen until cancelled; then finish what is in hand."""
        ...


def listeners(
    app_functions: Sequence[Function],
    invoker: Invoker,
    *,
    outside: BoundStorage,
    receipts: Receipts,
    options: HostOptions,
) -> Iterator[Listener]:
    """Return a listener for each function that storage or the clock triggers."""
    at_once = asyncio.Semaphore(options.blobs.at_once)
    for function in app_functions:
        if function.trigger.type == "queueTrigger":
            yield QueueListener(function, invoker, outside, options.queues)
        elif function.trigger.type == "timerTrigger":
            yield TimerListener(function, invoker, receipts)
        elif function.trigger.type == "blobTrigger":
            yield BlobListener(
                function,
                invoker,
                outside=outside,
                receipts=receipts,
                options=options.blobs,
                at_once=at_once,
            )


async def start(listening: Sequence[Listener]) -> list[asyncio.Task[None]]:
    """Prepare all listeners, then let them run."""
    for listener in listening:
        await listener.prepare()
    return [asyncio.create_task(_keep_alive(listener)) for listener in listening]


async def stop(running: Sequence[asyncio.Task[None]]) -> None:
    """End all; what they have in hand gets a moment to finish."""
    for task in running:
        task.cancel()
    if running:
        await asyncio.wait(running, timeout=_GRACE_S)


async def _keep_alive(listener: Listener) -> None:
    while True:
        try:
            await listener.run()
        except Exception:  # noqa: BLE001 -- a dead trigger would be silent
            _log.exception("%s broke and begins again", type(listener).__name__)
            await asyncio.sleep(_REST_AFTER_A_BREAK_S)
