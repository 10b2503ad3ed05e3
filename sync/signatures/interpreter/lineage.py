"""Classes as lines of descent: where an attribute of an instance comes from, and the methods that the language itself calls."""

from __future__ import annotations

from collections.abc import Callable

from sync.signatures.interpreter.heap import Path
from sync.signatures.interpreter.state import Guard, State
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


ITEM_METHODS = ("__getitem__", "offsetGet")  # methods that stand in for subscripts
OPERATORS = {
    "==": "__eq__", "<": "__lt__", ">": "__gt__", "<=": "__le__", ">=": "__ge__", "+": "__add__", "-": "__sub__", "*": "__mul__",
    "/": "__truediv__", "%": "__mod__", "|": "__or__", "&": "__and__", ">>": "__rshift__", "<<": "__lshift__", "^": "__xor__",
    "@": "__matmul__",
}  # fmt: skip


def own_method(state: State, owner: Value, *names: str) -> Value:
    """The first of these methods that the class of an instance has, bound to it; absent where it has none, or we stand in it."""
    if not isinstance(owner, Record) or owner.of is None:
        return ABSENT
    for name in names:
        found = class_attribute(owner.of, name)
        if found is not ABSENT:
            entered = any(frame.value is not None and frame.value.function.name == name for frame in state.frames)
            return ABSENT if entered else bind(found, owner.whole or owner)
    return ABSENT


def operated(state: State, word: str, owner: Value, others: tuple[Value, ...], line: int) -> Value:
    """What an operator on an instance answers; absent where its class does not say."""
    method = own_method(state, owner, OPERATORS[word]) if word in OPERATORS and state.dialect.attributes else ABSENT
    return method if method is ABSENT else state.call_plain(method, *others, line=line)


def described(state: State, found: Value, instance: Record, line: int) -> Value:
    """A class attribute that decides itself what is read through it: a descriptor."""
    method = own_method(state, found, "__get__")
    owner = instance.of if isinstance(instance.of, ClassValue) else ABSENT
    return found if method is ABSENT else state.call_plain(method, instance, owner, line=line)


def attempted(state: State, kind: str, body: Callable[[], Value], otherwise: Value) -> Value:
    """What a call answers, or something else where it raises that exception."""
    mark = state.heap.mark()
    guard = Guard(frozenset((kind,)), mark)
    state.guards.append(guard)
    value = body()
    state.guards.pop()
    paths = [state.capture(mark, value)] if state.live else []
    paths.extend(Path(otherwise, path.facts, path.changes) for path in guard.paths)
    state.heap.rollback(mark)
    return state.meet(paths)


def shown(state: State, value: Value, line: int) -> Value:
    """An instance as a text: what its class makes of it."""
    names = ("__str__", "__repr__") if state.dialect.attributes else ("toString", "__toString")
    method = own_method(state, value, *names)
    return value if method is ABSENT else state.call_plain(method, line=line)
