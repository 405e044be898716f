"""A bounded load: many clients, each of whom asks for an estimate and then watches its job."""

import asyncio
import random
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

import aiohttp

CLIENTS: Final = 100
START_WITHIN_S: Final = 10.0
READS: Final = 10
PAUSE_S: Final = 1.0
TICKET: Final = {
    "name": "Bench",
    "region": "Missouri",
    "lines": [{"name": "Line", "voltage_kv": 230, "miles": 6.5}],
}


@dataclass(slots=True)
class Load:
    """What the clients saw. [s]"""

    accepted_s: list[float] = field(default_factory=list)
    read_s: list[float] = field(default_factory=list)
    failed: int = 0


async def run_load(url: str, token: str) -> Load:
    """Let every client ask for an estimate of its own project and read its job every second.

    The clients begin at moments spread over START_WITHIN_S, and are all there at once after it;
    the estimates they asked for are made meanwhile.
    """
    load = Load()
    headers = {"Authorization": f"Bearer {token}"}
    timeout = aiohttp.ClientTimeout(total=60)
    connector = aiohttp.TCPConnector(limit=CLIENTS)
    async with aiohttp.ClientSession(
        f"{url}/api/v1/", headers=headers, timeout=timeout, connector=connector
    ) as session:
        await asyncio.gather(*(_client(session, load, number) for number in range(CLIENTS)))
    return load


async def _client(session: aiohttp.ClientSession, load: Load, number: int) -> None:
    moments = random.Random(number)  # noqa: S311 - pauses, not secrets
    await asyncio.sleep(moments.uniform(0, START_WITHIN_S))
    path = f"projects/bench-{number:03d}/estimates"
    job = await _timed(load, load.accepted_s, session.post(path, json=TICKET))
    for _ in range(READS if job else 0):
        await asyncio.sleep(moments.uniform(0.5, 1.5) * PAUSE_S)
        await _timed(load, load.read_s, session.get(f"jobs/{job}"))


async def _timed(load: Load, seconds: list[float], request: Any) -> str:
    started = time.perf_counter()
    try:
        async with request as response:
            answer = await response.json()
    except (aiohttp.ClientError, TimeoutError):
        load.failed += 1
        return ""
    seconds.append(time.perf_counter() - started)
    if response.status not in {HTTPStatus.OK, HTTPStatus.ACCEPTED}:
        load.failed += 1
        return ""
    return str(answer["result"]["job_id"])
