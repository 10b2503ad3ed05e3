"""Modules of the package: run once for their definitions, before or while the event is followed."""

from __future__ import annotations

from sync.signatures import steps
from sync.signatures.follow.choices import alternatives
from sync.signatures.follow.facts import NOTHING_KNOWN
from sync.signatures.follow.reading import look_up, soft
from sync.signatures.follow.run import Frame, Run
from sync.signatures.follow.scopes import declare
from sync.signatures.follow.values import OPAQUE, External, Getter, ModuleValue, Record, Scope, Value


def load_module(run: Run, file: str) -> ModuleValue | None:
    """The module of a file, its top level followed."""
    if file in run.modules:
        return run.modules[file]
    lowered = run.sources.module(file)
    if lowered is None or lowered.broken:
        return None
    # PHP has one scope for the variables and functions of all files.
    scope = next(iter(run.modules.values())).scope if run.dialect.properties and run.modules else Scope()
    module = run.modules[file] = ModuleValue(file, scope)
    record = run.exports[file] = Record()
    scope.slots.update(run.dialect.module_slots(file, record))
    _follow_top(run, lowered, Frame(lowered, file, scope, run.store.mark(), this=record if run.dialect.block_scopes else None))
    return module


def _follow_top(run: Run, lowered: steps.Module, frame: Frame) -> None:
    """Follow a module's top level apart from the path that imports it."""
    following, facts, guards, mark = run.following, run.facts, run.guards, run.store.mark()
    run.following, run.facts, run.guards = False, NOTHING_KNOWN, []
    run.frames.append(frame)
    for statement in lowered.body:
        run.live = True  # a module that could not be loaded would not be deployed: what seemed to fail did not
        run.execute((statement,))
    run.frames.pop()
    run.following, run.facts, run.guards, run.live = following, facts, guards, True
    run.store.keep(mark)  # it stays loaded when the path that first asked for it is taken back


def import_names(run: Run, node: steps.Import) -> None:
    """Bind the imported names."""
    for name, local in node.names:
        value = imported(run, node.source, name)
        if name == "**":
            _bind_all(run, value)
        else:
            declare(run, local, value)


def _bind_all(run: Run, value: Value) -> None:
    if isinstance(value, ModuleValue):
        for name, one in value.scope.slots.items():
            if not name.startswith(("_", "\0")):
                declare(run, name, one)


def imported(run: Run, source: str, name: str) -> Value:
    """One name of another module; `*` and `**` are the module itself."""
    whole = name in {"*", "**"}
    if not whole:
        inner = run.sources.locate(f"{source.rstrip('.')}.{name}" if source.strip(".") else source + name, run.frame.file)
        if inner is not None and run.dialect.attributes and (module := load_module(run, inner)) is not None:
            return module
    file = run.sources.locate(source, run.frame.file)
    module = load_module(run, file) if file is not None else None
    if module is None:
        return External(source if whole else f"{source}.{name}")
    if run.dialect.block_scopes:
        return _from_exports(run, module, name, whole=whole)
    return module if whole else module.scope.slots.get(name, OPAQUE)


def exports_of(run: Run, module: ModuleValue) -> Value:
    """What a module offers: `module.exports`, which may have been replaced."""
    holder = module.scope.slots.get("module")
    record = holder.slots.get("exports") if isinstance(holder, Record) else None
    return record if record is not None else run.exports[module.name]


def _from_exports(run: Run, module: ModuleValue, name: str, *, whole: bool) -> Value:
    offered = exports_of(run, module)
    if whole:
        return offered
    if name == "default" and not _has(offered, "default"):
        return offered
    value = soft(run, look_up(run, offered, name, "attribute", 0))
    return run.call_plain(value.function, line=0) if isinstance(value, Getter) else value


def _has(offered: Value, name: str) -> bool:
    return any(isinstance(one.value, Record) and name in one.value.slots for one in alternatives(offered))


def export(run: Run, node: steps.Export) -> None:
    """Offer a value under a name; `*` offers everything of another module."""
    record = run.exports[run.frame.file]
    value = run.eval(node.value)
    if node.name != "*":
        run.store.set(record.slots, node.name, value)
    elif isinstance(value, Record):
        for name, one in value.slots.items():
            run.store.set(record.slots, name, one)


def defined_elsewhere(run: Run, name: str) -> Value:
    """A name nobody defined here: a class that an autoloader finds by its name, else something from outside."""
    file = run.sources.defining(name) if run.dialect.properties else None
    module = load_module(run, file) if file is not None and file not in run.modules else None
    found = module.scope.slots.get(name) if module is not None else None
    if found is None:
        return External(name)
    return found
