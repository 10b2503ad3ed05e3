"""Python: functions that make or wrap functions, classes and views: decorators, `getattr`, `namedtuple`, models."""

from __future__ import annotations

from sync.signatures import ir
from sync.signatures.interpreter.classes import LATE_DEFAULTS, model_kind, note_typed
from sync.signatures.interpreter.lineage import bind, class_attribute, methods_of
from sync.signatures.interpreter.members import CLASS_METHOD, member
from sync.signatures.interpreter.path_condition import NOTHING_KNOWN
from sync.signatures.interpreter.places import (
    constant_keys,
    element,
    holds_event,
    is_there,
    list_of,
    look_up,
    read_key,
    soft,
    write,
)
from sync.signatures.interpreter.state import NativeCall, State, rows
from sync.signatures.interpreter.truth import EITHER
from sync.signatures.interpreter.union import union_of
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
    Item,
    Items,
    ListValue,
    Native,
    Record,
    Scope,
    Value,
)
from sync.signatures.library_models import shared


def _wraps(_state: State, _arguments: Arguments) -> Value:
    """A decorator that keeps its function as it is."""
    return Native("kept", lambda _run, given: shared.first(given))


def _keeps(state: State, arguments: Arguments) -> Value:
    """Used as a decorator, with or without arguments."""
    value = shared.first(arguments)
    return value if isinstance(value, FunctionValue) else _wraps(state, arguments)


def _static(_state: State, arguments: Arguments) -> Value:
    function = shared.first(arguments)
    inside = function if isinstance(function, FunctionValue) else None
    return Native("static", lambda inner, given: inner.call(function, given), inside)


def _class_method(_state: State, arguments: Arguments) -> Value:
    function = shared.first(arguments)
    inside = function if isinstance(function, FunctionValue) else None
    return Native(CLASS_METHOD, lambda inner, given: inner.call(function, _with_class(function, given)), inside)


def _with_class(function: Value, given: Arguments) -> Arguments:
    owner = function.owner if isinstance(function, FunctionValue) else None
    given.plain = [given.this if isinstance(given.this, ClassValue) else owner or OPAQUE, *given.plain]
    given.this = None
    return given


def _property(_state: State, arguments: Arguments) -> Value:
    return Getter(shared.first(arguments))


def _partial(_state: State, arguments: Arguments) -> Value:
    function, given = shared.first(arguments), arguments.plain[1:]

    def called(inner: State, more: Arguments) -> Value:
        more.plain = [*given, *more.plain]
        more.named = {**arguments.named, **more.named}
        return inner.call(function, more)

    return Native("partial", called)


def _getattr(state: State, arguments: Arguments) -> Value:
    owner, name = shared.first(arguments), shared.first(arguments, 1)
    names = constant_keys(name)
    if names is not None:
        return state.each_of(name, lambda one: _attribute(state, owner, one, arguments))
    if holds_event(owner):
        state.escape("reflection", arguments.line, "getattr with a computed name")
    return _any_method(state, owner, arguments)


def _any_method(state: State, owner: Value, arguments: Arguments) -> Value:
    """Some attribute of an instance, which is mostly called: any public method that we do not stand in."""
    if not isinstance(owner, Record) or owner.of is None:
        return OPAQUE
    entered = {id(frame.function) for frame in state.frames}
    methods = [one for one in methods_of(owner.of) if isinstance(one, FunctionValue) and id(one.function) not in entered]
    found = [bind(one, owner.whole or owner) for one in methods if not one.function.name.startswith("__")]
    default = arguments.plain[2:] or [OPAQUE]
    return union_of(Alternative(one, NOTHING_KNOWN) for one in (*found, *default))


def _attribute(state: State, owner: Value, name: Value, arguments: Arguments) -> Value:
    """One attribute; of an instance, the default where it has none."""
    key = str(name.value) if isinstance(name, Const) else ""
    default = arguments.plain[2] if len(arguments.plain) > 2 else None  # noqa: PLR2004 - the third argument
    if default is None or not isinstance(owner, Record) or owner.of is None or class_attribute(owner.of, key) is not ABSENT:
        return member(state, owner, key, arguments.line)
    return soft(state, look_up(state, owner, key, "attribute", arguments.line), default)


def _setattr(state: State, arguments: Arguments) -> Value:
    name = shared.first(arguments, 1)
    if isinstance(name, Const):
        write(state, shared.first(arguments), str(name.value), shared.first(arguments, 2), arguments.line)
        return NULL
    return unknown_call(state, arguments.every(), "setattr", arguments.line, "reflection")


def _item_getter(_state: State, arguments: Arguments) -> Value:
    names = [str(value.value) for value in arguments.plain if isinstance(value, Const)]
    unknown = arguments.loose or len(names) < len(arguments.plain)

    def get(inner: State, given: Arguments) -> Value:
        if unknown and holds_event(shared.first(given)):
            inner.escape("computed-key", given.line, "asked for by unknown names")
        values = [read_key(inner, shared.first(given), name, "subscript", given.line) for name in names]
        return OPAQUE if unknown else values[0] if len(values) == 1 else ListValue.of(Items(tuple(Item(value) for value in values)))

    return Native("itemgetter", get)


def _namespace(state: State, arguments: Arguments) -> Record:
    scope = Scope()
    bare = ClassValue(ir.Class("SimpleNamespace", arguments.line, (), ()), (), scope, state.frame.file)
    return Record(dict(arguments.named), tuple(arguments.keywords), bare)


def _context_variable(state: State, arguments: Arguments) -> Value:
    """`ContextVar(name, default=…)`: a place that is set once in a call and read anywhere."""
    made = _namespace(state, Arguments(plain=[], named={}, keywords=[], line=arguments.line))
    place = made.slots
    place["value"] = arguments.named.get("default", NULL)

    def put(inner: State, given: Arguments) -> Value:
        inner.set(place, "value", shared.first(given))
        return OPAQUE

    place["set"] = Native("set", put)
    place["get"] = Native("get", lambda _run, _given: place["value"])
    return made


def _submitted(state: State, arguments: Arguments) -> Value:
    """`pool.submit(function, …)`: the call is made, and what it answers is given by `result`."""
    rest = Arguments(plain=arguments.plain[1:], named=arguments.named, keywords=arguments.keywords, line=arguments.line)
    value = state.call(shared.first(arguments), rest)
    future = _namespace(state, Arguments(plain=[], named={}, keywords=[], line=arguments.line))
    future.slots["result"] = Native("result", lambda _run, _given: value)
    return future


def _named_tuple(state: State, arguments: Arguments) -> Value:
    names = shared.first(arguments, 1)
    listed = (
        names.value.replace(",", " ").split()
        if isinstance(names, Const) and isinstance(names.value, str)
        else [str(v.value) for v in shared.listed(names) if isinstance(v, Const)]
    )
    line = arguments.line
    unset, anything = ir.Operation("unset", (), line), ir.Name("object", line)
    body = tuple(ir.Evaluate(ir.Bind(ir.Name(name, line), unset, line, annotation=anything), line) for name in listed)
    definition = ir.Class("namedtuple", line, (), body)
    made = ClassValue(definition, (External("typing.NamedTuple"),), Scope(), state.frame.file)
    made.slots["_fields"] = list_of(*map(Const, listed))
    stated = arguments.named.get("defaults")
    made.slots["__new__"] = Record({} if stated is None else {LATE_DEFAULTS: stated})
    return made


def _cast(state: State, arguments: Arguments) -> Value:
    wanted, value = shared.first(arguments), shared.first(arguments, 1)
    if isinstance(wanted, ClassValue) and model_kind(state, wanted) == "typeddict":
        note_typed(state, wanted, [value])
    return value


def _has_attribute(state: State, arguments: Arguments) -> Value:
    owner, name = shared.first(arguments), shared.first(arguments, 1)
    if isinstance(owner, Record) and owner.of is not None and isinstance(name, Const):
        return is_there(state, owner, str(name.value), arguments.line)
    return EITHER


def _entered(state: State, arguments: Arguments) -> Value:
    """What `with` binds: what `__enter__` gives, or what a generator gives first."""
    value = shared.first(arguments)
    if isinstance(value, Record) and value.of is not None and class_attribute(value.of, "__enter__") is not ABSENT:
        return state.call_plain(member(state, value, "__enter__", arguments.line), line=arguments.line)
    return element(value, Const(0)) if isinstance(value, ListValue) else value


FUNCTION_NATIVES: dict[str, NativeCall] = {
    **rows("functools.wraps functools.update_wrapper", _wraps),
    **rows(
        "functools.lru_cache functools.cache contextlib.contextmanager typing.no_type_check abc.abstractmethod typing.overload",
        _keeps,
    ),
    **rows("dataclasses.dataclass dataclass attr.s attr.define attrs.define", _keeps),
    "\0entered": _entered,
    "getattr": _getattr,
    "setattr": _setattr,
    "hasattr": _has_attribute,
    "super": shared.parent,
    "staticmethod": _static,
    "classmethod": _class_method,
    **rows(
        "property functools.cached_property cached_property werkzeug.utils.cached_property django.utils.functional.cached_property",
        _property,
    ),
    "functools.partial": _partial,
    "operator.itemgetter": _item_getter,
    **rows("types.SimpleNamespace threading.local gevent.local.local", _namespace),
    "contextvars.ContextVar": _context_variable,
    **rows("concurrent.futures.ThreadPoolExecutor.submit concurrent.futures.ProcessPoolExecutor.submit", _submitted),
    "argparse.Namespace": _namespace,
    "collections.namedtuple": _named_tuple,
    "typing.cast": _cast,
}
