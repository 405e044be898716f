"""The management API of durable orchestrations, and the JSON of a durable client binding."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC
from typing import Any

from aiohttp import web

from local_host.clock import utc_now
from local_host.engine import Engine
from local_host.errors import (
    InstanceExists,
    InstanceFinished,
    InstanceNotFound,
    LocalHostError,
)
from local_host.history import Event, EventType, event, to_text, to_time
from local_host.instance import Instance, RuntimeStatus
from local_host.routes import Router, compile_route
from local_host.store import Filter, Store

WEBHOOK = "/runtime/webhooks/durabletask"
_STATUS: dict[type[Exception], int] = {
    InstanceNotFound: 404,
    InstanceExists: 409,
    InstanceFinished: 410,
}
_PLACEHOLDER = "INSTANCEID"
_ALL = -1
_ACTIONS = {
    "statusQueryGetUri": "",
    "sendEventPostUri": "/raiseEvent/{eventName}",
    "terminatePostUri": "/terminate?reason={text}",
    "rewindPostUri": "/rewind?reason={text}",
    "purgeHistoryDeleteUri": "",
    "restartPostUri": "/restart",
    "suspendPostUri": "/suspend?reason={text}",
    "resumePostUri": "/resume?reason={text}",
}

Answer = Callable[[web.Request, dict[str, str]], Awaitable[web.Response]]


def client_json(*, hub: str, base_url: str, rpc_url: str, key: str) -> str:
    """Return the JSON that a ``durableClient`` binding hands to the SDK."""
    base = f"{base_url}{WEBHOOK}"
    code = f"code={key}"
    creation = f"{base}/orchestrators/{{functionName}}[/{{instanceId}}]?{code}"
    return json.dumps(
        {
            "taskHubName": hub,
            "creationUrls": {
                "createNewInstancePostUri": creation,
                "createAndWaitOnNewInstancePostUri": f"{creation}&timeout={{timeoutInSeconds}}"
                "&pollingInterval={intervalInSeconds}",
            },
            "managementUrls": {"id": _PLACEHOLDER, **links(base, _PLACEHOLDER, code)},
            "baseUrl": base,
            "requiredQueryStringParameters": code,
            "rpcBaseUrl": rpc_url,
        }
    )


def links(base: str, instance_id: str, code: str) -> dict[str, str]:
    """Return the management addresses of one instance."""
    return {
        name: f"{base}/instances/{instance_id}{action}{'&' if '?' in action else '?'}{code}"
        for name, action in _ACTIONS.items()
    }


class DurableApi:
    """Answers the management calls; the caller has already checked the key."""

    def __init__(self, engine: Engine, store: Store, *, base_url: str, key: str) -> None:
        self._engine = engine
        self._store = store
        self._base = f"{base_url}{WEBHOOK}"
        self._code = f"code={key}"
        routes: list[tuple[str, str, Answer]] = [
            ("POST", "orchestrators/{name}", self._start),
            ("POST", "orchestrators/{name}/{id}", self._start),
            ("GET", "instances", self._list),
            ("DELETE", "instances", self._purge_many),
            ("GET", "instances/{id}", self._status),
            ("DELETE", "instances/{id}", self._purge),
            ("POST", "instances/{id}/raiseEvent/{name}", self._raise_event),
            ("POST", "instances/{id}/terminate", self._control(EventType.EXECUTION_TERMINATED)),
            ("POST", "instances/{id}/suspend", self._control(EventType.EXECUTION_SUSPENDED)),
            ("POST", "instances/{id}/resume", self._control(EventType.EXECUTION_RESUMED)),
            ("POST", "instances/{id}/restart", self._restart),
            ("POST", "instances/{id}/rewind", self._rewind),
        ]
        self._router = Router(compile_route(t, methods=[m], target=a) for m, t, a in routes)

    async def answer(self, request: web.Request, path: str) -> web.Response:
        """Answer one call; *path* is what follows the base, percent-encoded."""
        found = self._router.find(request.method, path)
        if found is None:
            return _error(404, "there is no such route")
        target, parameters = found
        try:
            return await target(request, parameters)
        except (LocalHostError, ValueError) as error:
            return _error(_STATUS.get(type(error), 400), "the call was refused", error)

    async def _start(self, request: web.Request, parameters: dict[str, str]) -> web.Response:
        body = await request.text()
        posted = json.dumps(json.loads(body)) if body.strip() else "null"
        instance_id = self._engine.start(
            parameters["name"], parameters.get("id"), posted, request.query.get("version")
        )
        timeout = request.query.get("timeout")
        if timeout is not None:
            return await self._wait(request, instance_id, float(timeout))
        return self._accepted(instance_id)

    async def _wait(self, request: web.Request, instance_id: str, timeout_s: float) -> web.Response:
        """Answer with the output as soon as the instance is finished, or with its links."""
        pause = float(request.query.get("pollingInterval", 1))
        end = asyncio.get_running_loop().time() + timeout_s
        while asyncio.get_running_loop().time() < end:
            instance = self._known(instance_id)
            if instance.status.finished:
                failed = instance.status is RuntimeStatus.FAILED
                return _json(json.loads(instance.output or "null"), 500 if failed else 200)
            await asyncio.sleep(pause)
        return self._accepted(instance_id)

    def _accepted(self, instance_id: str) -> web.Response:
        addresses = links(self._base, instance_id, self._code)
        return _json(
            {"id": instance_id, **addresses},
            202,
            {"Location": addresses["statusQueryGetUri"], "Retry-After": "10"},
        )

    async def _status(self, request: web.Request, parameters: dict[str, str]) -> web.Response:
        instance = self._known(parameters["id"])
        report = _report(instance, show_input=_flag(request, "showInput", default=True))
        if _flag(request, "showHistory"):
            output = _flag(request, "showHistoryOutput")
            history = self._store.history(instance.id)
            report["historyEvents"] = [_past(happened, output=output) for happened in history]
        if instance.status.finished:
            failed = instance.status is RuntimeStatus.FAILED
            asked = _flag(request, "returnInternalServerErrorOnFailure")
            return _json(report, 500 if failed and asked else 200)
        location = links(self._base, instance.id, self._code)["statusQueryGetUri"]
        return _json(report, 202, {"Location": location, "Retry-After": "5"})

    async def _list(self, request: web.Request, _parameters: dict[str, str]) -> web.Response:
        top = int(request.query.get("top", _ALL))
        after = int(request.headers.get("x-ms-continuation-token") or 0)
        rows = self._store.query(_filter(request), after=after, top=top)
        show_input = _flag(request, "showInput", default=True)
        token = str(rows[-1][0]) if len(rows) == top else ""
        return _json(
            [_report(instance, show_input=show_input) for _, instance in rows],
            200,
            {"x-ms-continuation-token": token},
        )

    async def _purge(self, _request: web.Request, parameters: dict[str, str]) -> web.Response:
        with self._store.transaction():
            instance = self._known(parameters["id"])
            self._store.forget(instance.id)
        return _json({"instancesDeleted": 1}, 200)

    async def _purge_many(self, request: web.Request, _parameters: dict[str, str]) -> web.Response:
        if "createdTimeFrom" not in request.query:
            raise ValueError("createdTimeFrom is required")
        with self._store.transaction():
            rows = self._store.query(_filter(request), after=0, top=_ALL)
            finished = [instance for _, instance in rows if instance.status.finished]
            for instance in finished:
                self._store.forget(instance.id)
        if not finished:
            raise InstanceNotFound("no finished instance matches")
        return _json({"instancesDeleted": len(finished)}, 200)

    async def _raise_event(self, request: web.Request, parameters: dict[str, str]) -> web.Response:
        if request.content_type != "application/json":
            raise ValueError("Only application/json request content is supported")
        data = _event_data(await request.text())
        happened = event(EventType.EVENT_RAISED, utc_now(), Name=parameters["name"], Input=data)
        self._engine.send(parameters["id"], happened)
        return web.Response(status=202)

    def _control(self, kind: EventType) -> Answer:
        async def control(request: web.Request, parameters: dict[str, str]) -> web.Response:
            reason = request.query.get("reason", "")
            told = event(kind, utc_now(), Reason=reason, Input=reason)
            self._engine.send(parameters["id"], told)
            return web.Response(status=202)

        return control

    async def _restart(self, request: web.Request, parameters: dict[str, str]) -> web.Response:
        instance = self._store.instance(parameters["id"])
        if instance is None:
            raise ValueError(f"No instance with ID '{parameters['id']}' found.")
        fresh = _flag(request, "restartWithNewInstanceId", default=True)
        started = self._engine.start(
            instance.name, None if fresh else instance.id, instance.input, instance.version
        )
        return self._accepted(started)

    async def _rewind(self, _request: web.Request, _parameters: dict[str, str]) -> web.Response:
        return _error(501, "rewind is not supported by the local host; restart the instance")

    def _known(self, instance_id: str) -> Instance:
        instance = self._store.instance(instance_id)
        if instance is None:
            raise InstanceNotFound(f"No instance with ID '{instance_id}' found.")
        return instance


def _report(instance: Instance, *, show_input: bool) -> dict[str, Any]:
    """Return the status JSON; times to the second, as the extension writes them."""
    return {
        "name": instance.name,
        "instanceId": instance.id,
        "runtimeStatus": instance.status,
        "input": json.loads(instance.input) if show_input else None,
        "customStatus": json.loads(instance.custom_status or "null"),
        "output": json.loads(instance.output or "null"),
        "createdTime": f"{instance.created[:19]}Z",
        "lastUpdatedTime": f"{instance.updated[:19]}Z",
    }


def _past(happened: Event, *, output: bool) -> Event:
    """Return a history event as the status shows it: named type, payloads only if asked."""
    hidden = {"EventId", "IsPlayed"} if output else {"EventId", "IsPlayed", "Result", "Input"}
    shown = {key: value for key, value in happened.items() if key not in hidden}
    name = EventType(happened["EventType"]).name.title().replace("_", "")
    return {**shown, "EventType": name}


def _filter(request: web.Request) -> Filter:
    query = request.query
    statuses = [name for name in query.get("runtimeStatus", "").split(",") if name]
    return Filter(
        created_from=_instant(query.get("createdTimeFrom")),
        created_to=_instant(query.get("createdTimeTo")),
        statuses=frozenset(RuntimeStatus(name) for name in statuses),
        prefix=query.get("instanceIdPrefix"),
    )


def _instant(text: str | None) -> str | None:
    if not text:
        return None
    when = to_time(text)
    return to_text(when if when.tzinfo else when.replace(tzinfo=UTC))


def _event_data(body: str) -> str:
    """Return an event's payload as JSON text; the SDK's client encodes it twice."""
    value = json.loads(body) if body.strip() else None
    if isinstance(value, str):
        try:
            json.loads(value)
        except json.JSONDecodeError:
            return json.dumps(value)
        return value
    return json.dumps(value)


def _flag(request: web.Request, name: str, *, default: bool = False) -> bool:
    return request.query.get(name, str(default)).lower() == "true"


def _json(body: Any, status: int, headers: dict[str, str] | None = None) -> web.Response:
    return web.json_response(body, status=status, headers=headers)


def _error(status: int, message: str, error: Exception | None = None) -> web.Response:
    body = {
        "Message": message,
        "ExceptionMessage": str(error) if error else message,
        "ExceptionType": type(error).__name__ if error else "",
    }
    return _json(body, status)
