"""What host.json says, as far as the local host honors it."""

import json
import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from local_host.errors import StartupError
from local_host.settings import expand

_CORES = os.cpu_count() or 1


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueOptions:
    """``extensions.queues``."""

    batch_size: int
    new_batch_threshold: int
    max_dequeue_count: int
    visibility_timeout: timedelta
    base64: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BlobOptions:
    """``extensions.blobs``."""

    at_once: int
    poison_threshold: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DurableOptions:
    """``extensions.durableTask``."""

    hub: str
    activities_at_once: int
    version: str
    replace_running: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HostOptions:
    """All of host.json that matters here. `max_body` is in bytes."""

    route_prefix: str
    max_body: int
    log_level: str
    function_log_level: str
    queues: QueueOptions
    blobs: BlobOptions
    durable: DurableOptions


def read_host_json(app: Path) -> HostOptions:
    """Read ``host.json`` of the app; a missing file means all defaults.

    Raises
    ------
    StartupError
        If it is not JSON or a value has the wrong shape.
    """
    file = app / "host.json"
    try:
        document = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        return _options(document)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise StartupError(f"{file} is not a valid host.json: {error}") from error


def parse_timespan(text: str) -> timedelta:
    """Return the length that ``[d.]hh:mm:ss`` means.

    Examples
    --------
    >>> parse_timespan("1.00:00:30").total_seconds()
    86430.0
    """
    first, minutes, seconds = text.split(":")
    days, _, hours = first.rpartition(".")
    return timedelta(
        days=int(days or 0), hours=int(hours), minutes=int(minutes), seconds=float(seconds)
    )


def _options(document: dict[str, Any]) -> HostOptions:
    extensions = document.get("extensions", {})
    http = extensions.get("http", {})
    queues = extensions.get("queues", {})
    blobs = extensions.get("blobs", {})
    durable = extensions.get("durableTask", {})
    levels = document.get("logging", {}).get("logLevel", {})
    level = levels.get("default", "Information")
    batch_size = int(queues.get("batchSize", 16))
    return HostOptions(
        route_prefix=http.get("routePrefix", "api").strip("/"),
        max_body=int(http.get("maxRequestBodySize", 100 * 1024 * 1024)),
        log_level=_LEVELS[level.lower()],
        function_log_level=_LEVELS[levels.get("Function", level).lower()],
        queues=QueueOptions(
            batch_size=batch_size,
            new_batch_threshold=int(queues.get("newBatchThreshold", batch_size // 2 * _CORES)),
            max_dequeue_count=int(queues.get("maxDequeueCount", 5)),
            visibility_timeout=parse_timespan(queues.get("visibilityTimeout", "00:00:00")),
            base64=queues.get("messageEncoding", "base64") != "none",
        ),
        blobs=BlobOptions(
            at_once=int(blobs.get("maxDegreeOfParallelism", 8 * _CORES)),
            poison_threshold=int(blobs.get("poisonBlobThreshold", 5)),
        ),
        durable=DurableOptions(
            hub=expand(durable.get("hubName", "TestHubName")),
            activities_at_once=int(durable.get("maxConcurrentActivityFunctions", 10 * _CORES)),
            version=durable.get("defaultVersion", ""),
            replace_running=durable.get("overridableExistingInstanceStates") == "AnyState",
        ),
    )


_LEVELS = {
    "trace": "DEBUG",
    "debug": "DEBUG",
    "information": "INFO",
    "warning": "WARNING",
    "error": "ERROR",
    "critical": "CRITICAL",
    "none": "CRITICAL",
}
