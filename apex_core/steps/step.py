"""What a step is, and how its ask and answer travel as JSON."""

from collections.abc import Callable
from typing import Any, TypeVar, get_type_hints

from apex_core.errors import FieldError, InputError
from apex_core.model.message import Message
from apex_core.services import Services

Json = dict[str, Any]
Ask = TypeVar("Ask", bound=Message)
Answer = TypeVar("Answer", bound=Message)

# Its __name__ is the activity's name; it may run twice and must then leave the same behind.
Step = Callable[[Ask, Services], Answer]


def run_as_json(step: Step[Any, Any], payload: Json, services: Services) -> Json:
    """Run *step* on JSON; a failure the user can fix travels as an answer."""
    ask_type: type[Message] = get_type_hints(step)["ask"]
    try:
        answer: Message = step(ask_type.model_validate(payload), services)
    except InputError as error:
        return {
            "rejected": {
                "message": error.message,
                "path": error.path,
                "errors": [list(field) for field in error.errors],
            }
        }
    return {"answer": answer.model_dump(mode="json")}


def open_answer(step: Step[Any, Answer], payload: Json) -> Answer:
    """Undo `run_as_json`: return the typed answer.

    Raises
    ------
    InputError
        When the step rejected its input.
    """
    rejected = payload.get("rejected")
    if rejected is not None:
        errors = tuple(FieldError(*field) for field in rejected["errors"])
        raise InputError(rejected["message"], path=rejected["path"], errors=errors)
    answer_type: type[Answer] = get_type_hints(step)["return"]
    return answer_type.model_validate(payload["answer"])
