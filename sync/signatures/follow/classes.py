"""Classes of the package: made, and instantiated."""

from __future__ import annotations

from sync.signatures import steps
from sync.signatures.follow.members import class_attribute
from sync.signatures.follow.models import build_model, model_kind
from sync.signatures.follow.outside import unknown_call
from sync.signatures.follow.run import Run
from sync.signatures.follow.values import (
    ABSENT,
    Arguments,
    ClassValue,
    External,
    FunctionValue,
    Getter,
    Native,
    Opaque,
    Record,
    Scope,
    Value,
)


def make_class(run: Run, definition: steps.Class) -> ClassValue:
    """A class with its methods and attributes."""
    parents = tuple(run.eval(parent) for parent in definition.parents)
    scope = run.scope
    made = ClassValue(definition, parents, scope, run.frame.file)
    run.frame.scope = Scope(slots=made.slots, parent=scope)
    run.execute(definition.body)
    run.frame.scope = scope
    for value in made.slots.values():
        method = value.function if isinstance(value, Getter) else value
        if isinstance(method, FunctionValue):
            method.scope, method.owner = scope, made
    return made


def construct(run: Run, made: ClassValue, arguments: Arguments) -> Value:
    """An instance of a class of the package."""
    kind = model_kind(run, made)
    if kind:
        return build_model(run, made, kind, arguments)
    record = Record(of=made)
    start = next(
        (found for name in ("__init__", "constructor", "__construct") if (found := class_attribute(made, name)) is not ABSENT),
        ABSENT,
    )
    if isinstance(start, FunctionValue):
        arguments.this, arguments.makes = record, False
        run.call(start, arguments)
        return record
    outside = outside_parent(made)
    if outside:
        return _from_outside(run, record, outside, arguments)
    return record


def _from_outside(run: Run, record: Record, outside: str, arguments: Arguments) -> Record:
    """The constructor is a library's: a dict keeps what it is given, anything else may read it."""
    if outside in {"dict", "OrderedDict", "UserDict"} and arguments.plain:
        record.beneath = tuple(arguments.plain)
        return record
    if not outside.endswith(("Error", "Exception")):
        unknown_call(run, arguments.every(), outside, arguments.line)
    return record


def outside_parent(made: ClassValue) -> str:
    """The path of the first parent that is not of the package; '' when there is none."""
    for parent in made.parents:
        if isinstance(parent, External):
            if parent.path != "object":
                return parent.path
        elif isinstance(parent, Opaque):
            return "an unknown class"
        elif isinstance(parent, ClassValue) and (path := outside_parent(parent)):
            return path
    return ""


def parent_of(run: Run) -> Value:
    """`super`: this instance, seen as one of its parent class."""
    frame = run.frame
    owner, this = (frame.value.owner if frame.value else None), frame.this
    if not isinstance(this, Record) or owner is None:
        return Opaque()
    parent = next((one for one in owner.parents if isinstance(one, ClassValue)), None)
    if parent is None:
        return Native("super", lambda inner, given: unknown_call(inner, given.every(), outside_parent(owner), given.line))
    return Record(this.slots, this.beneath, parent)
