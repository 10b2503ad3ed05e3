"""Invocations: the uploaded code really runs, each time in a process of its own, with the function's timeout and environment.

Python of any version runs on the emulator's own Python with its standard library only, Node.js of any version on the `node`
of this machine; each invocation says so. What a function failed with is an answer, not an error: HTTP 200 and a kind.
Kinds and messages: the vendor's pages on error handling (HandledInvocationError only for a Node.js callback's error,
UnhandledInvocationError for all else).
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import uuid
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from sync.emulator.functions import Function
from sync.emulator.messages import ApiError
from sync.emulator.sandbox import LARGEST_ANSWER, Errand, Outcome, run
from sync.emulator.world import World

UNHANDLED = "UnhandledInvocationError"
LARGEST_EVENT = 32 << 20  # the documented limit of a synchronous payload
_LARGEST_CODE = 500 << 20
_RUNNERS = Path(__file__).parent / "runners"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """What came back. `error_type` is None when the function ran to its end; `log` is the end of what it printed.

    `runtime` says what the code really ran on, `megabytes` the most memory it used (None: nobody knows).
    """

    payload: bytes
    error_type: str | None
    log: bytes
    runtime: str
    request_id: str
    milliseconds: int
    megabytes: float | None


def invoke(world: World, account: str, region: str, service: str, name: str, event: bytes) -> Invocation:
    """Run a function once and wait for it; the service is empty for FC 3.0.

    Raises `ApiError`: ServiceNotFound and FunctionNotFound 404, FunctionInvocationDisabled 403 (the code is UNVERIFIED),
    EntityTooLarge 400, FunctionNotStarted 412 when this machine has nothing to run its runtime on.
    """
    if len(event) > LARGEST_EVENT:
        raise ApiError(400, "EntityTooLarge", f"payload size exceeds the limit of {LARGEST_EVENT} bytes")
    with world.lock:
        function = _function(world, account, region, service, name)
        package = world.packages.get(function.package, b"")
    command, runtime = _interpreter(str(function.settings.get("runtime", "")))
    request_id = str(uuid.uuid4()).upper()
    with tempfile.TemporaryDirectory(prefix="emulated-function-", ignore_cleanup_errors=True) as place:
        # Resolved, because the names of files in a traceback are.
        directory = Path(place).resolve()
        _unpack(package, directory / "code")
        (directory / "event").write_bytes(event)
        orders = {**_orders(function, account, region, directory), "request_id": request_id}
        timeout = _timeout(function)
        environment = _environment(function, account, region, directory)
        errand = Errand(command=command, orders=orders, directory=directory, environment=environment, timeout=timeout)
        outcome = run(errand, world.processes)
    payload, error = _answer(outcome, timeout)
    return Invocation(
        payload=payload,
        error_type=error,
        log=outcome.log,
        runtime=runtime,
        request_id=request_id,
        milliseconds=round(outcome.seconds * 1000),
        megabytes=outcome.megabytes,
    )


def _function(world: World, account: str, region: str, service: str, name: str) -> Function:
    compute = world.compute(account, region)
    if service and service not in compute.services:
        raise ApiError(404, "ServiceNotFound", f"service '{service}' does not exist")
    function = compute.functions.get((service, name))
    if function is None:
        where = f" in service '{service}'" if service else "."
        raise ApiError(404, "FunctionNotFound", f"function '{name}' does not exist{where}")
    if function.is_disabled:
        raise ApiError(403, "FunctionInvocationDisabled", f"the invocation of function '{name}' is disabled")
    return function


def _interpreter(runtime: str) -> tuple[Sequence[str], str]:
    if runtime.startswith("python"):
        # -S -s -B: the standard library only, as nothing of the emulator's own surroundings may leak into the function.
        own = ".".join(str(part) for part in sys.version_info[:3])
        return (sys.executable, "-S", "-s", "-B", str(_RUNNERS / "python.py")), f"{runtime} on Python {own}"
    if not runtime.startswith("nodejs"):
        raise ApiError(
            412, "FunctionNotStarted", f"the emulator runs Python and Node.js functions, and cannot run {runtime or 'this'}"
        )
    node = shutil.which("node")
    if node is None:
        raise ApiError(412, "FunctionNotStarted", f"runtime {runtime} needs node, which is not installed on this machine")
    return (node, str(_RUNNERS / "node.js")), f"{runtime} on the node of this machine"


def _unpack(package: bytes, code: Path) -> None:
    code.mkdir()
    if not package:
        return
    with zipfile.ZipFile(BytesIO(package)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > _LARGEST_CODE:
            raise ApiError(400, "EntityTooLarge", f"the unpacked code is larger than {_LARGEST_CODE} bytes")
        archive.extractall(code)


def _orders(function: Function, account: str, region: str, directory: Path) -> dict[str, object]:
    settings = function.settings
    return {
        "code": str(directory / "code"),
        "event": str(directory / "event"),
        "handler": settings.get("handler", ""),
        "initializer": settings.get("initializer") or "",
        "region": region,
        "account": account,
        "function": {
            "name": function.name,
            "service": function.service,
            "handler": settings.get("handler", ""),
            "memory": settings.get("memorySize", 0),
            "timeout": settings.get("timeout", 0),
        },
    }


def _environment(function: Function, account: str, region: str, directory: Path) -> Mapping[str, str]:
    own = function.settings.get("environmentVariables")
    return {
        "PATH": os.defpath,
        "HOME": str(directory),
        "TMPDIR": str(directory),
        "LANG": "C.UTF-8",
        **({str(name): str(value) for name, value in own.items()} if isinstance(own, dict) else {}),
        "FC_ACCOUNT_ID": account,
        "FC_REGION": region,
        "FC_SERVICE_NAME": function.service,
        "FC_FUNCTION_NAME": function.name,
        "FC_FUNCTION_HANDLER": str(function.settings.get("handler", "")),
        "FC_FUNCTION_MEMORY_SIZE": str(function.settings.get("memorySize", "")),
        "FC_FUNC_CODE_PATH": str(directory / "code"),
    }


def _timeout(function: Function) -> float:
    value = function.settings.get("timeout")
    return float(value) if isinstance(value, int | float) else 3.0


def _answer(outcome: Outcome, timeout: float) -> tuple[bytes, str | None]:
    if outcome.answer is not None:
        return outcome.answer, outcome.error
    if outcome.timed_out:
        message = f"Function timed out after {timeout:g} seconds"
    elif outcome.too_large:
        message = f"the response of the function is larger than {LARGEST_ANSWER} bytes"
    else:
        message = f"Process exited unexpectedly before completing request (duration: {outcome.seconds * 1000:.0f}ms)"
    return json.dumps({"errorMessage": message}).encode(), UNHANDLED
