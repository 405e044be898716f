"""Storage and host together: started in order, stopped in order, whatever happens between."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from types import FrameType
from typing import NoReturn

from apex_core.errors import DependencyError, InputError
from cli.answer import tell
from cli.host import Host, HostKind, start_host
from cli.installation import Installation, Note
from cli.key_server import published
from cli.lock import held
from cli.storage import free_port, is_free, start_storage, stop_storage
from cli.tokens import key_set


@contextmanager
def running_apex(
    data: Path, *, port: int = 0, kind: HostKind = HostKind.LOCAL
) -> Iterator[tuple[Note, Host]]:
    """Run APEX on a data folder while the context is open; port 0 takes a free one.

    Raises
    ------
    InputError
        When another process uses the folder or the port.
    DependencyError
        When storage or host do not start.
    """
    place = Installation(data)
    data.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        _lock(place, stack)
        address = port or free_port()
        if not is_free(address):
            raise InputError("this port is taken; choose another", path="--port", value=port)
        signal.signal(signal.SIGTERM, _interrupt)
        stack.callback(_uninterrupted, partial(stop_storage, place.storage))
        tell("Starting storage (Azurite) ...")
        storage = start_storage(place.storage)
        tell("Starting APEX ...")
        keys = stack.enter_context(published(key_set(place))) if kind is HostKind.FUNC else ""
        host = start_host(place, storage, address, kind=kind, jwks_url=keys)
        stack.callback(_uninterrupted, host.stop)
        note = Note(url=host.url, storage=storage, pid=os.getpid(), host_pid=host.process.pid)
        place.write_note(note)
        stack.callback(place.remove_note)
        yield note, host


def _lock(place: Installation, stack: ExitStack) -> None:
    if stack.enter_context(held(place.lock)):
        return
    try:
        who = place.read_note()
    except DependencyError as error:
        raise InputError(
            "another ./apex is starting or stopping on this folder", path=str(place.data)
        ) from error
    raise InputError(
        f"./apex up already runs on this folder (process {who.pid}): {who.url}",
        path=str(place.data),
    )


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _uninterrupted(stop: Callable[[], None]) -> None:
    """Stop something without being stopped half-way by an impatient second Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        stop()
    finally:
        signal.signal(signal.SIGINT, before)
