"""Modules of the package: run once for their definitions, before or while the event is followed."""

from __future__ import annotations

from sync.signatures import ir
from sync.signatures.interpreter.path_condition import NOTHING_KNOWN
from sync.signatures.interpreter.places import declare, look_up, soft
from sync.signatures.interpreter.state import Frame, State
from sync.signatures.interpreter.union import alternatives
from sync.signatures.interpreter.values import OPAQUE, External, Getter, ModuleValue, Record, Scope, Value


def load_module(state: State, file: str) -> ModuleValue | None:
    """The module of a file, its top level followed."""
    if file in state.modules:
        return state.modules[file]
    lowered = state.sources.module(file)
    if lowered is None or lowered.broken:
        return None
    # PHP has one scope for the variables and functions of all files.
    scope = next(iter(state.modules.values())).scope if state.dialect.properties and state.modules else Scope()
    module = state.modules[file] = ModuleValue(file, scope)
    record = state.exports[file] = Record()
    scope.slots.update(state.dialect.module_slots(file, record))
    _follow_top(state, lowered, Frame(lowered, file, scope, state.heap.mark(), this=record if state.dialect.block_scopes else None))
    return module


def _follow_top(state: State, lowered: ir.Module, frame: Frame) -> None:
    """Follow a module's top level apart from the path that imports it."""
    following, facts, guards, mark = state.following, state.path_condition, state.guards, state.heap.mark()
    state.following, state.path_condition, state.guards = False, NOTHING_KNOWN, []
    state.frames.append(frame)
    for statement in lowered.body:
        state.live = True  # a module that could not be loaded would not be deployed: what seemed to fail did not
        state.execute((statement,))
    state.frames.pop()
    state.following, state.path_condition, state.guards, state.live = following, facts, guards, True
    state.heap.keep(mark)  # it stays loaded when the path that first asked for it is taken back


def import_names(state: State, node: ir.Import) -> None:
    """Bind the imported names."""
    for name, local in node.names:
        value = imported(state, node.source, name)
        every = value.scope.slots if isinstance(value, ModuleValue) else {}
        bound = {local: value} if name != "**" else {key: one for key, one in every.items() if not key.startswith(("_", "\0"))}
        for key, one in bound.items():
            declare(state, key, one)


def imported(state: State, source: str, name: str) -> Value:
    """One name of another module; `*` and `**` are the module itself."""
    whole = name in {"*", "**"}
    if not whole:
        inner = state.sources.locate(f"{source.rstrip('.')}.{name}" if source.strip(".") else source + name, state.frame.file)
        if inner is not None and state.dialect.attributes and (module := load_module(state, inner)) is not None:
            return module
    file = state.sources.locate(source, state.frame.file)
    module = load_module(state, file) if file is not None else None
    if module is None:
        return External(source if whole else f"{source}.{name}")
    if state.dialect.block_scopes:
        return _from_exports(state, module, name, whole=whole)
    return module if whole else module.scope.slots.get(name, OPAQUE)


def exports_of(state: State, module: ModuleValue) -> Value:
    """What a module offers: `module.exports`, which may have been replaced."""
    holder = module.scope.slots.get("module")
    record = holder.slots.get("exports") if isinstance(holder, Record) else None
    return record if record is not None else state.exports[module.name]


def _from_exports(state: State, module: ModuleValue, name: str, *, whole: bool) -> Value:
    offered = exports_of(state, module)
    if whole:
        return offered
    records = [one.value for one in alternatives(offered) if isinstance(one.value, Record)]
    if name == "default" and not any(name in one.slots for one in records):
        return offered
    value = soft(state, look_up(state, offered, name, "attribute", 0))
    return state.call_plain(value.function, line=0) if isinstance(value, Getter) else value


def export(state: State, node: ir.Export) -> None:
    """Offer a value under a name; `*` offers everything of another module."""
    record = state.exports[state.frame.file]
    value = state.eval(node.value)
    if node.name != "*":
        state.heap.set(record.slots, node.name, value)
    elif isinstance(value, Record):
        for name, one in value.slots.items():
            state.heap.set(record.slots, name, one)


def defined_elsewhere(state: State, name: str) -> Value:
    """A name nobody defined here: a class that an autoloader finds by its name, else something from outside."""
    file = state.sources.defining(name) if state.dialect.properties else None
    module = load_module(state, file) if file is not None and file not in state.modules else None
    return (module.scope.slots.get(name) if module is not None else None) or External(name)
