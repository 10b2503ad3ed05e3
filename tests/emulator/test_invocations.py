"""Invocations really run what was uploaded."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import sys
import textwrap
import threading
from pathlib import Path
from typing import Any

import pytest
from alibabacloud_fc20230330 import models as m3
from alibabacloud_fc_open20210406 import models as m2
from Tea.exceptions import TeaException

from sync.emulator.code import zip_files
from sync.emulator.invoke import Invocation, invoke
from sync.emulator.messages import ApiError
from sync.emulator.server import Emulator
from sync.emulator.world import World
from tests.emulator.sdk import ACCOUNT, REGION, fc2, fc3, runtime_options, status_and_code
from tests.patience import PATIENCE, wait_until

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")


def run(world: World, files: dict[str, str], event: bytes = b"{}", **settings: Any) -> Invocation:
    world.put_function(ACCOUNT, REGION, "greet", package=zip_files(files), settings={"timeout": 60, **settings})
    return invoke(world, ACCOUNT, REGION, "", "greet", event)


def python(body: str) -> dict[str, str]:
    return {"index.py": f"def handler(event, context):\n{textwrap.indent(textwrap.dedent(body), '    ')}\n"}


def is_running(pid: int) -> bool:
    """Whether a process runs; one that ended and was not yet waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until_gone(pid: int) -> None:
    wait_until(lambda: not is_running(pid))


@pytest.mark.parametrize(
    ("body", "event", "payload"),
    [
        pytest.param("return event", b"\xff\x00", b"\xff\x00", id="bytes as they are"),
        pytest.param("return 'café'", b"", "café".encode(), id="a text as it is"),
        pytest.param("return {'phone': event.decode()}", b"1", b'{"phone": "1"}', id="anything else as JSON"),
        pytest.param("pass", b"", b"null", id="nothing as null"),
        pytest.param("import os\nreturn os.environ['MODE']", b"", b"demo", id="its environment"),
        pytest.param("return context.function.name + context.region", b"", b"greetcn-hangzhou", id="its context"),
        pytest.param("return context.credentials.access_key_id", b"", b"null", id="no credentials"),
        pytest.param("import sys\nreturn sys.stdin.read()", b"", b"", id="an empty standard input"),
    ],
)
def test_a_python_function_answers(world: World, body: str, event: bytes, payload: bytes) -> None:
    done = run(world, python(body), event, environmentVariables={"MODE": "demo"})
    assert (done.payload, done.error_type) == (payload, None)


def test_an_exception_is_an_answer_with_type_message_and_trace(world: World) -> None:
    done = run(world, python("raise KeyError('phone')"))
    assert done.error_type == "UnhandledInvocationError"
    assert json.loads(done.payload) == {
        "errorMessage": "'phone'",
        "errorType": "KeyError",
        "stackTrace": [['File "/code/index.py"', "line 2", "in handler", "raise KeyError('phone')"]],
    }


@pytest.mark.parametrize(
    ("files", "settings", "said"),
    [
        pytest.param(python("import os\nos._exit(3)"), {}, "Process exited unexpectedly", id="the process ends"),
        pytest.param(python("raise SystemExit"), {}, "Process exited unexpectedly", id="it asks to end"),
        pytest.param(python("return 'x' * (33 << 20)"), {}, "larger than 33554432 bytes", id="it says too much"),
        pytest.param(python("return object()"), {}, "not JSON serializable", id="its answer is no JSON"),
        pytest.param({"index.py": "import nowhere"}, {}, "Unable to import module 'index'", id="an import fails"),
        pytest.param({"index.py": "import aiohttp"}, {}, "No module named 'aiohttp'", id="only the standard library is there"),
        pytest.param({"index.py": ""}, {}, "Handler 'handler' is missing on module 'index'", id="no such function"),
        pytest.param({}, {"handler": "handler"}, "must be written as file.function", id="a handler without a file"),
    ],
)
def test_a_function_that_cannot_answer_says_why(world: World, files: dict[str, str], settings: dict[str, Any], said: str) -> None:
    done = run(world, files, **settings)
    assert done.error_type == "UnhandledInvocationError"
    assert said in json.loads(done.payload)["errorMessage"]


def test_a_handler_may_be_in_a_folder_and_have_an_initializer(world: World) -> None:
    code = "seen = []\ndef start(context):\n    seen.append('started')\ndef run(event, context):\n    return seen\n"
    done = run(world, {"inner/main.py": code}, handler="inner/main.run", initializer="inner/main.start")
    assert done.payload == b'["started"]'


def test_a_function_is_ended_at_its_timeout_with_all_it_began(world: World, tmp_path: Path) -> None:
    started = tmp_path / "pid"
    body = f"""
        import subprocess, time
        child = subprocess.Popen(['sleep', '3600'])
        open({str(started)!r}, 'w').write(str(child.pid))
        time.sleep(3600)
    """
    done = run(world, python(body), timeout=1)
    assert json.loads(done.payload) == {"errorMessage": "Function timed out after 1 seconds"}
    wait_until_gone(int(started.read_text(encoding="ascii")))
    assert len(world.processes) == 0


def test_what_a_function_leaves_running_ends_with_its_answer(world: World) -> None:
    done = run(world, python("import subprocess\nreturn subprocess.Popen(['sleep', '3600']).pid"))
    wait_until_gone(int(done.payload))


def test_printing_without_end_neither_blocks_nor_is_kept(world: World) -> None:
    done = run(world, python("print('y' * (8 << 20))\nprint('last words')\nreturn 'ok'"))
    assert done.payload == b"ok"
    assert len(done.log) == 4096
    assert done.log.endswith(b"y\nlast words\n")


def test_functions_of_any_python_run_on_this_one_and_it_says_so(world: World) -> None:
    done = run(world, python("import sys\nreturn list(sys.version_info[:2])"), runtime="python3.9")
    assert json.loads(done.payload) == list(sys.version_info[:2])
    assert done.runtime == f"python3.9 on Python {'.'.join(str(part) for part in sys.version_info[:3])}"


def test_a_runtime_that_cannot_be_run_is_refused_by_name(world: World) -> None:
    with pytest.raises(ApiError, match="java11") as refused:
        run(world, {}, runtime="java11")
    assert (refused.value.status, refused.value.code) == (412, "FunctionNotStarted")


@needs_node
@pytest.mark.parametrize(
    ("files", "payload", "error"),
    [
        pytest.param({"index.js": "exports.handler = (e, c, done) => done(null, 'v' + e)"}, "v1", None, id="callback"),
        pytest.param({"index.js": "exports.handler = async (e) => ({n: +e})"}, '{"n":1}', None, id="async"),
        pytest.param({"index.mjs": "export const handler = async (e) => e"}, "1", None, id="ECMAScript module"),
        pytest.param(
            {"index.js": "export async function handler(e) { return 'm' }", "package.json": '{"type": "module"}'},
            "m",
            None,
            id="module by package.json",
        ),
        pytest.param({"index.js": "exports.handler = async () => process.env.MODE"}, "demo", None, id="its environment"),
        pytest.param(
            {"index.js": "exports.handler = (e, c, done) => done('no')"},
            '{"errorMessage":"no"}',
            "HandledInvocationError",
            id="an error through the callback is handled",
        ),
    ],
)
def test_a_node_function_answers(world: World, files: dict[str, str], payload: str, error: str | None) -> None:
    done = run(world, files, b"1", runtime="nodejs16", environmentVariables={"MODE": "demo"})
    assert (done.payload.decode(), done.error_type) == (payload, error)


@needs_node
@pytest.mark.parametrize(
    ("code", "timeout", "said"),
    [
        pytest.param("exports.handler = async () => { throw new TypeError('bad') }", 60, "bad", id="rejected"),
        pytest.param(
            "exports.handler = (e, c, done) => { setTimeout(() => nowhere(), 1) }", 60, "nowhere is not defined", id="thrown later"
        ),
        pytest.param(
            "exports.handler = (e, c, done) => { process.exit(1) }", 60, "Process exited unexpectedly", id="the process ends"
        ),
        pytest.param("exports.handler = (e, c, done) => { while (true); }", 1, "timed out after 1 seconds", id="busy for ever"),
        pytest.param("exports.handler = (e, c, done) => {}", 1, "timed out after 1 seconds", id="the callback is never called"),
        pytest.param("exports.other = 1", 60, "Handler 'handler' is missing on module 'index'", id="no such function"),
    ],
)
def test_a_node_function_that_fails_is_unhandled(world: World, code: str, timeout: int, said: str) -> None:
    done = run(world, {"index.js": code}, runtime="nodejs16", timeout=timeout)
    assert done.error_type == "UnhandledInvocationError"
    assert said in json.loads(done.payload)["errorMessage"]


@needs_node
def test_a_trace_names_no_place_of_this_machine(world: World) -> None:
    done = run(world, {"index.js": "exports.handler = async () => { throw new Error('x') }"}, runtime="nodejs16")
    trace = json.loads(done.payload)["stackTrace"]
    assert trace[0] == "Error: x"
    assert trace[1].endswith("/code/index.js:1:39)")
    assert not any("runners" in line for line in trace)


@pytest.mark.parametrize("service", ["svc", ""])
def test_both_generations_answer_with_the_payload_and_say_the_rest_in_headers(
    emulator: Emulator, world: World, service: str
) -> None:
    files = python("print('said')\nraise ValueError(event.decode())")
    world.put_function(ACCOUNT, REGION, "greet", service=service, package=zip_files(files))
    answer = _invoke(emulator, service, b"v")
    assert json.loads(answer["payload"])["errorMessage"] == "v"
    assert answer["headers"]["x-fc-error-type"] == "UnhandledInvocationError"
    assert base64.b64decode(answer["headers"]["x-fc-log-result"]) == b"said\n"


@pytest.mark.parametrize(("service", "told"), [pytest.param("svc", True, id="2.0"), pytest.param("", False, id="3.0")])
def test_2_0_says_how_much_memory_a_function_used(emulator: Emulator, world: World, service: str, *, told: bool) -> None:
    body = "kept = 'x' * (40 << 20)\nreturn len(kept)"
    world.put_function(ACCOUNT, REGION, "greet", service=service, package=zip_files(python(body)))
    memory = _invoke(emulator, service, b"")["headers"].get("x-fc-max-memory-usage")
    assert (memory is not None) is told
    # In MB: what the function held, and what its interpreter needs.
    assert memory is None or 40 < float(memory) < 120


@needs_node
def test_the_memory_of_a_node_function_is_known_too(world: World) -> None:
    done = run(world, {"index.js": "exports.handler = async () => Buffer.alloc(60 << 20, 1).length"}, runtime="nodejs20")
    assert done.megabytes is not None
    assert 60 < done.megabytes < 300


def test_nobody_knows_the_memory_of_a_function_that_ended_unheard(world: World) -> None:
    assert run(world, python("import os\nos._exit(3)")).megabytes is None


def test_an_asynchronous_invocation_is_accepted_and_runs(emulator: Emulator, world: World, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    world.put_function(ACCOUNT, REGION, "greet", package=zip_files(python(f"open({str(mark)!r}, 'wb').write(event)")))
    headers = m3.InvokeFunctionHeaders(x_fc_invocation_type="Async")
    answer = fc3(emulator).invoke_function_with_options(
        "greet", m3.InvokeFunctionRequest(body=b"later"), headers, runtime_options()
    )
    assert answer.status_code == 202
    wait_until(lambda: mark.exists() and mark.read_bytes() == b"later")


def test_a_function_that_is_not_there_cannot_be_invoked(emulator: Emulator) -> None:
    with pytest.raises(TeaException) as refused:
        fc3(emulator).invoke_function("nobody", m3.InvokeFunctionRequest(body=b""))
    assert status_and_code(refused.value) == (404, "FunctionNotFound")


def test_a_long_invocation_holds_up_nobody_else(emulator: Emulator, world: World) -> None:
    world.put_function(
        ACCOUNT, REGION, "greet", package=zip_files(python("import time\ntime.sleep(3600)")), settings={"timeout": 3600}
    )
    waiting = threading.Thread(target=_ignoring_errors, args=(emulator,), daemon=True)
    waiting.start()
    wait_until(lambda: len(world.processes) > 0)
    fc3(emulator).list_functions(m3.ListFunctionsRequest())
    assert len(world.processes) == 1
    emulator.stop()
    waiting.join(PATIENCE)
    assert not waiting.is_alive()
    assert len(world.processes) == 0


@pytest.mark.parametrize("code", ["import time; time.sleep(3600)", "while True: pass"])
def test_a_function_ends_when_the_emulator_is_killed(tmp_path: Path, code: str) -> None:
    mark = tmp_path / "pid"
    new = f"{mark}.new"
    body = f"import os\nopen({new!r}, 'w').write(str(os.getpid()))\nos.rename({new!r}, {str(mark)!r})\n{code}"
    program = tmp_path / "host.py"
    program.write_text(
        "from sync.emulator.world import World\nfrom sync.emulator.invoke import invoke\nfrom sync.emulator.code import zip_files\n"
        f"world = World()\nworld.put_function('1', 'r', 'f', package=zip_files({python(body)!r}), settings={{'timeout': 3600}})\n"
        "invoke(world, '1', 'r', '', 'f', b'')\n",
        encoding="utf-8",
    )
    root = str(Path(__file__).parents[2])
    host = subprocess.Popen([sys.executable, str(program)], cwd=root, env={"PYTHONPATH": root})
    wait_until(mark.exists)
    host.kill()
    host.wait()
    wait_until_gone(int(mark.read_text(encoding="ascii")))


def _invoke(emulator: Emulator, service: str, event: bytes) -> dict[str, Any]:
    if service:
        headers = m2.InvokeFunctionHeaders(x_fc_log_type="Tail")
        answer = fc2(emulator).invoke_function_with_options(
            service, "greet", m2.InvokeFunctionRequest(body=event), headers, runtime_options()
        )
        return {"payload": answer.body, "headers": answer.headers}
    headers = m3.InvokeFunctionHeaders(x_fc_log_type="Tail")
    answer = fc3(emulator).invoke_function_with_options("greet", m3.InvokeFunctionRequest(body=event), headers, runtime_options())
    return {"payload": answer.body.read(), "headers": answer.headers}


def _ignoring_errors(emulator: Emulator) -> None:
    try:
        fc3(emulator).invoke_function("greet", m3.InvokeFunctionRequest(body=b""))
    except TeaException:
        return
