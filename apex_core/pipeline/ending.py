"""How every story ends: its outcome, or the failure it met, stands in the job's row."""

from collections.abc import Generator
from typing import Any, Final

from apex_core.errors import DependencyError, InputError
from apex_core.model.asks import Start
from apex_core.model.job import JobError, JobStatus
from apex_core.pipeline.flow import Flow
from apex_core.steps.record import Record, record_job

_LONGEST_MESSAGE: Final = 500
_MOST_FIELDS: Final = 5


def tell(flow: Flow, start: Start, story: Generator[Any, Any, Record]) -> Generator[Any, Any, None]:
    """Run *story* and record the outcome it returns, or why it could not."""
    try:
        outcome = yield from story
    except InputError as error:
        outcome = _failure(start, "input", _every_field(error), error.path)
    except DependencyError as error:
        said = (
            f"a step kept failing, so APEX gave up ({error}); submit the same again, and tell the "
            "operator if it fails the same way"
        )
        outcome = _failure(start, "dependency", said[:_LONGEST_MESSAGE], "")
    yield from flow.call(record_job, outcome)


def _every_field(error: InputError) -> str:
    """Say what is wrong with every field, a line each; the first without its path.

    The path of the first stands in the row beside the message.
    """
    others = [f"{path}: {message}" for path, message in error.errors[1:]]
    named = others[:_MOST_FIELDS]
    more = [f"and {len(others) - len(named)} more"] if len(others) > len(named) else []
    return "\n".join([error.message, *named, *more])


def _failure(start: Start, code: str, message: str, path: str) -> Record:
    return Record(
        job_id=start.job_id,
        attempt=start.attempt,
        status=JobStatus.FAILED,
        percent=100,
        step="Failed",
        error=JobError(code=code, message=message, path=path),
    )
