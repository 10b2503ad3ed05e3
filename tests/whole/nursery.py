"""A process that has loaded everything and forks one command after another, so that hundreds of runs are affordable.

Each command is a real process: it has its own memory, files and sockets, and dies of SIGKILL like any other. Speaks JSON lines:
`{"cwd", "env", "arguments", "out"}` in, with the files that it reads as standard input (`in`, else nothing) and writes as standard
error (`err`, else `out`); `{"pid"}` and, when it has ended, `{"code"}` out.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping

LOADED = (
    "alibabacloud_ccc20200701.client",
    "alibabacloud_fc20230330.client",
    "alibabacloud_fc_open20210406.client",
    "alibabacloud_tea_openapi.client",
    "deepdiff",
    "sync.cli.apply",
    "sync.app.apply_session",
    "sync.app.project",
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
            return
        _tell({"pid": pid})
        _, status = os.waitpid(pid, 0)
        _tell({"code": os.waitstatus_to_exitcode(status)})


def _become(order: Mapping[str, object]) -> None:
    """Run the command in this child, which ends as the command does."""
    out = str(order["out"])
    for number, name, flags in (
        (0, str(order.get("in", os.devnull)), os.O_RDONLY),
        (1, out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        (2, str(order.get("err", out)), os.O_WRONLY | os.O_CREAT | os.O_APPEND),
    ):
        opened = os.open(name, flags, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115  the old one may hold the next order
    os.chdir(str(order["cwd"]))
    environment, arguments = order["env"], order["arguments"]
    assert isinstance(environment, dict)
    assert isinstance(arguments, list)
    os.environ.clear()  # noqa: TID251  the child gets the environment it was ordered with
    os.environ.update(environment)  # noqa: TID251  as above
    sys.argv = ["ivrsync", *arguments]
    from sync.__main__ import main  # noqa: PLC0415  after the environment is the command's own

    main()


def _tell(value: Mapping[str, int]) -> None:
    print(json.dumps(value), flush=True)  # noqa: T201  this is how it answers


if __name__ == "__main__":
    serve()
