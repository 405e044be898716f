"""Whether anything has run lately, so that idle queues are polled gently and busy ones often."""

import threading
import time
from types import TracebackType

_LINGER_S = 5.0


class Pulse:
    """Counts running functions; usable from any thread as a context manager."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running = 0
        self._quiet_since = time.monotonic()

    def __enter__(self) -> None:
        with self._lock:
            self._running += 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._lock:
            self._running -= 1
            self._quiet_since = time.monotonic()

    @property
    def busy(self) -> bool:
        """Say whether a function runs or has run within the last seconds."""
        return self._running > 0 or time.monotonic() - self._quiet_since < _LINGER_S
