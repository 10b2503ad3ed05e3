"""Classes of the package: made, and instantiated."""

from __future__ import annotations

from sync.signatures import steps
from sync.signatures.follow.choices import alternatives, choose
from sync.signatures.follow.ledger import USED
from sync.signatures.follow.members import class_attribute, lineage
from sync.signatures.follow.models import build_model, hint, model_kind
from sync.signatures.follow.outside import unknown_call
from sync.signatures.follow.run import Run
from sync.signatures.follow.truth import constant_type
from sync.signatures.follow.values import (
    ABSENT,
    NULL,
    Alternative,
    Arguments,
    ClassValue,
    Const,
    External,
    FunctionValue,
    Getter,
    Native,
    Opaque,
    Record,
    Scope,
    Value,
)

ENUMERATIONS = frozenset(("Enum", "StrEnum", "IntEnum", "Flag"))


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
    if is_enumeration(made):
        return _enumerated(run, made, arguments)
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


def is_enumeration(made: ClassValue) -> bool:
    """Whether its members stand for constants."""
    return any(
        isinstance(parent, External) and parent.path.split(".")[-1] in ENUMERATIONS
        for one in lineage(made)
        for parent in one.parents
    )


def _enumerated(run: Run, made: ClassValue, arguments: Arguments) -> Value:
    """`Level(text)`: the member of that value, or a ValueError. A member is followed as its value."""
    value = arguments.at(0, "value") or NULL
    members = [held for one in lineage(made) for held in one.slots.values() if isinstance(held, Const)]
    found: list[Alternative] = []
    for one, facts in alternatives(value):
        if isinstance(one, Const):
            found.append(Alternative(one if one in members else ABSENT, facts))
            continue
        for member in members:
            hint(run, one, constant_type(member.value), USED)
            found.append(Alternative(member, facts))
        found.append(Alternative(ABSENT, facts))
    return run.only(choose(found), lambda one: one is not ABSENT, "ValueError")


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
    for parent in (parent for one in lineage(made) for parent in one.parents):
        if isinstance(parent, External) and parent.path != "object":
            return parent.path
        if isinstance(parent, Opaque):
            return "an unknown class"
    return ""


def parent_of(run: Run) -> Value:
    """`super`: this instance, seen as one of the class that comes next in its line."""
    frame = run.frame
    owner, this = (frame.value.owner if frame.value else None), frame.this
    if not isinstance(this, Record) or owner is None:
        return Opaque()
    line = lineage(this.of) if isinstance(this.of, ClassValue) else []
    rest = tuple(line[line.index(owner) + 1 :] if owner in line else lineage(owner)[1:])
    if not rest:
        return Native("super", lambda inner, given: unknown_call(inner, given.every(), outside_parent(owner), given.line))
    parents = ClassValue(owner.definition, rest, owner.scope, owner.file)
    return Record(this.slots, this.beneath, parents, this.whole or this)
