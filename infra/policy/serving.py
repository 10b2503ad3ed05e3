"""The process of the pack: listens on loopback, and tells its port on the first line of the output."""

from __future__ import annotations

import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
from pulumi.runtime.proto.analyzer_pb2_grpc import add_AnalyzerServicer_to_server

from infra.policy.analyzer import Analyzer
from sync.settings import environment

_LARGEST = 400 << 20  # bytes of a message, as the engine's own
_AT_ONCE = 8
_ENDING = (signal.SIGTERM, signal.SIGINT)
_GRACE = 5.0  # seconds for calls that are running when the engine ends the pack


def serve() -> int:
    """Serve until SIGTERM or SIGINT."""
    # Blocked before there are threads, and waited for: a signal that another thread took would not wake this one.
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    options = [("grpc.max_receive_message_length", _LARGEST), ("grpc.max_send_message_length", _LARGEST)]
    server = grpc.server(ThreadPoolExecutor(_AT_ONCE), options=options)
    add_AnalyzerServicer_to_server(Analyzer(environment(), Path.cwd()), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    signal.sigwait(_ENDING)
    server.stop(_GRACE).wait()
    return 0
