"""Finding and setting variables."""

from __future__ import annotations

from sync.signatures import ir
from sync.signatures.interpreter.path_condition import opposite
from sync.signatures.interpreter.state import State
from sync.signatures.interpreter.union import union_of
from sync.signatures.interpreter.values import ABSENT, NULL, Alternative, External, Scope, UnionValue, Value


def holder(scope: Scope | None, name: str) -> Scope | None:
    """The scope that has the variable, from the innermost outwards."""
    while scope is not None:
        if name in scope.slots:
            return scope
        scope = scope.parent
    return None


def name_value(state: State, name: str) -> Value:
    """What a name means here; one that nobody defined is the language's own or a global from outside."""
    if name == "this" and state.frame.this is not None and holder(state.scope, name) is None:
        return state.frame.this
    if name in state.dialect.replaced:
        return External(name)
    found = holder(state.scope, name)
    if found is None and name == "arguments" and state.dialect.block_scopes:
        name = "\0arguments"
        found = holder(state.scope, name)
    if found is None:
        return state.elsewhere(state, name)
    value = found.slots[name]
    if not isinstance(value, UnionValue):
        return value
    # A variable not set on one path would end that path here; null stood for a key that is known to be there by now.
    return union_of(
        one for one in value.alternatives if one.value is not ABSENT and not (one.value == NULL and _denied(state, one))
    )


def _denied(state: State, one: Alternative) -> bool:
    return any(opposite(fact) in state.path_condition for fact in one.facts)


def set_name(state: State, name: str, value: Value, declares: ir.Declares) -> None:
    """Set a variable: a new one where it is declared, else where the language looks for it."""
    state.heap.set(_home(state, name, declares).slots, name, value)


def _home(state: State, name: str, declares: ir.Declares) -> Scope:
    scope = state.scope
    if declares == "here":
        return scope
    if declares == "global":
        return outermost(scope)
    if declares == "function":
        return function_scope(scope)
    if state.dialect.block_scopes:
        return holder(scope, name) or outermost(scope)
    if name in scope.outer:
        return holder(scope.parent, name) or outermost(scope)
    return scope


def function_scope(scope: Scope) -> Scope:
    """The scope of the function around a block."""
    while scope.block and scope.parent is not None:
        scope = scope.parent
    return scope


def outermost(scope: Scope) -> Scope:
    """The scope of the module."""
    while scope.parent is not None:
        scope = scope.parent
    return scope


def declare(state: State, name: str, value: Value) -> None:
    """Make a variable in the innermost scope."""
    state.heap.set(state.scope.slots, name, value)
