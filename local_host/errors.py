"""The failures the local host can name.

LocalHostError
├── StartupError          the host cannot start; one sentence for the person who started it
├── UnknownFunction       an orchestration was asked for that the app does not have; HTTP 400
├── InvalidInstanceId     the instance id breaks a rule of the service; HTTP 400
├── InstanceExists        the id belongs to an orchestration that still runs; HTTP 409
├── InstanceNotFound      no orchestration has this id; HTTP 404
├── InstanceFinished      the orchestration no longer takes messages; HTTP 410
├── NonDeterministic      the code of an orchestrator no longer matches its own history
└── InvocationError       a function cannot be called the way its bindings ask
"""


class LocalHostError(Exception):
    """Base of every failure the local host names."""


class StartupError(LocalHostError):
    """The host cannot start."""


class UnknownFunction(LocalHostError):
    """The named orchestrator or activity is not in the app."""

    def __init__(self, name: str, kind: str) -> None:
        super().__init__(
            f"The function '{name}' doesn't exist, is disabled, or is not an {kind} function."
        )


class InvalidInstanceId(LocalHostError):
    """The instance id breaks a rule of the service."""


class InstanceExists(LocalHostError):
    """The instance id belongs to an orchestration that still runs."""


class InstanceNotFound(LocalHostError):
    """No orchestration has this instance id."""


class InstanceFinished(LocalHostError):
    """The orchestration has finished and takes no more messages."""


class NonDeterministic(LocalHostError):
    """The orchestrator's code no longer schedules what its history says it scheduled."""


class InvocationError(LocalHostError):
    """A function cannot be called the way its bindings ask."""
