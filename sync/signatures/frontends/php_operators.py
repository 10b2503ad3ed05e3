"""PHP: operators, built of operands that are lowered already."""

from __future__ import annotations

from collections.abc import Mapping

from tree_sitter import Node

from sync.signatures import ir
from sync.signatures.frontends.tree import line, text

CONSTANTS: Mapping[str, ir.Scalar] = {"null": None, "true": True, "false": False, "__dir__": "", "__file__": ""}
CASTS = {"int": "intval", "integer": "intval", "float": "floatval", "double": "floatval", "string": "strval", "bool": "boolval"}
_COMPARISONS = {"===": "==", "==": "==", "!==": "!=", "!=": "!=", "<>": "!="}
WORDS: Mapping[str, ir.LogicWord] = {"&&": "and", "and": "and", "||": "or", "or": "or", "??": "??"}


def joined(word: str, left: ir.Expr, right: ir.Expr, at: int) -> ir.Expr:
    """Two operands and the operator between them."""
    logic = WORDS.get(word.lower())
    if logic is not None:
        return ir.Logic(logic, left, right, at)
    if word in _COMPARISONS or word in {"<", ">", "<=", ">=", "instanceof"}:
        return ir.Compare(_COMPARISONS.get(word, word), left, right, at)
    return ir.Operation("text" if word == "." else word, (left, right), at)


def all_set(given: tuple[ir.Argument, ...], at: int) -> ir.Expr:
    """`isset(…)`: none of them is null."""
    tests: list[ir.Expr] = [ir.Compare("!=", one.value, ir.Constant(None, at), at) for one in given]
    result = tests[0] if tests else ir.Constant(value=True, line=at)
    for test in tests[1:]:
        result = ir.Logic("and", result, test, at)
    return result


def bare(node: Node) -> str:
    """A name without its namespace."""
    return text(node).rsplit("\\", 1)[-1]


def global_name(node: Node) -> ir.Name | None:
    """`$GLOBALS['name']`: the variable of that name outside all functions."""
    owner, key = node.named_children[0], node.named_children[-1]
    if text(owner) != "$GLOBALS" or key.type not in {"string", "encapsed_string"}:
        return None
    name = text(key)[1:-1]
    return ir.Name(f"${name}", line(node), "global") if name.isidentifier() and name != "fcLogger" else None
