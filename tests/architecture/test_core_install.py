"""A core install is small: what only the Pulumi program or a drawing needs belongs to an extra."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]
_IMPORT_ALL = """
import importlib, json, pkgutil, sys
import sync
for module in pkgutil.walk_packages(sync.__path__, "sync."):
    if module.name != "sync.__main__" and ".runners." not in module.name:
        importlib.import_module(module.name)
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def test_only_the_extras_ask_for_pulumi_and_graphviz() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert [name for name in project["dependencies"] if "pulumi" in name or "grpc" in name or "graphviz" in name] == []
    assert [name for name in project["optional-dependencies"]["infra"] if not name.startswith("pulumi")] == []


def test_no_module_of_sync_loads_what_an_extra_brings() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _IMPORT_ALL], cwd=ROOT, capture_output=True, text=True, check=True, timeout=PATIENCE
    )
    loaded = set(json.loads(done.stdout))
    assert {"sync", "pydantic"} <= loaded
    assert {"pulumi", "pulumi_alicloud", "grpc", "pygraphviz"} & loaded == set()
