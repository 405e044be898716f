"""Queue triggers: receive in batches, keep the lease while the function runs, move poison away."""

import asyncio
import base64
import contextlib
import json
import logging
from collections.abc import Iterable
from typing import Any

from azure.core.exceptions import AzureError, ResourceExistsError, ResourceNotFoundError
from azure.functions.meta import Datum
from azure.storage.queue import QueueMessage
from azure.storage.queue.aio import QueueClient

from local_host.host_json import QueueOptions
from local_host.index import Function
from local_host.invoke import Invoker, Occasion, as_metadata
from local_host.outside import BoundStorage, send
from local_host.settings import expand

_POLL_S = 0.1  # the service's shortest pause, while functions run or have just run
_IDLE_POLL_S = 0.5

_LEASE_S = 15  # far below the service's ten minutes: after a crash the message is soon seen again
_RENEW_S = 5
_AFTER_OUTAGE_S = 2.0
_MOST_PER_RECEIVE = 32
_log = logging.getLogger("local_host.queues")


class QueueListener:
    """Feeds one function from its queue until it is cancelled."""

    def __init__(
        self, function: Function, invoker: Invoker, storage: BoundStorage, options: QueueOptions
    ) -> None:
        fields = function.trigger.fields
        name = expand(fields["queueName"])
        self._function = function
        self._invoker = invoker
        self._options = options
        self._queue = storage.queue(fields["connection"], name)
        self._name = name
        self._poison = (
            None
            if name.endswith("-poison")
            else storage.queue(fields["connection"], f"{name}-poison")
        )
        self._running: set[asyncio.Task[None]] = set()

    async def prepare(self) -> None:
        """Create the queue if it is not there."""
        with contextlib.suppress(ResourceExistsError):
            await self._queue.create_queue()

    async def run(self) -> None:
        """Poll until cancelled; then wait for the messages in hand."""
        try:
            while True:
                await self._poll()
        finally:
            if self._running:
                await asyncio.wait(self._running)

    async def _poll(self) -> None:
        room = self._options.batch_size + self._options.new_batch_threshold - len(self._running)
        if len(self._running) > self._options.new_batch_threshold:
            await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)
            return
        try:
            messages = await self._receive(min(room, self._options.batch_size, _MOST_PER_RECEIVE))
        except AzureError as error:
            _log.warning("queue %s cannot be read: %s", self._name, str(error).splitlines()[0])
            await asyncio.sleep(_AFTER_OUTAGE_S)
            return
        for message in messages:
            task = asyncio.create_task(self._process(message))
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        if not messages:
            await self._rest()

    async def _rest(self) -> None:
        """Pause after an empty receive; shorter as soon as something runs that may send."""
        rested_s = 0.0
        while rested_s < _IDLE_POLL_S:
            await asyncio.sleep(_POLL_S)
            rested_s += _POLL_S
            if self._invoker.pulse.busy:
                return

    async def _receive(self, count: int) -> list[QueueMessage]:
        pages = self._queue.receive_messages(
            messages_per_page=count, max_messages=count, visibility_timeout=_LEASE_S
        )
        try:
            return [message async for message in pages]
        except ResourceNotFoundError:
            await self.prepare()
            return []

    async def _process(self, message: QueueMessage) -> None:
        try:
            if (message.dequeue_count or 1) > self._options.max_dequeue_count:
                await self._bury(message, message.pop_receipt)
            else:
                await self._try(message)
        except AzureError as error:
            _log.warning("message %s of %s: %s", message.id, self._name, error)

    async def _try(self, message: QueueMessage) -> None:
        lease = _Lease(self._queue, message)
        keeping = asyncio.create_task(lease.keep())
        succeeded = await self._invoker.attempt(self._function, self._occasion(message))
        lease.let_go()
        await keeping
        if succeeded:
            await self._queue.delete_message(message.id, lease.pop_receipt)
        elif (message.dequeue_count or 1) >= self._options.max_dequeue_count:
            await self._bury(message, lease.pop_receipt)
        else:
            again_s = int(self._options.visibility_timeout.total_seconds())
            await self._queue.update_message(
                message.id, lease.pop_receipt, visibility_timeout=again_s
            )

    async def _bury(self, message: QueueMessage, pop_receipt: str | None) -> None:
        """Move a message to the poison queue; a poison queue's own messages are dropped."""
        if self._poison is not None:
            await send(self._poison, _text(message.content, base64_=self._options.base64))
            _log.error("message %s of %s moved to the poison queue", message.id, self._name)
        await self._queue.delete_message(message.id, pop_receipt)

    def _occasion(self, message: QueueMessage) -> Occasion:
        text = _text(message.content, base64_=self._options.base64)
        metadata = as_metadata(
            {
                "Id": message.id,
                "PopReceipt": message.pop_receipt,
                "DequeueCount": message.dequeue_count,
                "InsertionTime": _time(message.inserted_on),
                "ExpirationTime": _time(message.expires_on),
                "NextVisibleTime": _time(message.next_visible_on),
                "QueueTrigger": text,
            }
        )
        names = {"queueTrigger": text, "id": message.id, **dict(_members(text))}
        return Occasion(value=Datum(text, "string"), metadata=metadata, names=names)


class _Lease:
    """The right to a message; renewing it changes the receipt."""

    def __init__(self, queue: QueueClient, message: QueueMessage) -> None:
        self._queue = queue
        self._id = message.id
        self._over = asyncio.Event()
        self.pop_receipt = message.pop_receipt

    def let_go(self) -> None:
        """Renew no more."""
        self._over.set()

    async def keep(self) -> None:
        """Renew until let go, and never stop in the middle of a renewal."""
        while not await self._over_within(_RENEW_S):
            try:
                renewed = await self._queue.update_message(
                    self._id, self.pop_receipt, visibility_timeout=_LEASE_S
                )
            except AzureError as error:
                _log.warning("the lease of message %s is lost: %s", self._id, error)
                return
            self.pop_receipt = renewed.pop_receipt

    async def _over_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                await self._over.wait()
        except TimeoutError:
            return False
        return True


def _text(content: str, *, base64_: bool) -> str:
    """Return the body; text that is not base64 is taken as it is, as the service does."""
    if not base64_:
        return content
    try:
        return base64.b64decode(content, validate=True).decode()
    except ValueError:
        return content


def _members(text: str) -> Iterable[tuple[str, str]]:
    """Return the members of a JSON object, usable as ``{name}`` in other bindings."""
    try:
        document: Any = json.loads(text)
    except json.JSONDecodeError:
        return ()
    if not isinstance(document, dict):
        return ()
    return ((k, v if isinstance(v, str) else json.dumps(v)) for k, v in document.items())


def _time(when: Any) -> str | None:
    return when.strftime("%Y-%m-%dT%H:%M:%S+00:00") if when is not None else None
