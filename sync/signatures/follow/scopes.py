"""Finding and setting variables."""

from __future__ import annotations

from sync.signatures import form
from sync.signatures.follow.choices import choose
from sync.signatures.follow.facts import opposite
from sync.signatures.follow.run import Run
from sync.signatures.follow.values import ABSENT, NULL, Alternative, Choice, External, Scope, Value


def holder(scope: Scope | None, name: str) -> Scope | None:
    """The scope that has the variable, from the innermost outwards."""
    while scope is not None:
        if name in scope.slots:
            return scope
        scope = scope.parent
    return None


def name_value(run: Run, name: str) -> Value:
    """What a name means here; one that nobody defined is the language's own or a global from outside."""
    if name == "this" and run.frame.this is not None and holder(run.scope, name) is None:
        return run.frame.this
    if name in run.dialect.replaced:
        return External(name)
    found = holder(run.scope, name)
    if found is None and name == "arguments" and run.dialect.block_scopes:
        name = "\0arguments"
        found = holder(run.scope, name)
    if found is None:
        return run.elsewhere(run, name)
    value = found.slots[name]
    if not isinstance(value, Choice):
        return value
    # A variable not set on one path would end that path here; null stood for a key that is known to be there by now.
    return choose(one for one in value.alternatives if one.value is not ABSENT and not (one.value == NULL and _denied(run, one)))


def _denied(run: Run, one: Alternative) -> bool:
    return any(opposite(fact) in run.facts for fact in one.facts)


def set_name(run: Run, name: str, value: Value, declares: form.Declares) -> None:
    """Set a variable: a new one where it is declared, else where the language looks for it."""
    run.store.set(_home(run, name, declares).slots, name, value)


def _home(run: Run, name: str, declares: form.Declares) -> Scope:
    scope = run.scope
    if declares == "here":
        return scope
    if declares == "global":
        return outermost(scope)
    if declares == "function":
        return function_scope(scope)
    if run.dialect.block_scopes:
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


def declare(run: Run, name: str, value: Value) -> None:
    """Make a variable in the innermost scope."""
    run.store.set(run.scope.slots, name, value)
