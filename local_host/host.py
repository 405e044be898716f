"""Put the parts together, run them, stop them in the right order."""

import asyncio
import contextlib
import functools
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from local_host import triggers
from local_host.durable_api import DurableApi, client_json
from local_host.engine import Engine, EngineOptions
from local_host.errors import StartupError
from local_host.host_json import HostOptions, read_host_json
from local_host.http import HttpDoor
from local_host.index import Function, load_functions
from local_host.invoke import Invoker, run_orchestrator
from local_host.issuer import documents
from local_host.keys import DURABLE_KEY, Keys, load_keys
from local_host.outside import BoundStorage
from local_host.receipts import Receipts
from local_host.settings import setting
from local_host.storage import Storage
from local_host.store import Store

_RPC_PATH = "/durabletask"
_GRACE_S = 5.0
_WORKER_THREADS = min(32, (os.cpu_count() or 1) + 4)  # the Python worker's default

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the host runs: the app's folder, its own state's folder, its address."""

    app: Path
    data: Path
    host: str = "127.0.0.1"
    port: int = 7071


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A host that answers."""

    url: str
    functions: tuple[str, ...]


@contextlib.asynccontextmanager
async def running_host(place: Place) -> AsyncIterator[Running]:
    """Run the app while the context is open.

    Raises
    ------
    StartupError
        If the app, its settings, its storage or the port do not allow it.
    """
    place.data.mkdir(parents=True, exist_ok=True)
    options = read_host_json(place.app)
    app_functions = load_functions(place.app)
    async with contextlib.AsyncExitStack() as stack:
        host = _Host(place, options, app_functions, stack)
        yield await host.start()


class _Host:
    """The parts of one running host; every part that opens registers how it closes."""

    def __init__(
        self,
        place: Place,
        options: HostOptions,
        app_functions: list[Function],
        stack: contextlib.AsyncExitStack,
    ) -> None:
        self._place = place
        self._options = options
        self._functions = app_functions
        self._stack = stack
        self._storage = Storage()
        self._public = _listen(place.host, place.port)
        self._private = _listen("127.0.0.1", 0)
        self._url = _url(place.host, self._public)
        for opened in (self._public, self._private):
            stack.callback(opened.close)

    async def start(self) -> Running:
        """Open everything, the outermost first: doors close last, triggers first."""
        self._stack.push_async_callback(self._storage.close)
        await self._storage.check(_connections(self._functions))
        store = Store(self._place.data / "durable.sqlite")
        self._stack.callback(store.close)
        keys = load_keys(self._place.data / "keys.json", [f.name for f in self._functions])
        invoker, outside = self._invoker(keys)
        engine = _engine(self._functions, invoker, store, self._options)
        await self._open_doors(keys, invoker, engine, store)
        engine.open()
        self._stack.push_async_callback(_in_own_thread, engine.close)
        await self._start_triggers(invoker, outside)
        return Running(url=self._url, functions=tuple(f.name for f in self._functions))

    def _invoker(self, keys: Keys) -> tuple[Invoker, BoundStorage]:
        threads = int(setting("PYTHON_THREADPOOL_THREAD_COUNT") or _WORKER_THREADS)
        pool = ThreadPoolExecutor(threads, thread_name_prefix="function")
        self._stack.callback(functools.partial(pool.shutdown, wait=False, cancel_futures=True))
        client = client_json(
            hub=self._options.durable.hub,
            base_url=self._url,
            rpc_url=f"{_url('127.0.0.1', self._private)}{_RPC_PATH}/",
            key=keys.system[DURABLE_KEY],
        )
        base64 = self._options.queues.base64
        outside = BoundStorage(self._storage, lambda: client, base64=base64)
        return Invoker(self._place.app, outside, pool), outside

    async def _open_doors(self, keys: Keys, invoker: Invoker, engine: Engine, store: Store) -> None:
        """Serve the public port, and the client's own door that asks for no key."""
        durable = DurableApi(engine, store, base_url=self._url, key=keys.system[DURABLE_KEY])

        async def private(request: web.Request) -> web.Response:
            return await durable.answer(request, request.rel_url.raw_path.removeprefix(_RPC_PATH))

        door = HttpDoor(
            self._functions,
            invoker,
            keys=keys,
            durable=durable,
            documents=documents(self._place.data, self._url),
            options=self._options,
        )
        await self._serve(self._private, private)
        await self._serve(self._public, door.answer)

    async def _serve(self, opened: socket.socket, answer: Answer) -> None:
        app = web.Application(client_max_size=self._options.max_body)
        app.router.add_route("*", "/{path:.*}", answer)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=_GRACE_S)
        await runner.setup()
        self._stack.push_async_callback(runner.cleanup)
        await web.SockSite(runner, opened).start()

    async def _start_triggers(self, invoker: Invoker, outside: BoundStorage) -> None:
        receipts = Receipts(self._place.data / "triggers.sqlite")
        self._stack.callback(receipts.close)
        listening = triggers.listeners(
            self._functions, invoker, outside=outside, receipts=receipts, options=self._options
        )
        running = await triggers.start(list(listening))
        self._stack.push_async_callback(triggers.stop, running)


def _engine(
    app_functions: list[Function], invoker: Invoker, store: Store, options: HostOptions
) -> Engine:
    def named(trigger: str) -> dict[str, Function]:
        return {f.durable_name: f for f in app_functions if f.trigger.type == trigger}

    return Engine(
        store,
        orchestrators={
            name: functools.partial(run_orchestrator, function)
            for name, function in named("orchestrationTrigger").items()
        },
        activities={
            name: functools.partial(invoker.run_activity, function)
            for name, function in named("activityTrigger").items()
        },
        options=EngineOptions(
            activities_at_once=options.durable.activities_at_once,
            version=options.durable.version,
            replace_running=options.durable.replace_running,
        ),
    )


async def _in_own_thread(call: Callable[[], None]) -> None:
    """Run a blocking call; the default threads may all be busy with the app's work."""
    with ThreadPoolExecutor(1) as own:
        await asyncio.get_running_loop().run_in_executor(own, call)


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), backlog=1024)
    except OSError as error:
        raise StartupError(
            f"cannot listen on {host}:{port}: {os.strerror(error.errno or 0)}"
        ) from error


def _url(host: str, opened: socket.socket) -> str:
    shown = "127.0.0.1" if host in {"0.0.0.0", ""} else host  # noqa: S104  -- compared, not bound
    return f"http://{shown}:{opened.getsockname()[1]}"


def _connections(app_functions: list[Function]) -> set[str]:
    """Return the connections the app's bindings name; there is always the host's own."""
    bindings = (
        binding
        for function in app_functions
        for binding in (function.trigger, *function.inputs, *function.outputs, function.returns)
        if binding is not None
    )
    named = {binding.fields.get("connection", "AzureWebJobsStorage") for binding in bindings}
    return named | {"AzureWebJobsStorage"}
