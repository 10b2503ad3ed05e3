"""A process that has loaded everything and forks one command after another, so that hundreds of runs are affordable.

Each command is a real process: it has its own memory, files and sockets, and dies of SIGKILL like any other. Speaks JSON lines:
`{"cwd", "env", "arguments", "out"}` in; `{"pid"}` and, when it has ended, `{"code"}` out.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

LOADED = (
    "alibabacloud_ccc20200701.client",
    "alibabacloud_fc20230330.client",
    "alibabacloud_fc_open20210406.client",
    "alibabacloud_tea_openapi.client",
    "deepdiff",
    "sync.cli.apply",
    "sync.cli.carrying",
    "sync.cli.wiring",
)


def serve() -> None:
    """Fork a command for each line of standard input, until it ends."""
    for name in LOADED:
        __import__(name)
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _become(order)
        _tell({"pid": pid})
        _, status = os.waitpid(pid, 0)
        _tell({"code": os.waitstatus_to_exitcode(status)})


def _become(order: Mapping[str, object]) -> None:
    """Run the command in this child, and leave with its exit code."""
    with Path(str(order["out"])).open("w", encoding="utf-8") as out:
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
    with Path(os.devnull).open(encoding="utf-8") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.chdir(str(order["cwd"]))
    environment = order["env"]
    assert isinstance(environment, dict)
    os.environ.clear()  # noqa: TID251  the child gets the environment it was ordered with
    os.environ.update(environment)  # noqa: TID251  as above
    arguments = order["arguments"]
    assert isinstance(arguments, list)
    sys.argv = ["ivrsync", *arguments]
    code = 1
    try:
        from sync.cli.main import run  # noqa: PLC0415  after the environment is the command's own

        run()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _tell(value: Mapping[str, int]) -> None:
    print(json.dumps(value), flush=True)  # noqa: T201  this is how it answers


if __name__ == "__main__":
    serve()
