"""The house keeps its shape: sizes, names, and what the published package must not say."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("sync", "infra")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc", "data", "info"}
# Who may speak to a terminal: the command line, the processes that the emulator starts, and the plugins, which tell their port.
EDGE = {"cli", "emulator", "provider", "policy", "serving.py"}
TERMINAL = {"print", "stdin", "stdout", "stderr", "isatty", "get_terminal_size"}
LONGEST_MODULE = 500
LONGEST_FUNCTION = 45  # lines with the docstring; the linter bounds statements at 30


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_a_module_fits_in_the_head(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_a_module_is_named_for_what_it_holds(module: Path) -> None:
    assert module.stem not in VAGUE_NAMES


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_a_function_fits_on_a_screen(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    too_long = [f.name for f in functions if f.end_lineno is not None and f.end_lineno - f.lineno + 1 > LONGEST_FUNCTION]
    assert too_long == []


@pytest.mark.parametrize("package", sorted({path.parent for path in MODULES}), ids=_name)
def test_a_package_says_what_belongs_in_it_and_holds_nothing_else(package: Path) -> None:
    if package.name == "runners":
        pytest.skip("files that run inside a function's process: not a package")
    tree = ast.parse((package / "__init__.py").read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    assert len(tree.body) == 1


@pytest.mark.parametrize("module", [path for path in MODULES if path.relative_to(ROOT).parts[1] not in EDGE], ids=_name)
def test_nothing_below_the_command_line_speaks_to_a_terminal(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert (names | attributes) & TERMINAL == set()
