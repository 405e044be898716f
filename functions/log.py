"""One JSON line for each thing an operator may want to count."""

import json
import logging
from typing import Final

_LOGGER: Final = logging.getLogger("apex")


def log_event(event: str, **fields: str | float) -> None:
    """Log *event* with its fields: keys, counts and durations, never content."""
    _LOGGER.info(json.dumps({"event": event, **fields}))
