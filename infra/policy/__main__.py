"""Starts the pack: `python -m pulumi.policy ENGINE FOLDER` runs this file, which then stands alone on the path."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

ROOT = str(Path(__file__).resolve().parents[2])
_AT_ONCE = 8


def run() -> int:
    """Serve until the engine ends it."""
    if ROOT not in sys.path:
        sys.path.insert(0, ROOT)
    from infra.extra import needed  # noqa: PLC0415  found only now

    with needed():
        from pulumi.runtime.proto.analyzer_pb2_grpc import add_AnalyzerServicer_to_server  # noqa: PLC0415

        from infra.policy.analyzer import Analyzer  # noqa: PLC0415
        from infra.serving import serve  # noqa: PLC0415
        from sync.settings import environment  # noqa: PLC0415

    return serve(partial(add_AnalyzerServicer_to_server, Analyzer(environment(), Path.cwd())), at_once=_AT_ONCE)


if __name__ == "__main__":
    sys.exit(run())
