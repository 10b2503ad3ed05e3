"""Starts the plugin: for the engine, or by hand, for an engine that attaches to it (PULUMI_DEBUG_PROVIDERS=ivrsync:PORT)."""

from __future__ import annotations

import argparse
import sys
from functools import partial

from infra.extra import needed

_AT_ONCE = 32


def main() -> int:
    """Serve until the engine ends it."""
    parser = argparse.ArgumentParser(prog="pulumi-resource-ivrsync", description="The Pulumi plugin of ivrsync.")
    parser.add_argument("engine", nargs="?", help="the engine's address; not needed to attach to it by hand")
    parser.add_argument("--port", type=int, default=0, help="the port to listen on, on loopback")
    stated, _ = parser.parse_known_args()  # the engine may pass more
    with needed():
        from pulumi.runtime.proto.provider_pb2_grpc import add_ResourceProviderServicer_to_server  # noqa: PLC0415

        from infra.provider.server import Provider  # noqa: PLC0415
        from infra.serving import serve  # noqa: PLC0415
    return serve(partial(add_ResourceProviderServicer_to_server, Provider()), at_once=_AT_ONCE, port=stated.port)


if __name__ == "__main__":
    sys.exit(main())
