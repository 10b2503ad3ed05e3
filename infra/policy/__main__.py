"""Starts the pack: `python -m pulumi.policy ENGINE FOLDER` runs this file, which then stands alone on the path."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = str(Path(__file__).resolve().parents[2])


def run() -> int:
    """Serve until the engine ends it."""
    if ROOT not in sys.path:
        sys.path.insert(0, ROOT)
    from infra.policy.serving import serve  # noqa: PLC0415  found only now

    return serve()


if __name__ == "__main__":
    sys.exit(run())
