"""One Azurite for the whole test session, and services on it that no other test shares."""

import itertools
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from adapters.blobs import BlobArtifacts, BlobResults, BlobUploads
from adapters.queues import QueueStarts
from adapters.rates import TableRates
from adapters.tables import TableDocuments, TableEstimates, TableJobs
from apex_core.model.job import Priority
from apex_core.packs.loader import load_packs
from apex_core.services import Services
from local_host.azurite import Azurite, Ports, start_azurite
from tests.fakes import FakeClock

REPOSITORY = Path(__file__).parent.parent
_NUMBERS = itertools.count()

# Machines are shared and slow at times; how long an example takes says nothing about the law.
settings.register_profile("apex", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("apex")


def free_ports(count: int) -> list[int]:
    """Return ports nobody listens on, all different."""
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [int(each.getsockname()[1]) for each in sockets]
    for each in sockets:
        each.close()
    return ports


@pytest.fixture(scope="session")
def azurite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Azurite]:
    """Start a real Azurite in memory; nothing of it is left behind."""
    blob, queue, table = free_ports(3)
    emulator = start_azurite(
        tmp_path_factory.mktemp("azurite"),
        ports=Ports(blob=blob, queue=queue, table=table),
        node_modules=REPOSITORY / "node_modules",
        in_memory=True,
    )
    yield emulator
    emulator.stop()


@pytest.fixture
def azurite_services(azurite: Azurite) -> Services:
    """Compose the real adapters on containers, tables and queues of this test alone."""
    from azure.data.tables import TableServiceClient  # noqa: PLC0415
    from azure.storage.blob import BlobServiceClient  # noqa: PLC0415
    from azure.storage.queue import QueueServiceClient, TextBase64EncodePolicy  # noqa: PLC0415

    mark = f"t{next(_NUMBERS):04d}"
    blobs = BlobServiceClient.from_connection_string(azurite.connection_string)
    tables = TableServiceClient.from_connection_string(azurite.connection_string)
    queues = QueueServiceClient.from_connection_string(azurite.connection_string)
    uploads, artifacts, results = (
        blobs.create_container(f"{mark}-{name}") for name in ("uploads", "artifacts", "results")
    )
    jobs, documents, estimates, rates = (
        tables.create_table(f"{mark}{name}") for name in ("jobs", "documents", "estimates", "rates")
    )
    starts = {
        priority: queues.get_queue_client(
            f"{mark}-{priority}", message_encode_policy=TextBase64EncodePolicy()
        )
        for priority in Priority
    }
    for queue in starts.values():
        queue.create_queue()
    return Services(
        uploads=BlobUploads(uploads),
        artifacts=BlobArtifacts(artifacts),
        results=BlobResults(results),
        jobs=TableJobs(jobs),
        documents=TableDocuments(documents),
        estimates=TableEstimates(estimates),
        rates=TableRates(rates),
        starts=QueueStarts(starts),
        clock=FakeClock(),
        packs=load_packs(),
    )
