"""Runs one Python function once, inside the function's own process.

Reads its orders from the file named on the command line. Writes to the result pipe: one line when it is ready to load the code,
then one line of JSON {"error": kind or null, "size": n, "memory": the most it used, in MB}, then n bytes of answer. What the
function prints is its log.
"""

import importlib
import importlib.util
import json
import logging
import os
import resource
import signal
import sys
import threading
import traceback
from types import SimpleNamespace

UNHANDLED = "UnhandledInvocationError"


class HandlerMissing(Exception):
    pass


class ImportModuleError(Exception):
    pass


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        orders = json.load(file)
    result = orders["result"]
    os.set_inheritable(result, False)
    end_with_the_emulator()
    with open(orders["event"], "rb") as file:
        event = file.read()
    code = orders["code"]
    os.chdir(code)
    sys.path[0] = code
    os.write(result, b"\n")
    try:
        context = context_of(orders)
        if orders["initializer"]:
            find(code, orders["initializer"])(context)
        answer, error = encoded(find(code, orders["handler"])(event, context)), None
    except Exception as problem:
        answer, error = described(problem, code), UNHANDLED
    sys.stdout.flush()
    sys.stderr.flush()
    announced = {"error": error, "size": len(answer), "memory": peak_memory()}
    write(result, json.dumps(announced).encode() + b"\n" + answer)
    # Threads the function left behind must not hold the answer back.
    os._exit(0)


def end_with_the_emulator():
    """Standard input is a pipe from the emulator: when it closes, nobody waits for the answer any more."""
    lifeline = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)

    def watch():
        os.read(lifeline, 1)
        os.killpg(0, signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()


def context_of(orders):
    function = orders["function"]
    nobody = SimpleNamespace(access_key_id=None, access_key_secret=None, security_token=None)
    return SimpleNamespace(
        request_id=orders["request_id"],
        requestId=orders["request_id"],
        credentials=nobody,
        function=SimpleNamespace(
            name=function["name"], handler=function["handler"], memory=function["memory"], timeout=function["timeout"]
        ),
        service=SimpleNamespace(name=function["service"], log_project="", log_store="", qualifier="LATEST", version_id=""),
        region=orders["region"],
        account_id=orders["account"],
        logger=logging.getLogger("function"),
    )


def find(code, spec):
    place, dot, name = spec.rpartition(".")
    if not dot:
        raise HandlerMissing(f"Handler '{spec}' must be written as file.function")
    try:
        module = load(code, place)
    except ImportError as problem:
        raise ImportModuleError(f"Unable to import module '{place}': {problem}") from problem
    found = getattr(module, name, None)
    if found is None:
        raise HandlerMissing(f"Handler '{name}' is missing on module '{place}'")
    return found


def load(code, place):
    if "/" not in place:
        return importlib.import_module(place)
    name = place.replace("/", "_")
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, os.path.join(code, place + ".py"))
        module = importlib.util.module_from_spec(spec)
        try:
            spec.loader.exec_module(module)
        except FileNotFoundError as problem:
            raise ImportError(str(problem)) from problem
        sys.modules[name] = module
    return sys.modules[name]


def encoded(answer):
    if isinstance(answer, bytes | bytearray):
        return bytes(answer)
    if isinstance(answer, str):
        return answer.encode("utf-8", "surrogatepass")
    return json.dumps(answer, ensure_ascii=False).encode()


def described(problem, code):
    frames = [frame for frame in traceback.extract_tb(problem.__traceback__) if frame.filename.startswith(code)]
    trace = [
        [f'File "/code{frame.filename[len(code) :]}"', f"line {frame.lineno}", f"in {frame.name}", frame.line or ""]
        for frame in frames
    ]
    description = {"errorMessage": str(problem), "errorType": type(problem).__name__, "stackTrace": trace}
    return json.dumps(description, ensure_ascii=False).encode("utf-8", "replace")


def peak_memory():
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmHWM:")) / 1024
    except (OSError, StopIteration):
        # Elsewhere than on Linux; there, this one would count what the emulator itself had when it began the process.
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)


def write(pipe, content):
    view = memoryview(content)
    while view:
        view = view[os.write(pipe, view) :]


main()
