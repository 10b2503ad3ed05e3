"""`make demo-pulumi` does what docs/pulumi.md shows: it holds every command of its story to its exit code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import environment
from tests.patience import PATIENCE
from tests.pulumi import harness

pytestmark = pytest.mark.engine


FIRST_STEPS = """\
pulumi stack init dev
pulumi up --yes
ivrsync lock --yes
sed -i 's/name: get_number_region/name: number_region/' registry/services/demo-service.yaml
pulumi preview
pulumi up --yes
ivrsync lock --yes
ivrsync drift
"""


@pytest.mark.timeout(5 * PATIENCE)
@pytest.mark.usefixtures("cli")
def test_the_commands_of_the_documentation_work_one_after_the_other(tmp_path: Path) -> None:
    assert FIRST_STEPS in (harness.ROOT / "docs" / "pulumi.md").read_text(encoding="utf-8")
    command = [sys.executable, str(harness.ROOT / "examples" / "demo" / "run_pulumi.py"), "--shell"]
    pasted, env, patience = f"set -e\n{FIRST_STEPS}", environment(SHELL="/bin/sh"), 4 * PATIENCE
    ran = subprocess.run(
        command, cwd=tmp_path, env=env, input=pasted, capture_output=True, text=True, timeout=patience, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "+-1 replaced" in ran.stdout
    assert "in sync" in ran.stdout


@pytest.mark.timeout(10 * PATIENCE)  # many commands, one after the other
@pytest.mark.usefixtures("cli")
def test_the_demo_comes_to_its_good_end(tmp_path: Path) -> None:
    command = [sys.executable, str(harness.ROOT / "examples" / "demo" / "run_pulumi.py")]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=5 * PATIENCE, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "pulumi-resource-alicloud: a stand-in of the tests" in ran.stdout
    assert ran.stdout.count("in sync") == len(("after the flows", "after rename and move", "after the drift"))
