"""`make demo` does what the README shows: it holds every command of its story to its exit code."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.patience import PATIENCE
from tests.whole.process import ROOT


@pytest.mark.timeout(10 * PATIENCE)  # many commands, one after the other
def test_the_demo_comes_to_its_good_end() -> None:
    command = [sys.executable, str(ROOT / "examples" / "demo" / "run.py")]
    ran = subprocess.run(
        command, cwd=ROOT, env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, timeout=5 * PATIENCE, check=False
    )

    assert ran.returncode == 0, ran.stderr
    assert ran.stderr.startswith("the checks of order-status still pass its earlier inputs")
    assert "SG004 input-renamed (drift)  order-status" in ran.stdout
    assert ran.stdout.count("in sync") >= len(("after apply", "after the flow was corrected"))
