"""The emulator's own questions and orders over HTTP, for those who run it as a separate process. No signature is needed.

GET  /_emulator/faults    what has yet to go wrong      POST  add: {"faults": ["ListFunctions:throttle*3"]}      DELETE  none
GET  /_emulator/calls     what was asked so far                                                                  DELETE  forget
GET  /_emulator/world     what is held, without secrets and packages     POST  change it: see `changes`; ?folder= holds its files
"""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from sync.emulator.changes import ChangesError, Done, change_world
from sync.emulator.dispatch import Dispatcher
from sync.emulator.faults import Fault, FaultTextError
from sync.emulator.messages import ApiError, Reply, Request
from sync.emulator.world import World

PREFIX = "/_emulator/"
_LOOPBACK = ("127.0.0.1", "localhost")


def answer(world: World, dispatcher: Dispatcher, request: Request, regions: Collection[str]) -> Reply:
    """Obey one order; those regions have a port."""
    # A web page open in a browser on this machine can reach loopback too; it cannot hide where it comes from.
    host = request.header("host").rpartition(":")[0] or request.header("host")
    if request.header("origin") or host not in _LOOPBACK:
        raise ApiError(403, "Forbidden", "this is for programs on this machine")
    path = urlsplit(request.target).path.removeprefix(PREFIX)
    match path:
        case "faults":
            reply = _about_faults(dispatcher, request)
        case "calls":
            reply = _about_calls(dispatcher, request)
        case "world":
            reply = _about_world(world, dispatcher, request, regions)
        case _:
            reply = None
    if reply is None:
        raise ApiError(404, "NotFound", f"there is no {request.method} {PREFIX}{path}")
    return reply


def _about_faults(dispatcher: Dispatcher, request: Request) -> Reply | None:
    match request.method:
        case "GET":
            pass
        case "POST":
            dispatcher.faults.arm(*_faults(request.body))
        case "DELETE":
            dispatcher.faults.clear()
        case _:
            return None
    return Reply(body={"faults": [str(fault) for fault in dispatcher.faults.armed()]})


def _about_calls(dispatcher: Dispatcher, request: Request) -> Reply | None:
    match request.method:
        case "GET":
            pass
        case "DELETE":
            dispatcher.calls.clear()
        case _:
            return None
    return Reply(body={"calls": [call.to_json() for call in dispatcher.calls.all()]})


def _about_world(world: World, dispatcher: Dispatcher, request: Request, regions: Collection[str]) -> Reply | None:
    match request.method:
        case "GET":
            with world.lock:
                return Reply(body=world.describe())
        case "POST":
            return Reply(body={"done": _changed(dispatcher, request, regions)})
        case _:
            return None


def _changed(dispatcher: Dispatcher, request: Request, regions: Collection[str]) -> list[Done]:
    folder = Path(dict(parse_qsl(urlsplit(request.target).query)).get("folder", ""))
    try:
        text = request.body.decode("utf-8-sig")
        return dispatcher.change(lambda world: change_world(world, text, folder, regions))
    except UnicodeDecodeError:
        raise ApiError(400, "InvalidArgument", "the changes: not UTF-8; send JSON or YAML as UTF-8") from None
    except ChangesError as error:
        raise ApiError(400, "InvalidArgument", str(error)) from None


def _faults(body: bytes) -> list[Fault]:
    try:
        wanted = json.loads(body)
        texts = wanted["faults"] if isinstance(wanted, dict) else None
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise ApiError(400, "InvalidArgument", 'send {"faults": ["operation:kind"]}')
        return [Fault.parse(text) for text in texts]
    except FaultTextError as error:
        raise ApiError(400, "InvalidArgument", str(error)) from None
    except (ValueError, KeyError):
        raise ApiError(400, "InvalidArgument", 'send JSON: {"faults": ["operation:kind"]}') from None
