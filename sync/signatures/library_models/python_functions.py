"""Python: functions that make or wrap functions, classes and views; what takes a text and fails on anything else."""

from __future__ import annotations

import re

from sync.signatures import ir
from sync.signatures.interpreter.classes import LATE_DEFAULTS, hint, model_kind, note_typed
from sync.signatures.interpreter.lineage import bind, class_attribute, methods_of
from sync.signatures.interpreter.members import CLASS_METHOD, member
from sync.signatures.interpreter.observations import TESTED
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
from sync.signatures.interpreter.union import alternatives, map_union, union_of
from sync.signatures.interpreter.unknown_calls import unknown_call
from sync.signatures.interpreter.values import (
    ABSENT,
    NULL,
    OPAQUE,
    RAW_TEXT,
    Alternative,
    Arguments,
    Bound,
    ClassValue,
    Const,
    Derived,
    External,
    Field,
    FunctionValue,
    Getter,
    ListValue,
    Native,
    Record,
    Scope,
    Value,
    derived,
)
from sync.signatures.library_models import shared
from sync.signatures.library_models.shared import first, of

LONGEST_PATTERN = 200  # characters


def _wraps(_state: State, _arguments: Arguments) -> Value:
    """A decorator that keeps its function as it is."""
    return Native("kept", lambda _run, given: first(given))


def _keeps(state: State, arguments: Arguments) -> Value:
    """Used as a decorator, with or without arguments."""
    value = first(arguments)
    return value if isinstance(value, FunctionValue) else _wraps(state, arguments)


def _static(function: Value) -> Value:
    inside = function if isinstance(function, FunctionValue) else None
    return Native("static", lambda inner, given: inner.call(function, given), inside)


def _class_method(function: Value) -> Value:
    inside = function if isinstance(function, FunctionValue) else None
    return Native(CLASS_METHOD, lambda inner, given: inner.call(function, _with_class(function, given)), inside)


def _with_class(function: Value, given: Arguments) -> Arguments:
    owner = function.owner if isinstance(function, FunctionValue) else None
    given.plain = [given.this if isinstance(given.this, ClassValue) else owner or OPAQUE, *given.plain]
    given.this = None
    return given


def _partial(_state: State, arguments: Arguments) -> Value:
    function, given = first(arguments), arguments.plain[1:]

    def called(inner: State, more: Arguments) -> Value:
        more.plain = [*given, *more.plain]
        more.named = {**arguments.named, **more.named}
        return inner.call(function, more)

    return Native("partial", called)


def _getattr(state: State, arguments: Arguments) -> Value:
    owner, name = first(arguments), first(arguments, 1)
    if constant_keys(name) is not None:
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
    default = arguments.at(2)
    if default is None or not isinstance(owner, Record) or owner.of is None or class_attribute(owner.of, key) is not ABSENT:
        return member(state, owner, key, arguments.line)
    return soft(state, look_up(state, owner, key, "attribute", arguments.line), default)


def _setattr(state: State, arguments: Arguments) -> Value:
    name = first(arguments, 1)
    if isinstance(name, Const):
        write(state, first(arguments), str(name.value), first(arguments, 2), arguments.line)
        return NULL
    return unknown_call(state, arguments.every(), "setattr", arguments.line, "reflection")


def _item_getter(_state: State, arguments: Arguments) -> Value:
    names = [str(value.value) for value in arguments.plain if isinstance(value, Const)]
    unknown = arguments.loose or len(names) < len(arguments.plain)

    def get(inner: State, given: Arguments) -> Value:
        if unknown and holds_event(first(given)):
            inner.escape("computed-key", given.line, "asked for by unknown names")
        values = [read_key(inner, first(given), name, "subscript", given.line) for name in names]
        return OPAQUE if unknown else values[0] if len(values) == 1 else list_of(*values)

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
        inner.set(place, "value", first(given))
        return OPAQUE

    place["set"] = Native("set", put)
    place["get"] = Native("get", lambda _run, _given: place["value"])
    return made


def _submitted(state: State, arguments: Arguments) -> Value:
    """`pool.submit(function, …)`: the call is made, and what it answers is given by `result`."""
    rest = Arguments(plain=arguments.plain[1:], named=arguments.named, keywords=arguments.keywords, line=arguments.line)
    value = state.call(first(arguments), rest)
    future = _namespace(state, Arguments(plain=[], named={}, keywords=[], line=arguments.line))
    future.slots["result"] = Native("result", lambda _run, _given: value)
    return future


def _named_tuple(state: State, arguments: Arguments) -> Value:
    names = first(arguments, 1)
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


def _cast(state: State, wanted: Value, value: Value, _line: int) -> Value:
    if isinstance(wanted, ClassValue) and model_kind(state, wanted) == "typeddict":
        note_typed(state, wanted, [value])
    return value


def _has_attribute(state: State, owner: Value, name: Value, line: int) -> Value:
    if isinstance(owner, Record) and owner.of is not None and isinstance(name, Const):
        return is_there(state, owner, str(name.value), line)
    return EITHER


def _entered(state: State, value: Value, line: int) -> Value:
    """What `with` binds: what `__enter__` gives, or what a generator gives first."""
    if isinstance(value, Record) and value.of is not None and class_attribute(value.of, "__enter__") is not ABSENT:
        return state.call_plain(member(state, value, "__enter__", line), line=line)
    return element(value, Const(0)) if isinstance(value, ListValue) else value


def _textual(position: int) -> NativeCall:
    """A function that takes a text and fails on anything else."""

    def native(state: State, arguments: Arguments) -> Value:
        value = state.solid(first(arguments, position))
        hint(state, value, "string", TESTED)
        if holds_event(value) and arguments.path == "re.sub":
            return RAW_TEXT  # the whole again, such as with its numbers hidden for a log
        if holds_event(value):
            return unknown_call(state, arguments.every(), arguments.path, arguments.line)
        return map_union(value, lambda one: derived(one) if isinstance(one, Field | Derived) else OPAQUE)

    return native


def _matched(state: State, arguments: Arguments) -> Value:
    """A pattern for a text: whether the empty text, which often stands in for a missing one, fits is tried out."""
    pattern, source = first(arguments), first(arguments, 1)
    found = _textual(1)(state, arguments)
    if not isinstance(pattern, Const) or not any(one.value == Const("") for one in alternatives(source)):
        return found
    fits = Const(_fits_nothing(str(pattern.value)))
    return map_union(source, lambda one: fits if one == Const("") else derived(one) if isinstance(one, Field) else OPAQUE)


def _fits_nothing(pattern: str) -> bool:
    """Whether a pattern matches the empty text; a pattern too long or too odd to try is taken not to."""
    if len(pattern) > LONGEST_PATTERN:
        return False
    try:
        return re.match(pattern, "") is not None
    except (re.error, OverflowError, RecursionError):
        return False


FUNCTION_NATIVES: dict[str, NativeCall] = {
    **rows("functools.wraps functools.update_wrapper", _wraps),
    **rows("functools.lru_cache functools.cache contextlib.contextmanager", _keeps),
    **rows("typing.no_type_check abc.abstractmethod typing.overload", _keeps),
    **rows("dataclasses.dataclass dataclass attr.s attr.define attrs.define", _keeps),
    "\0entered": of(_entered, 0),
    "getattr": _getattr,
    "setattr": _setattr,
    "hasattr": of(_has_attribute, 0, 1),
    "super": shared.parent,
    "staticmethod": lambda _state, arguments: _static(first(arguments)),
    "classmethod": lambda _state, arguments: _class_method(first(arguments)),
    **rows(
        "property functools.cached_property cached_property werkzeug.utils.cached_property django.utils.functional.cached_property",
        lambda _state, arguments: Getter(first(arguments)),
    ),
    "functools.partial": _partial,
    "operator.itemgetter": _item_getter,
    **rows("types.SimpleNamespace threading.local gevent.local.local argparse.Namespace", _namespace),
    "contextvars.ContextVar": _context_variable,
    **rows("concurrent.futures.ThreadPoolExecutor.submit concurrent.futures.ProcessPoolExecutor.submit", _submitted),
    "collections.namedtuple": _named_tuple,
    "typing.cast": of(_cast, 0, 1),
    **rows("re.match re.search re.fullmatch", _matched),
    **rows("re.findall re.finditer re.split", _textual(1)),
    "re.sub": _textual(2),
    # Its methods are functions of `re` whose pattern is given.
    "re.compile": lambda _state, arguments: Bound(first(arguments), "re"),
    **rows("datetime.datetime.strptime datetime.strptime time.strptime", _textual(0)),
    **rows("datetime.datetime.fromisoformat datetime.date.fromisoformat", _textual(0)),
}
