"""What `pulumi` runs (`main: infra/` in Pulumi.yaml): the program of this checkout, installed or not."""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from infra.extra import needed

    with needed():
        import pulumi
        from pulumi.runtime.settings import get_monitor

        from infra.program import main
    if get_monitor() is None:
        raise SystemExit("error: this program needs the engine of pulumi; run `pulumi up` in the folder of Pulumi.yaml")
    pulumi.run(main)
