"""Read what input bindings name, write what output bindings give."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from azure.core.exceptions import ResourceNotFoundError
from azure.functions.meta import Datum
from azure.storage.blob.aio import ContainerClient
from azure.storage.queue import TextBase64EncodePolicy
from azure.storage.queue.aio import QueueClient

from local_host.index import Binding
from local_host.paths import fill
from local_host.settings import expand
from local_host.storage import Storage


class BoundStorage:
    """Blob and queue bindings on real storage; what is missing is created on write."""

    def __init__(self, storage: Storage, client_json: Callable[[], str], *, base64: bool) -> None:
        self._storage = storage
        self._base64 = base64
        self.client_json = client_json

    async def read_blob(self, binding: Binding, names: Mapping[str, str]) -> bytes | None:
        """Return the blob an input binding names; None if it is not there."""
        container, name = _blob_path(binding, names)
        blob = self._storage.blobs(binding.fields["connection"]).get_blob_client(container, name)
        try:
            content: bytes = await (await blob.download_blob()).readall()
        except ResourceNotFoundError:
            return None
        return content

    async def write(self, binding: Binding, value: Datum, names: Mapping[str, str]) -> None:
        """Write what a function gave to an output binding."""
        if binding.type == "queue":
            queue = self.queue(binding.fields["connection"], fill(_queue_name(binding), names))
            for message in _messages(value):
                await send(queue, message)
        else:
            await self._write_blob(binding, value.value, names)

    def container(self, connection: str, name: str) -> ContainerClient:
        """Return the client of a container."""
        return self._storage.blobs(connection).get_container_client(name)

    def queue(self, connection: str, name: str) -> QueueClient:
        """Return the client of a queue, with the encoding of host.json for what is sent."""
        policy = TextBase64EncodePolicy() if self._base64 else None
        return self._storage.queues(connection).get_queue_client(name, message_encode_policy=policy)

    async def _write_blob(self, binding: Binding, content: Any, names: Mapping[str, str]) -> None:
        container, name = _blob_path(binding, names)
        service = self._storage.blobs(binding.fields["connection"])
        try:
            await service.get_blob_client(container, name).upload_blob(content, overwrite=True)
        except ResourceNotFoundError:
            await service.create_container(container)
            await service.get_blob_client(container, name).upload_blob(content, overwrite=True)


async def send(queue: QueueClient, message: str) -> None:
    """Send one message, creating the queue if it is not there."""
    try:
        await queue.send_message(message)
    except ResourceNotFoundError:
        await queue.create_queue()
        await queue.send_message(message)


def _queue_name(binding: Binding) -> str:
    return expand(binding.fields["queueName"])


def _blob_path(binding: Binding, names: Mapping[str, str]) -> tuple[str, str]:
    container, _, name = fill(expand(binding.fields["path"]), names).partition("/")
    return container, name


def _messages(value: Datum) -> list[str]:
    """Return the texts that one output value stands for."""
    if value.type == "bytes":
        return [value.value.decode()]
    if value.type == "string":
        return [value.value]
    parts = json.loads(value.value)
    return [
        part["body"] if isinstance(part, dict) else part
        for part in (parts if isinstance(parts, list) else [parts])
    ]
