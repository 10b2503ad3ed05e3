"""Runs the program with a monitor that only records, and writes what was registered as JSON: `recorded.py ROOT STACK-CONFIG`.

A process of its own, because the SDK keeps its settings in the process.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from pathlib import Path
from typing import Any

import pulumi
from google.protobuf import json_format
from pulumi.runtime import mocks, set_all_config
from pulumi.runtime.stack import run_pulumi_func

from infra.program import run
from sync.errors import IvrsyncError
from sync.settings import environment


class Echo(pulumi.runtime.Mocks):
    """Made as asked, or there as named; an ARN is given."""

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        given = {"functionArn": f"arn:{args.name}", "registrationId": "r1"}
        if args.resource_id:
            return args.resource_id, {"functionName": args.resource_id.rpartition(":")[2], **given}
        return f"{args.name}-id", {**args.inputs, **given}

    def call(self, args: pulumi.runtime.MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]] | None]:
        raise AssertionError(args.token)


class Recorder(mocks.MockMonitor):
    """Keeps every request, with the options that mocks do not see."""

    def __init__(self) -> None:
        super().__init__(Echo())
        self.requests: list[dict[str, Any]] = []

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802  the protocol's name
        self.requests.append(_told("register", request) | {"aliases": [alias.spec.name for alias in request.aliases]})
        answer: Any = super().RegisterResource(request)  # type: ignore[no-untyped-call]
        return answer

    def ReadResource(self, request: Any) -> Any:  # noqa: N802  the protocol's name
        self.requests.append(_told("read", request) | {"id": request.id})
        answer: Any = super().ReadResource(request)  # type: ignore[no-untyped-call]
        return answer


def _told(verb: str, request: Any) -> dict[str, Any]:
    options = {name: getattr(request, name, None) for name in ("protect", "retainOnDelete", "deleteBeforeReplace")}
    properties = request.object if verb == "register" else request.properties
    return {
        "verb": verb,
        "type": request.type,
        "name": request.name,
        "inputs": json_format.MessageToDict(properties),
        "parent": request.parent.rpartition("::")[2],
        "provider": request.provider.split("::")[3] if request.provider else "",
        "needs": sorted({urn.rpartition("::")[2] for urn in request.dependencies}),
        "ignores": list(getattr(request, "ignoreChanges", ())),
        **{name: value for name, value in options.items() if value},
    }


class _Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def main(root: str, config: str) -> None:
    """One run of the program."""
    recorder, logger, lines = Recorder(), logging.getLogger("program"), _Lines()
    logger.addHandler(lines)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    mocks.set_mocks(recorder.mocks, project="ivr-functions", stack="dev", preview=False, logger=logger, monitor=recorder)
    set_all_config({f"ivr-functions:{name}": value for name, value in json.loads(config).items()})
    problem = ""
    try:
        loop.run_until_complete(run_pulumi_func(lambda: run(Path(root), environment())))
    except IvrsyncError as error:
        problem = error.message
    requests = [item for item in recorder.requests if item["type"] != "pulumi:pulumi:Stack"]
    sys.stdout.write(json.dumps({"requests": requests, "warnings": lines.lines, "problem": problem}))


if __name__ == "__main__":
    main(*sys.argv[1:])
