"""What `pulumi` runs (`main: infra/` in Pulumi.yaml): the program of this checkout, installed or not."""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from infra.extra import needed

    with needed():
        from infra.program import main
    main()
