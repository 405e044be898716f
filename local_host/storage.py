"""Storage clients, one per connection that the app's bindings name."""

from typing import Any, Final

from azure.core.exceptions import AzureError
from azure.storage.blob.aio import BlobServiceClient
from azure.storage.queue.aio import QueueServiceClient

from local_host.errors import StartupError
from local_host.settings import connection_string

_RETRY: Final[dict[str, Any]] = {
    "retry_total": 1,
    "initial_backoff": 0,
    "increment_base": 0,
    "random_jitter_range": 0,
}
# The service is next door, and the loops that poll try again by themselves.


class Storage:
    """Blob and queue service clients, made on first use and closed together."""

    def __init__(self) -> None:
        self._blobs: dict[str, BlobServiceClient] = {}
        self._queues: dict[str, QueueServiceClient] = {}

    def blobs(self, connection: str) -> BlobServiceClient:
        """Return the blob client of one connection."""
        if connection not in self._blobs:
            self._blobs[connection] = BlobServiceClient.from_connection_string(
                connection_string(connection), **_RETRY
            )
        return self._blobs[connection]

    def queues(self, connection: str) -> QueueServiceClient:
        """Return the queue client of one connection."""
        if connection not in self._queues:
            self._queues[connection] = QueueServiceClient.from_connection_string(
                connection_string(connection), **_RETRY
            )
        return self._queues[connection]

    async def check(self, connections: set[str]) -> None:
        """Reach every connection once.

        Raises
        ------
        StartupError
            If one does not answer.
        """
        for connection in sorted(connections):
            try:
                await self.blobs(connection).get_service_properties()
                await self.queues(connection).get_service_properties()
            except (AzureError, ValueError) as error:
                reason = str(error).splitlines()[0]
                raise StartupError(
                    f"the storage of {connection or 'AzureWebJobsStorage'} cannot be reached: "
                    f"{reason}"
                ) from error

    async def close(self) -> None:
        """Close all clients."""
        for blobs in self._blobs.values():
            await blobs.close()
        for queues in self._queues.values():
            await queues.close()
