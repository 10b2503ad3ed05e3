"""Starts the plugin: for the engine, or by hand, for an engine that attaches to it (PULUMI_DEBUG_PROVIDERS=ivrsync:PORT)."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import grpc
from pulumi.runtime.proto.provider_pb2_grpc import add_ResourceProviderServicer_to_server

from infra.provider.server import Provider

_LARGEST = 400 << 20  # bytes of a message, as the engine's own
_AT_ONCE = 32
_GRACE = 5.0  # seconds for calls that are running when the engine ends the plugin


def main() -> int:
    """Serve until the engine ends it. The first line of the output is the port, and nothing else goes there."""
    parser = argparse.ArgumentParser(prog="pulumi-resource-ivrsync", description="The Pulumi plugin of ivrsync.")
    parser.add_argument("engine", nargs="?", help="the engine's address; not needed to attach to it by hand")
    parser.add_argument("--port", type=int, default=0, help="the port to listen on, on loopback")
    stated, _ = parser.parse_known_args()  # the engine may pass more
    options = [("grpc.max_receive_message_length", _LARGEST), ("grpc.max_send_message_length", _LARGEST)]
    server = grpc.server(ThreadPoolExecutor(_AT_ONCE), options=options)
    add_ResourceProviderServicer_to_server(Provider(), server)
    port = server.add_insecure_port(f"127.0.0.1:{stated.port}")
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    ended.wait()
    server.stop(_GRACE).wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
