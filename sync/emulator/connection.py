"""aiohttp as the SDKs need it: very long request lines, large bodies, and JSON also when the HTTP itself is at fault.

The official SDKs send flow definitions in the query and packages inline; an error whose body is no JSON object loses its
status and code in them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import StreamReader, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http_parser import RawRequestMessage

LONGEST_LINE = 16 << 20
LARGEST_BODY = 512 << 20
MOST_HEADERS = 1024

Handle = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


class _Protocol(web.RequestHandler):
    """One connection."""

    def handle_error(
        self, request: web.BaseRequest, status: int = 500, exc: BaseException | None = None, message: str | None = None
    ) -> web.StreamResponse:
        """What is answered to a request that could not be read."""
        if status >= 500:  # noqa: PLR2004  the classes of HTTP statuses
            self.log_exception("Error handling request from %s", request.remote, exc_info=exc)
        code = "InvalidRequest" if status < 500 else "InternalServerError"  # noqa: PLR2004  the classes of HTTP statuses
        text = message or type(exc).__name__
        response = web.json_response({"Code": code, "Message": text, "RequestId": "", "HostId": request.host}, status=status)
        response.force_close()
        return response


class HttpServer(web.Server):
    """Hands each request to one handler."""

    def __init__(self, handle: Handle) -> None:
        super().__init__(handle, request_factory=self._request)
        self._event_loop = asyncio.get_running_loop()

    def __call__(self) -> web.RequestHandler:
        """The protocol of a new connection."""
        return _Protocol(
            self,
            loop=self._event_loop,
            access_log=None,  # type: ignore[arg-type]  # what aiohttp itself passes on to log nothing
            max_line_size=LONGEST_LINE,
            max_field_size=LONGEST_LINE,
            max_headers=MOST_HEADERS,
        )

    def _request(
        self,
        message: RawRequestMessage,
        payload: StreamReader,
        protocol: web.RequestHandler,
        writer: AbstractStreamWriter,
        task: asyncio.Task[None],
    ) -> web.BaseRequest:
        return web.BaseRequest(message, payload, protocol, writer, task, self._event_loop, client_max_size=LARGEST_BODY)
