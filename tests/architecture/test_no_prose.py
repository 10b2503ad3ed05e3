"""Core and execute hold codes and data: sentences stand in the rows of the catalogue, in errors that are raised, and in render."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SYNC = Path(__file__).parents[2] / "sync"
# Whatever these say ends in an error that is raised.
_REFUSING = {"apply_lock.py", "plan_preconditions.py"}
MODULES = sorted(path for room in ("core", "execute") for path in (SYNC / room).rglob("*.py") if path.name not in _REFUSING)
_PHRASE = re.compile(r"[A-Za-z]{2,} [a-z]{2,}")
_EVIDENCE = "evidence"  # of a dialect: where its form was seen, for whoever reads the code


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_told_elsewhere(node: ast.AST, path: Path) -> bool:
    """Rows of the catalogue with the pieces they share, and what an error says with its hint."""
    if path.parent.name == "rules" and isinstance(node, ast.Assign | ast.AnnAssign):
        return True
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
        return name.endswith("Error") or (name == "__init__" and isinstance(node.func, ast.Attribute))
    is_hint = isinstance(node, ast.Assign) and all(isinstance(it, ast.Name) and it.id.isupper() for it in node.targets)
    return is_hint and path.parent.name == "execute"


def phrases(node: ast.AST, path: Path) -> Iterator[str]:
    """Every text with two words in a row."""
    if _is_docstring(node) or _is_told_elsewhere(node, path) or (isinstance(node, ast.keyword) and node.arg == _EVIDENCE):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and _PHRASE.search(node.value):
        yield node.value
    for child in ast.iter_child_nodes(node):
        yield from phrases(child, path)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SYNC)))
def test_a_module_holds_no_phrase(path: Path) -> None:
    assert list(phrases(ast.parse(path.read_text(encoding="utf-8")), path)) == []


def test_a_phrase_is_seen_where_there_is_one() -> None:
    text = 'def f(): return f"the function {1} does not exist"\nraise InputError("it is gone", "make it again")\n'
    assert list(phrases(ast.parse(text), SYNC / "core" / "x.py")) == ["the function ", " does not exist"]
