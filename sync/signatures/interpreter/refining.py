"""What a test tells about a variable: in each branch it can only be what the test lets through."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from sync.signatures import ir
from sync.signatures.interpreter.kinds import instance_of
from sync.signatures.interpreter.reading import is_text, on_event
from sync.signatures.interpreter.scopes import holder
from sync.signatures.interpreter.state import State
from sync.signatures.interpreter.truth import truth
from sync.signatures.interpreter.union import alternatives, union_of
from sync.signatures.interpreter.values import NULL, RAW_TEXT, Alternative, Opaque, UnionValue, Value


@dataclass(frozen=True, slots=True)
class Instance:
    """That a variable holds an instance of a class, or that it does not."""

    of: ir.Expr
    holds: bool


Kept = Literal["true", "false", "null", "not null", "text", "no text"] | Instance
Refined = tuple[tuple[str, Kept], ...]


def refinements(test: ir.Expr) -> tuple[Refined, Refined]:
    """The variables a test is about, and what they are when it holds and when it does not."""
    match test:
        case ir.Name():
            return ((test.id, "true"),), ((test.id, "false"),)
        case ir.Not():
            yes, no = refinements(test.value)
            return no, yes
        case ir.Logic(word="and"):
            return refinements(test.left)[0] + refinements(test.right)[0], ()
        case ir.Logic(word="or"):
            return (), refinements(test.left)[1] + refinements(test.right)[1]
        case _:
            return _of_comparison(test)


def _of_comparison(test: ir.Expr) -> tuple[Refined, Refined]:
    match test:
        case ir.Compare(word="==" | "!=" as word, left=ir.Name(id=name), right=ir.Constant(value=None)):
            kept: Kept = "null" if word == "==" else "not null"
            return ((name, kept),), ((name, "not null" if word == "==" else "null"),)
        case ir.Compare(word="==", left=ir.TypeOf(value=ir.Name(id=name)), right=ir.Constant(value="string")):
            return ((name, "text"),), ((name, "no text"),)
        case ir.Compare(word="instanceof", left=ir.Name(id=name), right=of):
            return _instance(name, of)
        case ir.Call(callee=ir.Name(id="isinstance"), arguments=(ir.Argument(value=ir.Name(id=name)), ir.Argument(value=of))):
            return _instance(name, of)
        case _:
            return (), ()


def _instance(name: str, of: ir.Expr) -> tuple[Refined, Refined]:
    return ((name, Instance(of, holds=True)),), ((name, Instance(of, holds=False)),)


def refine(state: State, name: str, kept: Kept) -> None:
    """Narrow a variable to what it can be on this branch."""
    found = holder(state.scope, name)
    if found is None:
        return
    value = found.slots[name]
    if not (isinstance(value, UnionValue | Opaque) or kept == "text"):
        return
    good = [Alternative(_shown(one.value, kept), one.facts) for one in alternatives(value) if _fits(state, one.value, kept)]
    if good and good != list(alternatives(value)):
        state.heap.set(found.slots, name, union_of(good))


def _shown(value: Value, kept: Kept) -> Value:
    """What a test shows of something unknown: that it is not empty; of the event, that it is a text, and has no keys."""
    if kept == "text":
        return RAW_TEXT if on_event(value) else value
    return replace(value, true=True) if kept == "true" and isinstance(value, Opaque) else value


def _fits(state: State, value: Value, kept: Kept) -> bool:
    match kept:
        case Instance():
            yes, no = truth(state, instance_of(value, [state.eval(kept.of)]))
            return (yes if kept.holds else no) is not None
        case "text":
            return value != NULL
        case "no text":
            return not is_text(value)
        case "null":
            return value == NULL
        case "not null":
            return value != NULL
        case "true":
            return truth(state, value)[0] is not None
        case "false":
            return truth(state, value)[1] is not None
