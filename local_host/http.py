"""The HTTP door: functions by route, the durable webhooks, the issuer's documents."""

import logging
from collections.abc import Mapping
from typing import Any

from aiohttp import web
from azure.functions.meta import Datum

from local_host.durable_api import WEBHOOK, DurableApi
from local_host.host_json import HostOptions
from local_host.index import Function
from local_host.invoke import Invoker, Occasion
from local_host.keys import Keys
from local_host.routes import Router, compile_route

_log = logging.getLogger("local_host.http")


class HttpDoor:
    """Answers every request on the public port."""

    def __init__(
        self,
        functions: list[Function],
        invoker: Invoker,
        *,
        keys: Keys,
        durable: DurableApi,
        documents: Mapping[str, Any],
        options: HostOptions,
    ) -> None:
        self._invoker = invoker
        self._keys = keys
        self._durable = durable
        self._documents = documents
        self._router = Router(
            compile_route(
                f"{options.route_prefix}/{function.trigger.fields['route']}",
                methods=function.trigger.fields.get("methods") or (),
                target=function,
            )
            for function in functions
            if function.trigger.type == "httpTrigger"
        )

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        path = request.rel_url.raw_path
        found = self._router.find(request.method, path)
        if found is not None:
            return await self._call(request, *found)
        if path.startswith(f"{WEBHOOK}/"):
            return await self._manage(request, path.removeprefix(WEBHOOK))
        if request.method == "GET" and path in self._documents:
            return web.json_response(self._documents[path])
        return web.Response(status=404)

    async def _manage(self, request: web.Request, path: str) -> web.Response:
        if not self._keys.allows_webhook(_key(request)):
            return web.Response(status=401)
        return await self._durable.answer(request, path)

    async def _call(
        self, request: web.Request, function: Function, parameters: dict[str, str]
    ) -> web.Response:
        level = function.trigger.fields.get("authLevel", "FUNCTION")
        if not self._keys.allows(_key(request), level=level, function=function.name):
            return web.Response(status=401)
        occasion = await _occasion(request, parameters)
        try:
            return _response(await self._invoker.call(function, occasion))
        except Exception:  # noqa: BLE001 -- whatever user code raises is this answer
            _log.exception("function %s failed", function.name)
            return web.Response(status=500)


def _key(request: web.Request) -> str:
    return request.headers.get("x-functions-key") or request.query.get("code", "")


async def _occasion(request: web.Request, parameters: dict[str, str]) -> Occasion:
    """Return the request as the worker receives it; repeated fields are joined by commas."""
    headers = {name: ",".join(request.headers.getall(name)) for name in set(request.headers)}
    query = {name: ",".join(request.query.getall(name)) for name in set(request.query)}
    value = {
        "method": Datum(request.method, "string"),
        "url": Datum(str(request.url), "string"),
        "headers": _datums(headers),
        "query": _datums(query),
        "params": _datums(parameters),
        "body": Datum(await request.read(), "bytes"),
    }
    return Occasion(value=Datum(value, "http"), names={**query, **parameters})


def _datums(texts: Mapping[str, str]) -> dict[str, Datum]:
    return {name: Datum(text, "string") for name, text in texts.items()}


def _response(answer: Datum | None) -> web.Response:
    if answer is None:
        return web.Response(status=204)
    if answer.type == "string":
        return web.Response(text=answer.value)
    fields = answer.value
    response = web.Response(
        status=int(fields["status_code"].value),
        headers={name: datum.value for name, datum in fields["headers"].items()},
        body=fields["body"].value,
    )
    for cookie in fields["cookies"] or ():
        for morsel in cookie.values():
            response.headers.add("Set-Cookie", morsel.OutputString())
    return response
