"""A stand-in for Pulumi's Python language host, for machines where only the engine was built.

It starts programs with the script that the real host starts them with, and policy packs with the SDK's module. It runs no other
plugins and generates no code, so `pulumi import` needs `--generate-code=false`. Started as
`language_host.py SCRIPT ... ENGINE_ADDRESS`; its first line on stdout is its port.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent import futures
from pathlib import Path

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import language_pb2, language_pb2_grpc, plugin_pb2

_VERSION = "3.272.0"  # of the SDK that it stands in for
_BAIL = 32  # how the script ends when it told the user itself what went wrong


class LanguageHost(language_pb2_grpc.LanguageRuntimeServicer):
    """Runs programs and policy packs; everything else that an engine may ask a host for is unimplemented, or nothing."""

    def __init__(self, script: str, engine: str) -> None:
        self._script = script
        self._engine = engine
        self._running: subprocess.Popen[bytes] | None = None

    def Handshake(self, request: object, context: object) -> language_pb2.LanguageHandshakeResponse:  # noqa: ARG002, N802
        return language_pb2.LanguageHandshakeResponse()

    def GetPluginInfo(self, request: object, context: object) -> plugin_pb2.PluginInfo:  # noqa: ARG002, N802
        return plugin_pb2.PluginInfo(version=_VERSION)

    def GetRequiredPackages(  # noqa: N802
        self,
        request: object,  # noqa: ARG002
        context: object,  # noqa: ARG002
    ) -> language_pb2.GetRequiredPackagesResponse:
        return language_pb2.GetRequiredPackagesResponse()

    def Run(self, request: language_pb2.RunRequest, context: object) -> language_pb2.RunResponse:  # noqa: ARG002, N802
        program = Path(request.info.program_directory) / request.info.entry_point
        command = [sys.executable, "-u", self._script, *_options(request, self._engine), str(program), *request.args]
        self._running = subprocess.Popen(command, cwd=request.pwd or None, env=_environment(request))
        code = self._running.wait()
        if code == _BAIL:
            return language_pb2.RunResponse(bail=True)
        return language_pb2.RunResponse(error=f"the program ended with exit code {code}" if code else "")

    def RunPlugin(  # noqa: N802
        self, request: language_pb2.RunPluginRequest, context: grpc.ServicerContext
    ) -> Iterator[language_pb2.RunPluginResponse]:
        command = [sys.executable, "-u", "-m", "pulumi.policy", *request.args, request.info.program_directory]
        env = dict(pair.split("=", 1) for pair in request.env)
        # What it says is for the log; the port that it tells first is for the engine.
        with subprocess.Popen(command, cwd=request.pwd or None, env=env, stdout=subprocess.PIPE) as running:
            context.add_callback(running.terminate)
            for line in running.stdout or ():
                yield language_pb2.RunPluginResponse(stdout=line)
        yield language_pb2.RunPluginResponse(exitcode=running.returncode)

    def Cancel(self, request: object, context: object) -> empty_pb2.Empty:  # noqa: ARG002, N802
        self.stop()
        return empty_pb2.Empty()

    def stop(self) -> None:
        """End the program that runs."""
        if self._running and self._running.poll() is None:
            self._running.terminate()


def _options(request: language_pb2.RunRequest, engine: str) -> list[str]:
    values = {
        "monitor": request.monitor_address,
        "engine": engine,
        "project": request.project,
        "stack": request.stack,
        "organization": request.organization,
        "root_directory": request.info.root_directory,
        "pwd": request.pwd,
        "parallel": str(request.parallel),
        "dry_run": "true" if request.dryRun else "false",
    }
    return [word for name, value in values.items() if value for word in (f"--{name}", value)]


def _environment(request: language_pb2.RunRequest) -> Mapping[str, str]:
    own = dict(os.environ)  # noqa: TID251  what the engine was started with is passed on
    own["PULUMI_CONFIG"] = json.dumps(dict(request.config))
    own["PULUMI_CONFIG_SECRET_KEYS"] = json.dumps(list(request.configSecretKeys))
    return own


def main(script: str, engine: str) -> None:
    """Serve one engine until it says to stop."""
    host = LanguageHost(script, engine)
    server = grpc.server(futures.ThreadPoolExecutor(4))
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(host, server)
    port = server.add_insecure_port("127.0.0.1:0")

    def stop(_number: int, _frame: object) -> None:
        host.stop()
        server.stop(1)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    server.wait_for_termination()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[-1])
