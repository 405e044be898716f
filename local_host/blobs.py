"""Blob triggers: look for new versions of blobs, whatever source the trigger names."""

import asyncio
import contextlib
import json
import logging
import time

from azure.core import MatchConditions
from azure.core.exceptions import (
    AzureError,
    ResourceExistsError,
    ResourceModifiedError,
    ResourceNotFoundError,
)
from azure.functions.meta import Datum
from azure.storage.blob import BlobProperties

from local_host.host_json import BlobOptions
from local_host.index import Function
from local_host.invoke import Invoker, Occasion, as_metadata
from local_host.outside import BoundStorage, send
from local_host.paths import compile_path, literal_prefix
from local_host.receipts import BlobReceipt, Receipts
from local_host.settings import expand

POISON_QUEUE = "webjobs-blobtrigger-poison"
_FASTEST_POLL_S = 0.25
_SLOWEST_POLL_S = 10.0
_REST_PER_WORK = 10  # listing takes at most about a tenth of the time
_AFTER_OUTAGE_S = 2.0
_log = logging.getLogger("local_host.blobs")


class BlobListener:
    """Feeds one function from its container until it is cancelled.

    A receipt per blob remembers the version (ETag) and the tries, so that a restart neither
    repeats a finished blob nor forgets how often one has failed.
    """

    def __init__(
        self,
        function: Function,
        invoker: Invoker,
        *,
        outside: BoundStorage,
        receipts: Receipts,
        options: BlobOptions,
        at_once: asyncio.Semaphore,
    ) -> None:
        fields = function.trigger.fields
        container, _, pattern = expand(fields["path"]).partition("/")
        self._function = function
        self._invoker = invoker
        self._container = outside.container(fields["connection"], container)
        self._poison = outside.queue(fields["connection"], POISON_QUEUE)
        self._prefix = literal_prefix(pattern)
        self._pattern = compile_path(pattern or "{name}")
        self._receipts = receipts
        self._options = options
        self._at_once = at_once
        self._known = receipts.blobs(function.name, container)
        self._running: dict[str, asyncio.Task[None]] = {}

    async def prepare(self) -> None:
        """Create the container if it is not there."""
        with contextlib.suppress(ResourceExistsError):
            await self._container.create_container()

    async def run(self) -> None:
        """Poll until cancelled; then wait for the blobs in hand."""
        try:
            while True:
                rest_s = await self._poll()
                await asyncio.sleep(rest_s)
        finally:
            if self._running:
                await asyncio.wait(self._running.values())

    async def _poll(self) -> float:
        """Look once; return how many seconds to rest."""
        started = time.monotonic()
        try:
            listed = await self._list()
        except AzureError as error:
            _log.warning(
                "container %s cannot be listed: %s",
                self._container.container_name,
                str(error).splitlines()[0],
            )
            return _AFTER_OUTAGE_S
        took_s = time.monotonic() - started
        for blob in filter(self._wants, listed):
            await self._at_once.acquire()
            self._running[blob.name] = asyncio.create_task(self._process(blob))
        self._forget_all_but({blob.name for blob in listed})
        return min(max(_FASTEST_POLL_S, took_s * _REST_PER_WORK), _SLOWEST_POLL_S)

    async def _list(self) -> list[BlobProperties]:
        try:
            pages = self._container.list_blobs(name_starts_with=self._prefix or None)
            return [blob async for blob in pages]
        except ResourceNotFoundError:
            await self.prepare()
            return []

    def _forget_all_but(self, names: set[str]) -> None:
        for gone in self._known.keys() - names:
            if gone not in self._running:
                del self._known[gone]
                self._receipts.forget_blob(
                    self._function.name, self._container.container_name, gone
                )

    def _wants(self, blob: BlobProperties) -> bool:
        if blob.name in self._running or not self._pattern.fullmatch(blob.name):
            return False
        receipt = self._known.get(blob.name)
        return receipt is None or receipt.etag != blob.etag or not receipt.done

    async def _process(self, blob: BlobProperties) -> None:
        try:
            await self._try(blob)
        except AzureError as error:
            _log.warning("blob %s: %s", blob.name, str(error).splitlines()[0])
        finally:
            del self._running[blob.name]
            self._at_once.release()

    async def _try(self, blob: BlobProperties) -> None:
        known = self._known.get(blob.name)
        tries = known.tries + 1 if known is not None and known.etag == blob.etag else 1
        try:
            content = await self._download(blob)
        except (ResourceNotFoundError, ResourceModifiedError):
            return  # gone or replaced since it was listed; the next look decides
        done = await self._invoker.attempt(self._function, self._occasion(blob, content))
        if not done and tries >= self._options.poison_threshold:
            await self._bury(blob)
            done = True
        receipt = BlobReceipt(etag=blob.etag, tries=tries, done=done)
        self._known[blob.name] = receipt
        self._receipts.put_blob(
            self._function.name, self._container.container_name, blob.name, receipt
        )

    async def _download(self, blob: BlobProperties) -> bytes:
        stream = await self._container.get_blob_client(blob.name).download_blob(
            etag=blob.etag, match_condition=MatchConditions.IfNotModified
        )
        content: bytes = await stream.readall()
        return content

    async def _bury(self, blob: BlobProperties) -> None:
        notice = {
            "Type": "BlobTrigger",
            "FunctionId": f"Host.Functions.{self._function.name}",
            "BlobType": "BlockBlob",
            "ContainerName": self._container.container_name,
            "BlobName": blob.name,
            "ETag": _quoted(blob.etag),
        }
        await send(self._poison, json.dumps(notice))
        _log.error("blob %s reported to %s", blob.name, POISON_QUEUE)

    def _occasion(self, blob: BlobProperties, content: bytes) -> Occasion:
        path = f"{self._container.container_name}/{blob.name}"
        match = self._pattern.fullmatch(blob.name)
        names = match.groupdict() if match else {}
        metadata = as_metadata(
            {
                "BlobTrigger": path,
                "Uri": f"{self._container.url}/{blob.name}",
                "Properties": {
                    "ContentLength": blob.size,
                    "ContentType": blob.content_settings.content_type,
                    "ETag": _quoted(blob.etag),
                    "LastModified": blob.last_modified.isoformat(),
                },
                "Metadata": dict(blob.metadata or {}),
                **names,
            }
        )
        return Occasion(
            value=Datum(content, "bytes"), metadata=metadata, names={"blobTrigger": path, **names}
        )


def _quoted(etag: str) -> str:
    return f'"{etag.strip(chr(34))}"'
