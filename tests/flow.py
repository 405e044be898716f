"""A `Flow` that runs every step at once, through the same JSON as an activity."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from typing import Any

from apex_core.services import Services
from apex_core.steps.step import Answer, Ask, Step, open_answer, run_as_json


@dataclass
class DirectFlow:
    services: Services
    steps: list[str] = field(default_factory=list)

    def call(self, step: Step[Ask, Answer], ask: Ask) -> Generator[Any, Any, Answer]:
        yield from ()
        self.steps.append(step.__name__)
        return open_answer(step, run_as_json(step, ask.model_dump(mode="json"), self.services))

    def call_all(
        self, step: Step[Ask, Answer], asks: Sequence[Ask]
    ) -> Generator[Any, Any, list[Answer]]:
        answers = []
        for ask in asks:
            answer = yield from self.call(step, ask)
            answers.append(answer)
        return answers


def run(story: Generator[Any, Any, None]) -> None:
    """Run a story to its end; nothing in it may wait."""
    for _ in story:
        raise AssertionError("a direct flow never waits")
