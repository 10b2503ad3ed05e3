"""What a test tells about a variable: in each branch it can only be what the test lets through."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from sync.signatures import form
from sync.signatures.follow.choices import alternatives, choose
from sync.signatures.follow.kinds import instance_of
from sync.signatures.follow.reading import is_text, on_event
from sync.signatures.follow.run import Run
from sync.signatures.follow.scopes import holder
from sync.signatures.follow.truth import truth
from sync.signatures.follow.values import NULL, RAW_TEXT, Alternative, Choice, Opaque, Value


@dataclass(frozen=True, slots=True)
class Instance:
    """That a variable holds an instance of a class, or that it does not."""

    of: form.Expr
    holds: bool


Kept = Literal["true", "false", "null", "not null", "text", "no text"] | Instance
Refined = tuple[tuple[str, Kept], ...]


def refinements(test: form.Expr) -> tuple[Refined, Refined]:
    """The variables a test is about, and what they are when it holds and when it does not."""
    match test:
        case form.Name():
            return ((test.id, "true"),), ((test.id, "false"),)
        case form.Not():
            yes, no = refinements(test.value)
            return no, yes
        case form.Logic(word="and"):
            return refinements(test.left)[0] + refinements(test.right)[0], ()
        case form.Logic(word="or"):
            return (), refinements(test.left)[1] + refinements(test.right)[1]
        case _:
            return _of_comparison(test)


def _of_comparison(test: form.Expr) -> tuple[Refined, Refined]:
    match test:
        case form.Compare(word="==" | "!=" as word, left=form.Name(id=name), right=form.Constant(value=None)):
            kept: Kept = "null" if word == "==" else "not null"
            return ((name, kept),), ((name, "not null" if word == "==" else "null"),)
        case form.Compare(word="==", left=form.TypeOf(value=form.Name(id=name)), right=form.Constant(value="string")):
            return ((name, "text"),), ((name, "no text"),)
        case form.Compare(word="instanceof", left=form.Name(id=name), right=of):
            return _instance(name, of)
        case form.Call(
            callee=form.Name(id="isinstance"), arguments=(form.Argument(value=form.Name(id=name)), form.Argument(value=of))
        ):
            return _instance(name, of)
        case _:
            return (), ()


def _instance(name: str, of: form.Expr) -> tuple[Refined, Refined]:
    return ((name, Instance(of, holds=True)),), ((name, Instance(of, holds=False)),)


def refine(run: Run, name: str, kept: Kept) -> None:
    """Narrow a variable to what it can be on this branch."""
    found = holder(run.scope, name)
    if found is None:
        return
    value = found.slots[name]
    if not (isinstance(value, Choice | Opaque) or kept == "text"):
        return
    good = [Alternative(_shown(one.value, kept), one.facts) for one in alternatives(value) if _fits(run, one.value, kept)]
    if good and good != list(alternatives(value)):
        run.store.set(found.slots, name, choose(good))


def _shown(value: Value, kept: Kept) -> Value:
    """What a test shows of something unknown: that it is not empty; of the event, that it is a text, and has no keys."""
    if kept == "text":
        return RAW_TEXT if on_event(value) else value
    return replace(value, true=True) if kept == "true" and isinstance(value, Opaque) else value


def _fits(run: Run, value: Value, kept: Kept) -> bool:
    match kept:
        case Instance():
            yes, no = truth(run, instance_of(value, [run.eval(kept.of)]))
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
            return truth(run, value)[0] is not None
        case "false":
            return truth(run, value)[1] is not None
