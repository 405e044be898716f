"""The durable host of the stories: retries and waiting live here and nowhere else."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import azure.durable_functions as df

from apex_core.errors import DependencyError
from apex_core.model.asks import DocumentStart, EstimateStart
from apex_core.pipeline.document import tell_document
from apex_core.pipeline.estimate import tell_estimate
from apex_core.steps.step import Answer, Ask, Step, open_answer

RETRY: Final = df.RetryOptions(first_retry_interval_in_milliseconds=2_000, max_number_of_attempts=4)

bp = df.Blueprint()


@dataclass(frozen=True, slots=True)
class DurableFlow:
    """A `Flow` on a durable context."""

    context: df.DurableOrchestrationContext

    def call(self, step: Step[Ask, Answer], ask: Ask) -> Generator[Any, Any, Answer]:
        """Run one step as an activity."""
        answer = yield from self._wait(self._schedule(step, ask))
        return open_answer(step, answer)

    def call_all(
        self, step: Step[Ask, Answer], asks: Sequence[Ask]
    ) -> Generator[Any, Any, list[Answer]]:
        """Run one step for every ask, in parallel."""
        if not asks:  # task_all([]) yields None, not []
            return []
        answers = yield from self._wait(
            self.context.task_all([self._schedule(step, ask) for ask in asks])
        )
        return [open_answer(step, answer) for answer in answers]

    def _schedule(self, step: Step[Ask, Any], ask: Ask) -> Any:
        message = ask.model_dump(mode="json")
        return self.context.call_activity_with_retry(step.__name__, RETRY, message)

    @staticmethod
    def _wait(task: Any) -> Generator[Any, Any, Any]:
        try:
            return (yield task)
        except Exception as error:  # durable erases the type of what an activity raised
            # its first line names activity and failure; what follows is a stack trace
            raise DependencyError(str(error).partition("\n")[0].strip()) from error


@bp.orchestration_trigger(context_name="context")
def document_story(context: df.DurableOrchestrationContext) -> Generator[Any, Any, None]:
    """Read one document."""
    start = DocumentStart.model_validate(context.get_input())
    yield from tell_document(DurableFlow(context), start)


@bp.orchestration_trigger(context_name="context")
def estimate_story(context: df.DurableOrchestrationContext) -> Generator[Any, Any, None]:
    """Make one estimate."""
    start = EstimateStart.model_validate(context.get_input())
    yield from tell_estimate(DurableFlow(context), start)
