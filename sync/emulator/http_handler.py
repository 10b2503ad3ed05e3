"""From the bytes of a request to the bytes of its answer: who asks, what for, and what to say when it is refused."""

from __future__ import annotations

import asyncio
import json
import logging
import uuid
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from urllib.parse import urlsplit

from aiohttp import web

from sync.emulator import auth, code, control
from sync.emulator.connection import LARGEST_BODY
from sync.emulator.dispatch import Dispatcher
from sync.emulator.messages import ApiError, Call, DropConnection, Reply, Request
from sync.emulator.routing import route
from sync.emulator.world import World

_LOG = logging.getLogger(__name__)


class Exchange:
    """Answers requests; the region is known by the port they came in at."""

    def __init__(self, world: World, dispatcher: Dispatcher, pool: ThreadPoolExecutor, ports: Mapping[str, int]) -> None:
        self._world = world
        self._dispatcher = dispatcher
        self._pool = pool
        self._ports = ports

    async def handle(self, incoming: web.BaseRequest) -> web.StreamResponse:
        """The whole exchange; what the operation does happens on the thread pool."""
        transport = incoming.transport
        try:
            request = await _request(incoming)
            region = self._region(transport)
            reply = await asyncio.get_running_loop().run_in_executor(self._pool, self._answer, request, region)
        except ApiError as error:
            reply = _refusal(error, incoming.host, "")
        except DropConnection:
            reply = Reply()
            if transport is not None:
                transport.abort()
        return _response(reply)

    def _region(self, transport: asyncio.Transport | None) -> str:
        if transport is None:
            raise DropConnection
        port = transport.get_extra_info("sockname")[1]
        return next(region for region, of_region in self._ports.items() if of_region == port)

    def _answer(self, request: Request, region: str) -> Reply:
        request_id = str(uuid.uuid4()).upper()
        try:
            return _signed_off(self._reply(request, region), request_id)
        except ApiError as error:
            return _refusal(error, request.header("host"), request_id)
        except DropConnection:
            raise
        except Exception:  # noqa: BLE001  a fault of the emulator's own must reach the client as an error it can read, and the log
            _LOG.exception("the emulator failed on %s %s", request.method, urlsplit(request.target).path)
            failure = ApiError(500, "InternalError.Emulator", "the emulator itself failed; its log says how")
            return _refusal(failure, request.header("host"), request_id)

    def _reply(self, request: Request, region: str) -> Reply:
        path = urlsplit(request.target).path
        if path.startswith(control.PREFIX):
            return control.answer(self._world, self._dispatcher, request, self._ports)
        if path.startswith(code.DOWNLOADS):
            return code.download(self._world, request)
        asked = route(request)
        account = auth.verify(request, self._world.keys.get, self._world.now())
        call = Call(
            api=asked.api,
            operation=asked.operation,
            region=region,
            account=account,
            segments=asked.segments,
            parameters=asked.parameters,
            headers={name.lower(): value for name, value in request.headers},
            body=request.body,
            endpoint=self._endpoint(request, region),
        )
        return self._dispatcher.answer(call)

    def _endpoint(self, request: Request, region: str) -> str:
        host = request.header("host").removeprefix("http://").rstrip("/")
        # pop-core's client for paths leaves the port out.
        return host if ":" in host else f"{host}:{self._ports[region]}"


async def _request(incoming: web.BaseRequest) -> Request:
    try:
        body = await incoming.read()
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(413, "EntityTooLarge", f"the request is larger than {LARGEST_BODY} bytes") from None
    return Request(method=incoming.method, target=incoming.raw_path, headers=tuple(incoming.headers.items()), body=body)


def _signed_off(reply: Reply, request_id: str) -> Reply:
    """With the request id where each API has it: in FC's header, in the call center's body."""
    body = {**reply.body, "RequestId": request_id} if isinstance(reply.body, dict) and "Code" in reply.body else reply.body
    return replace(reply, body=body, headers={"X-Fc-Request-Id": request_id, **reply.headers})


def _refusal(error: ApiError, host: str, request_id: str) -> Reply:
    body = {"Code": error.code, "Message": error.message, "RequestId": request_id, "HostId": host}
    return Reply(status=error.status, body=body, headers={"X-Fc-Request-Id": request_id, **error.headers})


def _response(reply: Reply) -> web.Response:
    headers = dict(reply.headers)
    if reply.body is None:
        return web.Response(status=reply.status, headers=headers)
    if isinstance(reply.body, bytes):
        headers.setdefault("Content-Type", "application/octet-stream")
        return web.Response(status=reply.status, body=reply.body, headers=headers)
    headers["Content-Type"] = "application/json; charset=utf-8"
    text = json.dumps(reply.body, ensure_ascii=False, separators=(",", ":"))
    return web.Response(status=reply.status, body=text.encode(), headers=headers)
