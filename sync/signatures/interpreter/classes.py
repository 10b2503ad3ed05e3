"""Classes of the package: made, and instantiated."""

from __future__ import annotations

from sync.signatures import ir
from sync.signatures.interpreter.lineage import class_attribute, lineage, outside_parent
from sync.signatures.interpreter.magic import own_method
from sync.signatures.interpreter.models import build_model, hint, model_kind
from sync.signatures.interpreter.observations import USED
from sync.signatures.interpreter.state import State
from sync.signatures.interpreter.truth import constant_type
from sync.signatures.interpreter.union import alternatives, union_of
from sync.signatures.interpreter.unknown_calls import unknown_call
from sync.signatures.interpreter.values import (
    ABSENT,
    NULL,
    OPAQUE,
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
    Wrapped,
)

MAKING = "\0making"  # the cell of a metaclass that holds the class being made
METACLASS = "\0metaclass"  # the cell of a class that holds its metaclass
ENUMERATIONS = frozenset(("Enum", "StrEnum", "IntEnum", "Flag"))


def make_class(state: State, definition: ir.Class) -> ClassValue:
    """A class with its methods and attributes."""
    parents = tuple(state.eval(parent) for parent in definition.parents)
    scope = state.scope
    made = ClassValue(definition, parents, scope, state.frame.file)
    state.frame.scope = Scope(slots=made.slots, parent=scope)
    state.execute(definition.body)
    state.frame.scope = scope
    for value in made.slots.values():
        method = value.function if isinstance(value, Getter | Native | Wrapped) else value
        if isinstance(method, FunctionValue):
            method.scope, method.owner = scope, made
    _tell(state, made)
    return made


def _tell(state: State, made: ClassValue) -> None:
    """What Python calls when a class was made: its descriptors, its parents, its metaclass."""
    line = made.definition.line
    for name, held in list(made.slots.items()):
        named = own_method(state, held, "__set_name__")
        if named is not ABSENT:
            state.call_plain(named, made, Const(name), line=line)
    options = {one.name: state.eval(one.value) for one in made.definition.options}
    metaclass = options.pop("metaclass", ABSENT)
    told = next((one for parent in lineage(made)[1:] if (one := parent.slots.get("__init_subclass__")) is not None), None)
    told = told.function if isinstance(told, Native) else told
    if isinstance(told, FunctionValue):
        state.call(told, Arguments(plain=[made], named=options, keywords=[], line=line))
    inherited = [one.slots[METACLASS] for one in lineage(made) if METACLASS in one.slots]
    kind = metaclass if isinstance(metaclass, ClassValue) else next(iter(inherited), ABSENT)
    if isinstance(kind, ClassValue):
        made.slots[METACLASS] = kind
        _made_by(state, kind, made)


def _made_by(state: State, kind: ClassValue, made: ClassValue) -> None:
    """A metaclass of the package gets the class it makes, as registries of classes do."""
    kind.slots[MAKING] = made
    names = (kind, Const(made.definition.name), OPAQUE, Record(dict(made.slots)))
    for name in ("__new__", "__init__"):
        method = class_attribute(kind, name)
        if isinstance(method, FunctionValue):
            state.call(
                method, Arguments(plain=[made if name == "__init__" else names[0], *names[1:]], named={}, keywords=[], line=0)
            )


def construct(state: State, made: ClassValue, arguments: Arguments) -> Value:
    """An instance of a class of the package."""
    if is_enumeration(made):
        return _enumerated(state, made, arguments)
    kind = model_kind(state, made)
    if kind:
        return build_model(state, made, kind, arguments)
    record = Record(of=made)
    state.heap.born(record.slots)
    start = next(
        (found for name in ("__init__", "constructor", "__construct") if (found := class_attribute(made, name)) is not ABSENT),
        ABSENT,
    )
    if isinstance(start, FunctionValue):
        arguments.this, arguments.makes = record, False
        state.call(start, arguments)
        return record
    outside = outside_parent(made)
    if outside:
        return _from_outside(state, record, outside, arguments)
    return record


def is_enumeration(made: ClassValue) -> bool:
    """Whether its members stand for constants."""
    return any(
        isinstance(parent, External) and parent.path.split(".")[-1] in ENUMERATIONS
        for one in lineage(made)
        for parent in one.parents
    )


def _enumerated(state: State, made: ClassValue, arguments: Arguments) -> Value:
    """`Level(text)`: the member of that value, or a ValueError. A member is followed as its value."""
    value = arguments.at(0, "value") or NULL
    members = [held for one in lineage(made) for held in one.slots.values() if isinstance(held, Const)]
    found: list[Alternative] = []
    for one, facts in alternatives(value):
        if isinstance(one, Const):
            found.append(Alternative(one if one in members else ABSENT, facts))
            continue
        for member in members:
            hint(state, one, constant_type(member.value), USED)
            found.append(Alternative(member, facts))
        found.append(Alternative(ABSENT, facts))
    return state.only(union_of(found), lambda one: one is not ABSENT, "ValueError")


def _from_outside(state: State, record: Record, outside: str, arguments: Arguments) -> Record:
    """The constructor is a library's: a dict keeps what it is given, anything else may read it."""
    if outside in {"dict", "OrderedDict", "UserDict"} and arguments.plain:
        record.beneath = tuple(arguments.plain)
        return record
    if not outside.endswith(("Error", "Exception")):
        unknown_call(state, arguments.every(), outside, arguments.line)
    return record


def parent_of(state: State) -> Value:
    """`super`: this instance, seen as one of the class that comes next in its line."""
    frame = state.frame
    owner, this = (frame.value.owner if frame.value else None), frame.this
    if owner is not None and MAKING in owner.slots and not isinstance(this, Record):
        made = owner.slots[MAKING]
        return Record(
            {"__new__": Native("__new__", lambda _run, _given: made)}, of=ClassValue(owner.definition, (), owner.scope, owner.file)
        )
    if not isinstance(this, Record) or owner is None:
        return Opaque()
    line = lineage(this.of) if isinstance(this.of, ClassValue) else []
    rest = tuple(line[line.index(owner) + 1 :] if owner in line else lineage(owner)[1:])
    if not rest:
        return Native("super", lambda inner, given: unknown_call(inner, given.every(), outside_parent(owner), given.line))
    parents = ClassValue(owner.definition, rest, owner.scope, owner.file)
    return Record(this.slots, this.beneath, parents, this.whole or this)
