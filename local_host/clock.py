"""The local host's clock."""

import time
from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the current instant, timezone-aware."""
    return datetime.fromtimestamp(time.time(), tz=UTC)
