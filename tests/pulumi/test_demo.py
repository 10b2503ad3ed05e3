"""`make demo-pulumi` does what docs/pulumi.md shows: it holds every command of its story to its exit code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import PATIENCE
from tests.pulumi import harness

pytestmark = pytest.mark.engine


@pytest.mark.timeout(10 * PATIENCE)  # many commands, one after the other
@pytest.mark.usefixtures("cli")
def test_the_demo_comes_to_its_good_end(tmp_path: Path) -> None:
    command = [sys.executable, str(harness.ROOT / "examples" / "demo" / "run_pulumi.py")]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=5 * PATIENCE, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "pulumi-resource-alicloud: a stand-in of the tests" in ran.stdout
    assert ran.stdout.count("in sync") == len(("after the flows", "after rename and move", "after the drift"))
