"""InvokeFunction as both generations answer it: the payload as the body, everything else in headers."""

from __future__ import annotations

import base64
import logging
import threading

from sync.emulator.functions import Function
from sync.emulator.invoke import Invocation, invoke
from sync.emulator.messages import ApiError, Call, Reply
from sync.emulator.world import World

_LARGEST_ASYNC_EVENT = 128 << 10  # the documented limit
_NEWEST = ("", "LATEST")
_LOG = logging.getLogger(__name__)


def answer(world: World, call: Call, function: Function) -> Reply:
    """Run it now, or in the background when the call says Async (then 202 at once)."""
    check_qualifier(call)
    if call.headers.get("x-fc-invocation-type", "Sync") == "Async":
        return _later(world, call, function)
    done = _run(world, call, function)
    headers = {
        "X-Fc-Request-Id": done.request_id,
        "X-Fc-Code-Checksum": function.checksum,
        "X-Fc-Invocation-Duration": str(done.milliseconds),
        "X-Emulator-Runtime": done.runtime,
    }
    if call.api == "fc2" and done.megabytes is not None:
        headers["X-Fc-Max-Memory-Usage"] = f"{done.megabytes:.2f}"
    if done.error_type:
        headers["X-Fc-Error-Type"] = done.error_type
    if call.headers.get("x-fc-log-type") == "Tail":
        headers["X-Fc-Log-Result"] = base64.b64encode(done.log).decode()
    return Reply(body=done.payload, headers=headers)


def check_qualifier(call: Call) -> None:
    """Refuse a version or an alias: the emulator has none."""
    qualifier = call.parameters.get("qualifier", "")
    if qualifier in _NEWEST:
        return
    if qualifier.isdecimal():
        raise ApiError(404, "VersionNotFound", f"version '{qualifier}' does not exist")
    raise ApiError(404, "AliasNotFound", f"alias '{qualifier}' does not exist")


def _later(world: World, call: Call, function: Function) -> Reply:
    if len(call.body) > _LARGEST_ASYNC_EVENT:
        raise ApiError(400, "EntityTooLarge", f"payload size exceeds the limit of {_LARGEST_ASYNC_EVENT} bytes")
    threading.Thread(target=_run_unheard, args=(world, call, function), name="emulated-async", daemon=True).start()
    return Reply(status=202)


def _run_unheard(world: World, call: Call, function: Function) -> None:
    try:
        _run(world, call, function)
    except ApiError as error:
        _LOG.warning("the asynchronous invocation of %s failed: %s", function.full_name, error)


def _run(world: World, call: Call, function: Function) -> Invocation:
    return invoke(world, call.account, call.region, function.service, function.name, call.body)
