"""Classes as lines of descent: where an attribute of an instance comes from."""

from __future__ import annotations

from sync.signatures.interpreter.values import ABSENT, ClassValue, External, FunctionValue, Opaque, Record, Value


def class_attribute(of: Value, name: str) -> Value:
    """A method or attribute of a class, through its parents; for a constructor function through its prototype."""
    if isinstance(of, ClassValue):
        return next((one.slots[name] for one in lineage(of) if name in one.slots), ABSENT)
    if isinstance(of, FunctionValue):
        return _on_prototype(of.slots.get("prototype", ABSENT), name)
    return ABSENT


def _on_prototype(prototype: Value, name: str) -> Value:
    """A method of a prototype, or of the ones it was made from."""
    if not isinstance(prototype, Record):
        return ABSENT
    own = prototype.slots.get(name, ABSENT)
    found = (_on_prototype(layer, name) for layer in prototype.beneath)
    return own if own is not ABSENT else next((one for one in found if one is not ABSENT), ABSENT)


def lineage(of: ClassValue) -> list[ClassValue]:
    """A class and its parents of the package, in the order in which an attribute is looked for."""
    if not of.line:
        found = [of, *(one for parent in of.parents if isinstance(parent, ClassValue) for one in lineage(parent))]
        of.line = [one for place, one in enumerate(found) if one not in found[place + 1 :]]
    return of.line


def bind(value: Value, this: Value) -> Value:
    """A function taken from an object knows the object."""
    if isinstance(value, FunctionValue) and not value.function.arrow and value.this is None:
        return FunctionValue(value.function, value.scope, value.file, value.slots, this, value.owner)
    return value


def methods_of(of: Value) -> list[Value]:
    """Everything a class and its parents offer under some name."""
    if not isinstance(of, ClassValue):
        return []
    return [held for one in lineage(of) for held in one.slots.values()]


def outside_parent(made: ClassValue) -> str:
    """The path of the first parent that is not of the package; '' when there is none."""
    for parent in (parent for one in lineage(made) for parent in one.parents):
        if isinstance(parent, External) and parent.path != "object":
            return parent.path
        if isinstance(parent, Opaque):
            return "an unknown class"
    return ""
