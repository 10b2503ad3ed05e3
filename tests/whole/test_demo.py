"""`make demo` does what the README shows: it holds every command of its story to its exit code."""

from __future__ import annotations

import subprocess
import sys

from tests.patience import PATIENCE
from tests.whole.process import ROOT


def test_the_demo_comes_to_its_good_end() -> None:
    command = [sys.executable, str(ROOT / "examples" / "demo" / "run.py")]
    ran = subprocess.run(
        command, cwd=ROOT, env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, timeout=PATIENCE, check=False
    )

    assert ran.returncode == 0, ran.stderr
    assert ran.stderr.startswith("the checks of order-status still pass what it took before")
    assert "SG004 input-renamed (drift)  order-status" in ran.stdout
    assert ran.stdout.count("in sync") >= len(("after apply", "after the flow was corrected"))
