"""The emulator's own questions and orders over HTTP, for those who run it as a separate process. No signature is needed.

GET  /_emulator/faults    what has yet to go wrong      POST  add: {"faults": ["ListFunctions:throttle*3"]}      DELETE  none
GET  /_emulator/calls     what was asked so far                                                                  DELETE  forget
GET  /_emulator/world     what is held, without secrets and packages
"""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from sync.emulator.dispatch import Dispatcher
from sync.emulator.faults import Fault, FaultTextError
from sync.emulator.messages import ApiError, Reply, Request
from sync.emulator.world import World

PREFIX = "/_emulator/"
_LOOPBACK = ("127.0.0.1", "localhost")


def answer(world: World, dispatcher: Dispatcher, request: Request) -> Reply:
    """Obey one order."""
    # A web page open in a browser on this machine can reach loopback too; it cannot hide where it comes from.
    host = request.header("host").rpartition(":")[0] or request.header("host")
    if request.header("origin") or host not in _LOOPBACK:
        raise ApiError(403, "Forbidden", "this is for programs on this machine")
    path = urlsplit(request.target).path.removeprefix(PREFIX)
    match (request.method, path):
        case ("GET", "faults"):
            return Reply(body={"faults": [str(fault) for fault in dispatcher.faults.armed()]})
        case ("POST", "faults"):
            dispatcher.faults.arm(*_faults(request.body))
            return Reply(body={"faults": [str(fault) for fault in dispatcher.faults.armed()]})
        case ("DELETE", "faults"):
            dispatcher.faults.clear()
            return Reply(body={"faults": []})
        case ("GET", "calls"):
            return Reply(body={"calls": [call.to_json() for call in dispatcher.calls.all()]})
        case ("DELETE", "calls"):
            dispatcher.calls.clear()
            return Reply(body={"calls": []})
        case ("GET", "world"):
            with world.lock:
                return Reply(body=world.describe())
        case _:
            raise ApiError(404, "NotFound", f"there is no {request.method} {PREFIX}{path}")


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
