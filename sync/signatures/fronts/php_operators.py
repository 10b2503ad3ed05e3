"""PHP: operators, built of operands that are lowered already."""

from __future__ import annotations

from collections.abc import Mapping

from tree_sitter import Node

from sync.signatures import form
from sync.signatures.fronts.tree import line, text

OWN_CLASS = "\0self"  # the native that answers the class a method belongs to
APPEND = "\0push"  # the list method behind `$list[] = value`
CONSTANTS: Mapping[str, form.Scalar] = {"null": None, "true": True, "false": False, "__dir__": "", "__file__": ""}
CASTS = {"int": "intval", "integer": "intval", "float": "floatval", "double": "floatval", "string": "strval", "bool": "boolval"}
_COMPARISONS = {"===": "==", "==": "==", "!==": "!=", "!=": "!=", "<>": "!="}
WORDS: Mapping[str, form.LogicWord] = {"&&": "and", "and": "and", "||": "or", "or": "or", "??": "??"}


def joined(word: str, left: form.Expr, right: form.Expr, at: int) -> form.Expr:
    """Two operands and the operator between them."""
    logic = WORDS.get(word.lower())
    if logic is not None:
        return form.Logic(logic, left, right, at)
    if word in _COMPARISONS or word in {"<", ">", "<=", ">=", "instanceof"}:
        return form.Compare(_COMPARISONS.get(word, word), left, right, at)
    return form.Operation("text" if word == "." else word, (left, right), at)


def all_set(given: tuple[form.Argument, ...], at: int) -> form.Expr:
    """`isset(…)`: none of them is null."""
    tests: list[form.Expr] = [form.Compare("!=", one.value, form.Constant(None, at), at) for one in given]
    result = tests[0] if tests else form.Constant(value=True, line=at)
    for test in tests[1:]:
        result = form.Logic("and", result, test, at)
    return result


def bare(node: Node) -> str:
    """A name without its namespace."""
    return text(node).rsplit("\\", 1)[-1]


def global_name(node: Node) -> form.Name | None:
    """`$GLOBALS['name']`: the variable of that name outside all functions."""
    owner, key = node.named_children[0], node.named_children[-1]
    if text(owner) != "$GLOBALS" or key.type not in {"string", "encapsed_string"}:
        return None
    name = text(key)[1:-1]
    return form.Name(f"${name}", line(node), "global") if name.isidentifier() and name != "fcLogger" else None
