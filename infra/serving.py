"""The process of a plugin: it listens on loopback, and tells its port on the first line of the output."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import grpc

_LARGEST = 400 << 20  # bytes of a message, as the engine's own
_ENDING = (signal.SIGTERM, signal.SIGINT)
_GRACE = 5.0  # seconds for calls that are running when the engine ends the plugin


def serve(add: Callable[[grpc.Server], None], *, at_once: int, port: int = 0) -> int:
    """Serve what `add` puts on the server, until SIGTERM or SIGINT; nothing but the port goes to the output."""
    # Blocked before there are threads, and waited for: a signal that another thread took would not wake this one.
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    options = [("grpc.max_receive_message_length", _LARGEST), ("grpc.max_send_message_length", _LARGEST)]
    server = grpc.server(ThreadPoolExecutor(at_once), options=options)
    add(server)
    bound = server.add_insecure_port(f"127.0.0.1:{port}")
    server.start()
    sys.stdout.write(f"{bound}\n")
    sys.stdout.flush()
    signal.sigwait(_ENDING)
    server.stop(_GRACE).wait()
    return 0
