"""The process of the pack: listens on loopback, and tells its port on the first line of the output."""

from __future__ import annotations

import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
from pulumi.runtime.proto.analyzer_pb2_grpc import add_AnalyzerServicer_to_server

from infra.policy.analyzer import Analyzer
from sync.settings import environment

_LARGEST = 400 << 20  # bytes of a message, as the engine's own
_AT_ONCE = 8
_GRACE = 5.0  # seconds for calls that are running when the engine ends the pack


def serve() -> int:
    """Serve until SIGTERM or SIGINT."""
    options = [("grpc.max_receive_message_length", _LARGEST), ("grpc.max_send_message_length", _LARGEST)]
    server = grpc.server(ThreadPoolExecutor(_AT_ONCE), options=options)
    add_AnalyzerServicer_to_server(Analyzer(environment(), Path.cwd()), server)
    port = server.add_insecure_port("127.0.0.1:0")
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    ended.wait()
    server.stop(_GRACE).wait()
    return 0
