"""Composition root: from settings to services, built on first use and never at import.

The SDKs cost a third of a second to import. A cold start pays for them with its first call, not
with its indexing; hence the imports inside the functions.
"""
# ruff: noqa: PLC0415

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from apex_core.model.job import Priority
from apex_core.packs.loader import load_packs
from apex_core.services import Services

if TYPE_CHECKING:  # never resolved at run time: no function of the app has these in its signature
    from adapters.settings import Settings
    from adapters.tokens import TokenValidator

CONTAINERS: Final = ("uploads", "artifacts", "results")
TABLES: Final = ("jobs", "documents", "estimates", "rates")
# A stalled service must be said within seconds; the orchestrator has the patience for longer.
PATIENCE: Final[dict[str, float]] = {
    "connection_timeout": 5,
    "read_timeout": 10,
    "retry_total": 1,
    "initial_backoff": 1,
    "increment_base": 1,
    "random_jitter_range": 1,
}
QUEUES: Final = {priority: f"jobs-{priority}" for priority in Priority}


@cache
def settings() -> "Settings":
    """Return the settings, read once."""
    from adapters.settings import Settings

    return Settings()


@cache
def services() -> Services:
    """Return every port, met by Azure or by Azurite as the settings say."""
    from adapters.blobs import BlobArtifacts, BlobResults, BlobUploads
    from adapters.clock import SystemClock
    from adapters.queues import QueueStarts
    from adapters.rates import TableRates
    from adapters.tables import TableDocuments, TableEstimates, TableJobs

    uploads, artifacts, results = _containers()
    jobs, documents, estimates, rates = _tables()
    return Services(
        uploads=BlobUploads(uploads),
        artifacts=BlobArtifacts(artifacts),
        results=BlobResults(results),
        jobs=TableJobs(jobs),
        documents=TableDocuments(documents),
        estimates=TableEstimates(estimates),
        rates=TableRates(rates),
        starts=QueueStarts(_queues()),
        clock=SystemClock(),
        packs=load_packs(),
    )


@cache
def tokens() -> "TokenValidator | None":
    """Return the validator of bearer tokens, or None when no issuer is set."""
    from adapters.tokens import token_validator

    return token_validator(
        issuer=settings().auth_issuer,
        audience=settings().auth_audience,
        jwks_url=settings().auth_jwks_url,
    )


def _containers() -> list[Any]:
    from azure.storage.blob import BlobServiceClient

    service = _client(BlobServiceClient, "blob")
    containers = [service.get_container_client(name) for name in CONTAINERS]
    for container in containers:
        _ensure(container.create_container)
    return containers


def _tables() -> list[Any]:
    from azure.data.tables import TableServiceClient

    service = _client(TableServiceClient, "table")
    tables = [service.get_table_client(name) for name in TABLES]
    for table in tables:
        _ensure(table.create_table)
    return tables


def _queues() -> dict[Priority, Any]:
    from azure.storage.queue import QueueServiceClient, TextBase64EncodePolicy

    service = _client(QueueServiceClient, "queue")
    queues = {
        priority: service.get_queue_client(name, message_encode_policy=TextBase64EncodePolicy())
        for priority, name in QUEUES.items()
    }
    for queue in queues.values():
        _ensure(queue.create_queue)
    return queues


def _client(service_client: Any, service: str) -> Any:
    if settings().storage:
        return service_client.from_connection_string(settings().storage, **PATIENCE)
    from azure.identity import DefaultAzureCredential

    return service_client(
        f"https://{settings().storage_account}.{service}.core.windows.net",
        credential=DefaultAzureCredential(
            managed_identity_client_id=settings().identity_client_id or None
        ),
        **PATIENCE,
    )


def _ensure(create: Callable[[], Any]) -> None:
    from azure.core.exceptions import ResourceExistsError

    from adapters.translation import store_errors

    if not settings().create_storage:
        return
    with store_errors("creating what is missing"), suppress(ResourceExistsError):
        create()
