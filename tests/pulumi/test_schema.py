"""The real CLI binds the schema that the plugin publishes: the first half of `pulumi package gen-sdk`, for every language."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from infra.provider.schema import published_text
from tests.patience import PATIENCE
from tests.pulumi import harness

pytestmark = pytest.mark.engine
PLUGIN = "./infra/provider/pulumi-resource-ivrsync"  # without the dot it would be looked for in Pulumi's registry


def bound(cli: Path, place: Path, source: Path | str) -> subprocess.CompletedProcess[str]:
    """What the CLI makes of the schema of a plugin, or of one in a file."""
    command, env = [str(cli), "package", "get-schema", str(source)], harness.environment(cli, place)
    return subprocess.run(command, cwd=harness.ROOT, env=env, capture_output=True, text=True, timeout=PATIENCE, check=False)


def names(schema: dict[str, Any]) -> dict[str, set[str]]:
    """What is in it."""
    return {kind: set(schema[kind]) for kind in ("types", "resources", "functions")}


def test_the_cli_binds_all_of_it(cli: Path, tmp_path: Path) -> None:
    assert f"pulumi package gen-sdk {PLUGIN} --language" in (harness.ROOT / "docs" / "pulumi.md").read_text(encoding="utf-8")
    done = bound(cli, tmp_path, PLUGIN)
    assert (done.returncode, done.stderr) == (0, "")
    found, published = json.loads(done.stdout), json.loads(published_text())
    assert names(found) == names(published)
    resource = "ivrsync:index:FunctionRegistration"
    for part in ("inputProperties", "properties"):
        assert set(found["resources"][resource][part]) == set(published["resources"][resource][part])
    assert set(found["resources"][resource]["requiredInputs"]) == set(published["resources"][resource]["requiredInputs"])


def test_a_type_that_is_not_there_would_be_noticed(cli: Path, tmp_path: Path) -> None:
    broken = tmp_path / "schema.json"
    broken.write_text(published_text().replace('"ivrsync:index:Check": {', '"ivrsync:index:Probe": {'), encoding="utf-8")
    done = bound(cli, tmp_path, broken)
    assert done.returncode != 0
    assert "failed to bind schema" in done.stderr
    assert "FunctionRegistration/properties/checks" in done.stderr
