"""What a story may do: call a step, or call one step for many asks at once."""

from collections.abc import Generator, Sequence
from typing import Any, Protocol

from apex_core.steps.step import Answer, Ask, Step


class Flow(Protocol):
    """The host owns retries and waiting; the story owns the order."""

    def call(self, step: Step[Ask, Answer], ask: Ask) -> Generator[Any, Any, Answer]:
        """Run one step and return its answer."""
        ...

    def call_all(
        self, step: Step[Ask, Answer], asks: Sequence[Ask]
    ) -> Generator[Any, Any, list[Answer]]:
        """Run one step for every ask, at once, and return the answers in the order of the asks."""
        ...
