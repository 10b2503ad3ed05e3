"""The oracle judges the tool, so it must not share its ideas: it may run the command line and the emulator, nothing else."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ORACLE = Path(__file__).parents[1] / "oracle"
ALLOWED = ("sync.emulator.", "sync.cli.main", "sync.cli.failures")
OURS = ("sync", "registry", "tests")


def _imported(module: Path) -> list[str]:
    nodes = list(ast.walk(ast.parse(module.read_text(encoding="utf-8"))))
    froms = [f"{node.module}.{name.name}" for node in nodes if isinstance(node, ast.ImportFrom) for name in node.names]
    return froms + [name.name for node in nodes if isinstance(node, ast.Import) for name in node.names]


@pytest.mark.parametrize("module", sorted(ORACLE.glob("*.py")), ids=lambda path: path.stem)
def test_the_oracle_shares_no_code_with_what_it_judges(module: Path) -> None:
    ours = [name for name in _imported(module) if name.split(".")[0] in OURS]
    assert [name for name in ours if not name.startswith((*ALLOWED, "tests.oracle"))] == []
