"""What triggers remember and keep while functions run: leases, tries, missed runs."""

import asyncio
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from azure.storage.blob import BlobServiceClient
from azure.storage.queue import QueueServiceClient, TextBase64EncodePolicy

from local_host import queues as queues_module
from local_host.azurite import Azurite
from local_host.blobs import BlobListener
from local_host.clock import utc_now
from local_host.history import to_text
from local_host.host_json import BlobOptions, QueueOptions
from local_host.queues import QueueListener
from local_host.receipts import Receipts, TimerState
from local_host.timers import TimerListener
from tests.local_host.listening import listen_until, parts, triggered

OPTIONS = QueueOptions(
    batch_size=4,
    new_batch_threshold=2,
    max_dequeue_count=2,
    visibility_timeout=timedelta(0),
    base64=True,
)
azurite_test = [pytest.mark.azurite, pytest.mark.enable_socket]


@pytest.fixture
def connection(azurite: Azurite, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("AzureWebJobsStorage", azurite.connection_string)
    return azurite.connection_string


class TestQueues:
    pytestmark = azurite_test

    def fill(self, connection: str, name: str, *messages: str) -> Any:
        service = QueueServiceClient.from_connection_string(connection)
        queue = service.get_queue_client(name, message_encode_policy=TextBase64EncodePolicy())
        queue.create_queue()
        for message in messages:
            queue.send_message(message)
        return queue

    def test_the_lease_of_a_long_message_is_renewed(
        self, connection: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(queues_module, "_LEASE_S", 1)
        monkeypatch.setattr(queues_module, "_RENEW_S", 0.3)
        queue = self.fill(connection, "leases", "long")
        seen: list[int] = []
        over = threading.Event()

        def long(message: Any) -> None:
            seen.append(message.dequeue_count)
            over.wait(2.5)

        async def scene() -> None:
            async with parts() as (invoker, outside):
                function = triggered(long, "queueTrigger", queueName="leases")
                listener = QueueListener(function, invoker, outside, OPTIONS)
                await listen_until(
                    listener, lambda: not queue.get_queue_properties().approximate_message_count
                )

        asyncio.run(scene())
        assert seen == [1]

    def test_no_second_batch_is_taken_while_the_first_is_held(self, connection: str) -> None:
        queue = self.fill(connection, "batches", *(str(n) for n in range(12)))
        gate = threading.Event()
        started: list[str] = []
        visible: list[int] = []

        def held(message: Any) -> None:
            started.append(message.id)
            gate.wait(20)

        def batch_is_held() -> bool:
            if len(started) < OPTIONS.batch_size:
                return False
            visible.append(len(queue.peek_messages(max_messages=32)))
            gate.set()
            return True

        async def scene() -> None:
            async with parts() as (invoker, outside):
                function = triggered(held, "queueTrigger", queueName="batches")
                listener = QueueListener(function, invoker, outside, OPTIONS)
                await listen_until(listener, batch_is_held)

        asyncio.run(scene())
        assert visible == [12 - OPTIONS.batch_size]

    def test_a_message_without_base64_is_taken_as_it_is(self, connection: str) -> None:
        service = QueueServiceClient.from_connection_string(connection)
        queue = service.create_queue("plain")
        queue.send_message("no base64: é")
        seen: list[str] = []

        async def scene() -> None:
            async with parts() as (invoker, outside):
                function = triggered(
                    lambda m: seen.append(m.get_body().decode()), "queueTrigger", queueName="plain"
                )
                await listen_until(
                    QueueListener(function, invoker, outside, OPTIONS), lambda: bool(seen)
                )

        asyncio.run(scene())
        assert seen == ["no base64: é"]

    def test_a_poison_queue_has_no_poison_queue_of_its_own(self, connection: str) -> None:
        queue = self.fill(connection, "things-poison", "bad")
        seen: list[str] = []

        def fail(message: Any) -> None:
            seen.append(message.id)
            raise ValueError("still bad")

        async def scene() -> None:
            async with parts() as (invoker, outside):
                function = triggered(fail, "queueTrigger", queueName="things-poison")
                await listen_until(
                    QueueListener(function, invoker, outside, OPTIONS),
                    lambda: not queue.get_queue_properties().approximate_message_count,
                )

        asyncio.run(scene())
        names = {
            one.name for one in QueueServiceClient.from_connection_string(connection).list_queues()
        }
        assert len(seen) == OPTIONS.max_dequeue_count
        assert "things-poison-poison" not in names


class TestBlobs:
    pytestmark = azurite_test

    async def listen(self, call: Any, receipts: Receipts, container: str, done: Any) -> None:
        async with parts() as (invoker, outside):
            listener = BlobListener(
                triggered(call, "blobTrigger", path=f"{container}/{{name}}"),
                invoker,
                outside=outside,
                receipts=receipts,
                options=BlobOptions(at_once=2, poison_threshold=3),
                at_once=asyncio.Semaphore(2),
            )
            await listen_until(listener, done)

    def test_tries_are_counted_over_restarts(self, connection: str, tmp_path: Path) -> None:
        container = BlobServiceClient.from_connection_string(connection).create_container("tries")
        container.upload_blob("a.txt", b"x")
        seen: list[str] = []

        def fail(item: Any) -> None:
            seen.append(item.name)
            raise ValueError("bad")

        for tries in (1, 2, 3):
            receipts = Receipts(tmp_path / "r")

            def tried(receipts: Receipts = receipts, tries: int = tries) -> bool:
                known = receipts.blobs("under_test", "tries").get("a.txt")
                return known is not None and known.tries >= tries

            asyncio.run(self.listen(fail, receipts, "tries", tried))
            receipts.close()

        receipts = Receipts(tmp_path / "r")
        receipt = receipts.blobs("under_test", "tries")["a.txt"]
        receipts.close()
        assert (receipt.tries, receipt.done, len(seen)) == (3, True, 3)

    def test_a_finished_blob_is_not_seen_again_after_a_restart(
        self, connection: str, tmp_path: Path
    ) -> None:
        container = BlobServiceClient.from_connection_string(connection).create_container("once")
        seen: list[str] = []
        for name in ("a.txt", "b.txt"):
            container.upload_blob(name, b"x")
            receipts = Receipts(tmp_path / "r")

            def finished(receipts: Receipts = receipts, name: str = name) -> bool:
                known = receipts.blobs("under_test", "once").get(name)
                return known is not None and known.done

            asyncio.run(
                self.listen(lambda item: seen.append(item.name), receipts, "once", finished)
            )
            receipts.close()

        assert seen == ["once/a.txt", "once/b.txt"]


class TestTimers:
    def run_with(self, state: TimerState | None, tmp_path: Path, **fields: Any) -> list[bool]:
        receipts = Receipts(tmp_path / "r")
        if state is not None:
            receipts.put_timer("under_test", state)
        seen: list[bool] = []

        async def scene() -> None:
            async with parts() as (invoker, _):
                function = triggered(
                    lambda timer: seen.append(timer.past_due), "timerTrigger", **fields
                )
                listener = TimerListener(function, invoker, receipts)
                await listen_until(listener, lambda: bool(seen))

        asyncio.run(scene())
        after = receipts.timer("under_test")
        receipts.close()
        assert after is not None
        assert after.schedule == fields["schedule"]
        return seen

    def test_a_run_missed_while_the_host_was_down_is_made_up_for(self, tmp_path: Path) -> None:
        yesterday = to_text(utc_now() - timedelta(days=1))
        state = TimerState(schedule="0 0 0 1 1 *", last=None, next=yesterday)

        assert self.run_with(state, tmp_path, schedule="0 0 0 1 1 *") == [True]

    def test_a_new_schedule_owes_nothing(self, tmp_path: Path) -> None:
        yesterday = to_text(utc_now() - timedelta(days=1))
        state = TimerState(schedule="0 0 0 2 2 *", last=None, next=yesterday)

        assert self.run_with(state, tmp_path, schedule="* * * * * *") == [False]

    def test_run_on_startup_runs_at_once(self, tmp_path: Path) -> None:
        assert self.run_with(None, tmp_path, schedule="0 0 0 1 1 *", runOnStartup=True) == [False]
