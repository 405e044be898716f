"""Run one function app locally: ``python -m local_host --app DIR --data DIR --port N``."""

import argparse
import asyncio
import json
import logging
import os
import signal
import sys
import threading
import warnings
from pathlib import Path
from types import FrameType
from typing import Final

from local_host.errors import StartupError
from local_host.host import Place, running_host
from local_host.host_json import read_host_json
from local_host.logs import log_to_stderr
from local_host.settings import apply_settings

# Activities compute in threads of this process; an HTTP request must not wait Python's usual 5 ms
# each time it needs its turn.
_SWITCH_INTERVAL_S: Final = 0.0005

_log = logging.getLogger("local_host")


def main() -> int:
    """Run until a signal, or the end of standard input if so asked; return the exit status."""
    arguments = _arguments()
    place = Place(
        app=arguments.app.resolve(),
        data=arguments.data.resolve(),
        host=arguments.host,
        port=arguments.port,
    )
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    log_to_stderr("INFO")
    warnings.filterwarnings("ignore", message="Potential duplicate Task completion")
    try:
        apply_settings(arguments.settings or place.app / "local.settings.json")
        options = read_host_json(place.app)
        logging.getLogger().setLevel(options.function_log_level)
        _log.setLevel(options.log_level)
        # Not asyncio.run: it would wait without end for threads that the app left running.
        loop = asyncio.new_event_loop()
        loop.run_until_complete(_run(place, stop_with_parent=arguments.stop_with_parent))
    except StartupError as error:
        _say({"event": "failed", "message": str(error)})
        _log.error("%s", error)
        return 1
    return 0


async def _run(place: Place, *, stop_with_parent: bool) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(stop.set)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, on_signal)
    if stop_with_parent:
        threading.Thread(target=_await_parent, args=(loop, stop), daemon=True).start()
    async with running_host(place) as running:
        _say({"event": "ready", "url": running.url, "functions": list(running.functions)})
        await stop.wait()
    _say({"event": "stopped"})


def _await_parent(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Stop when standard input ends: the parent that held its other end is gone."""
    while sys.stdin.buffer.read(1024):
        pass
    loop.call_soon_threadsafe(stop.set)


def _say(event: dict[str, object]) -> None:
    """Tell the parent, in one line of JSON on standard output."""
    sys.stdout.write(f"{json.dumps(event)}\n")
    sys.stdout.flush()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="local_host", description=__doc__)
    parser.add_argument("--app", type=Path, required=True, help="folder of function_app.py")
    parser.add_argument("--data", type=Path, required=True, help="folder of the host's state")
    parser.add_argument("--port", type=int, required=True, help="public port; 0 takes a free one")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--settings", type=Path, help="instead of APP/local.settings.json")
    parser.add_argument("--stop-with-parent", action="store_true", help="stop when stdin ends")
    return parser.parse_args()


if __name__ == "__main__":
    status = main()
    sys.stderr.flush()
    os._exit(status)  # an activity may still run; at least once covers it
