"""Start or stop Azurite from another program: ``python -m local_host.azurite_process start ...``.

One line of JSON on standard output says how it went; Azurite itself goes on running.
"""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from local_host.azurite import Ports, find_azurite, start_azurite
from local_host.errors import StartupError


def main() -> int:
    """Do what the arguments say; return the exit status."""
    arguments = _arguments()
    if arguments.verb == "stop":
        running = find_azurite(arguments.data)
        if running is not None:
            running.stop()
        _say({"event": "stopped"})
        return 0
    ports = Ports(blob=arguments.blob_port, queue=arguments.queue_port, table=arguments.table_port)
    try:
        azurite = start_azurite(arguments.data, ports=ports, node_modules=arguments.node_modules)
    except StartupError as error:
        _say({"event": "failed", "message": str(error)})
        return 1
    _say(
        {
            "event": "ready",
            "pid": azurite.pid,
            "ports": asdict(azurite.ports),
            "connection_string": azurite.connection_string,
        }
    )
    return 0


def _say(event: dict[str, object]) -> None:
    sys.stdout.write(f"{json.dumps(event)}\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="local_host.azurite_process", description=__doc__)
    parser.add_argument("verb", choices=["start", "stop"])
    parser.add_argument("--data", type=Path, required=True, help="folder of the emulator's state")
    parser.add_argument("--node-modules", type=Path, default=Path("node_modules"))
    parser.add_argument("--blob-port", type=int, default=10000)
    parser.add_argument("--queue-port", type=int, default=10001)
    parser.add_argument("--table-port", type=int, default=10002)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
