"""What kind of value it is: `typeof`, `instanceof`, `isinstance` with a class of the package."""

from __future__ import annotations

from sync.signatures import ir
from sync.signatures.interpreter.lineage import lineage
from sync.signatures.interpreter.reading import on_event
from sync.signatures.interpreter.state import State
from sync.signatures.interpreter.truth import EITHER, FALSE, TRUE, constant_type
from sync.signatures.interpreter.union import map_union
from sync.signatures.interpreter.values import (
    OPAQUE,
    ClassValue,
    Const,
    Derived,
    Field,
    FunctionValue,
    ListValue,
    Raw,
    Record,
    Value,
)


def instance_of(value: Value, classes: list[Value]) -> Value:
    """Whether a value is of one of these classes, where all of them are the package's."""
    if not all(isinstance(one, ClassValue | FunctionValue) for one in classes):
        return EITHER
    return map_union(value, lambda one: _instance_of(one, classes))


def _instance_of(value: Value, classes: list[Value]) -> Value:
    match value:
        case Record(of=ClassValue() as made):
            return Const(value=any(one in classes for one in lineage(made)))
        case Record(of=FunctionValue() as made):
            return TRUE if made in classes else EITHER
        case Const() | ListValue() | Field() | Raw():
            return FALSE
        case _:
            return EITHER


def type_name_of(state: State, node: ir.TypeOf) -> Value:
    """`typeof value`."""
    value = state.eval(node.value)
    return map_union(value, _type_name)


def _type_name(value: Value) -> Value:
    match value:
        case Field():
            return Derived(value.key, named=True)
        case Const():
            name = "undefined" if value.value is None else constant_type(value.value)
            return Const("number" if name == "integer" else name)
        case FunctionValue() | ClassValue():
            return Const("function")
        case Raw(text=True):
            return Const("string")
        case Record() | ListValue() if not on_event(value):
            return Const("object")
        case _:
            return OPAQUE
