"""Python: functions that make or wrap functions, classes and views: decorators, `getattr`, `namedtuple`, models."""

from __future__ import annotations

from sync.signatures import form, steps
from sync.signatures.follow.choices import choose
from sync.signatures.follow.facts import NOTHING_KNOWN
from sync.signatures.follow.lineage import bind, class_attribute, methods_of
from sync.signatures.follow.members import CLASS_METHOD, member
from sync.signatures.follow.models import LATE_DEFAULTS, model_kind, note_typed
from sync.signatures.follow.outside import unknown_call
from sync.signatures.follow.reading import constant_keys, element, holds_event, is_there, look_up, read_key, soft
from sync.signatures.follow.run import Run
from sync.signatures.follow.truth import EITHER
from sync.signatures.follow.values import (
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
from sync.signatures.follow.writing import list_of, write
from sync.signatures.knowledge import shared
from sync.signatures.knowledge.dialect import NativeCall, rows


def _wraps(run: Run, arguments: Arguments) -> Value:
    """A decorator that keeps its function as it is."""
    del run, arguments
    return Native("kept", lambda _run, given: shared.first(given))


def _keeps(run: Run, arguments: Arguments) -> Value:
    """Used as a decorator, with or without arguments."""
    value = shared.first(arguments)
    return value if isinstance(value, FunctionValue) else _wraps(run, arguments)


def _static(run: Run, arguments: Arguments) -> Value:
    del run
    function = shared.first(arguments)
    inside = function if isinstance(function, FunctionValue) else None
    return Native("static", lambda inner, given: inner.call(function, given), inside)


def _class_method(run: Run, arguments: Arguments) -> Value:
    del run
    function = shared.first(arguments)
    inside = function if isinstance(function, FunctionValue) else None
    return Native(CLASS_METHOD, lambda inner, given: inner.call(function, _with_class(function, given)), inside)


def _with_class(function: Value, given: Arguments) -> Arguments:
    owner = function.owner if isinstance(function, FunctionValue) else None
    given.plain = [given.this if isinstance(given.this, ClassValue) else owner or OPAQUE, *given.plain]
    given.this = None
    return given


def _property(run: Run, arguments: Arguments) -> Value:
    del run
    return Getter(shared.first(arguments))


def _partial(run: Run, arguments: Arguments) -> Value:
    del run
    function, given = shared.first(arguments), arguments.plain[1:]

    def called(inner: Run, more: Arguments) -> Value:
        more.plain = [*given, *more.plain]
        more.named = {**arguments.named, **more.named}
        return inner.call(function, more)

    return Native("partial", called)


def _getattr(run: Run, arguments: Arguments) -> Value:
    owner, name = shared.first(arguments), shared.first(arguments, 1)
    names = constant_keys(name)
    if names is not None:
        return run.each_of(name, lambda one: _attribute(run, owner, one, arguments))
    if holds_event(owner):
        run.escape("reflection", arguments.line, "getattr with a computed name")
    return _any_method(run, owner, arguments)


def _any_method(run: Run, owner: Value, arguments: Arguments) -> Value:
    """Some attribute of an instance, which is mostly called: any public method that we do not stand in."""
    if not isinstance(owner, Record) or owner.of is None:
        return OPAQUE
    entered = {id(frame.function) for frame in run.frames}
    methods = [one for one in methods_of(owner.of) if isinstance(one, FunctionValue) and id(one.function) not in entered]
    found = [bind(one, owner.whole or owner) for one in methods if not one.function.name.startswith("__")]
    default = arguments.plain[2:] or [OPAQUE]
    return choose(Alternative(one, NOTHING_KNOWN) for one in (*found, *default))


def _attribute(run: Run, owner: Value, name: Value, arguments: Arguments) -> Value:
    """One attribute; of an instance, the default where it has none."""
    key = str(name.value) if isinstance(name, Const) else ""
    default = arguments.plain[2] if len(arguments.plain) > 2 else None  # noqa: PLR2004 - the third argument
    if default is None or not isinstance(owner, Record) or owner.of is None or class_attribute(owner.of, key) is not ABSENT:
        return member(run, owner, key, arguments.line)
    return soft(run, look_up(run, owner, key, "attribute", arguments.line), default)


def _setattr(run: Run, arguments: Arguments) -> Value:
    name = shared.first(arguments, 1)
    if isinstance(name, Const):
        write(run, shared.first(arguments), str(name.value), shared.first(arguments, 2), arguments.line)
        return NULL
    return unknown_call(run, arguments.every(), "setattr", arguments.line, "reflection")


def _item_getter(run: Run, arguments: Arguments) -> Value:
    del run
    names = [str(value.value) for value in arguments.plain if isinstance(value, Const)]
    unknown = arguments.loose or len(names) < len(arguments.plain)

    def get(inner: Run, given: Arguments) -> Value:
        if unknown and holds_event(shared.first(given)):
            inner.escape("computed-key", given.line, "asked for by unknown names")
        values = [read_key(inner, shared.first(given), name, "subscript", given.line) for name in names]
        return (
            OPAQUE
            if unknown
            else values[0]
            if len(values) == 1
            else ListValue({"items": Items(tuple(Item(value) for value in values))})
        )

    return Native("itemgetter", get)


def _namespace(run: Run, arguments: Arguments) -> Record:
    scope = Scope()
    bare = ClassValue(steps.Class("SimpleNamespace", arguments.line, (), ()), (), scope, run.frame.file)
    return Record(dict(arguments.named), tuple(arguments.keywords), bare)


def _context_variable(run: Run, arguments: Arguments) -> Value:
    """`ContextVar(name, default=…)`: a place that is set once in a call and read anywhere."""
    made = _namespace(run, Arguments(plain=[], named={}, keywords=[], line=arguments.line))
    place = made.slots
    place["value"] = arguments.named.get("default", NULL)

    def put(inner: Run, given: Arguments) -> Value:
        inner.set(place, "value", shared.first(given))
        return OPAQUE

    place["set"] = Native("set", put)
    place["get"] = Native("get", lambda _run, _given: place["value"])
    return made


def _submitted(run: Run, arguments: Arguments) -> Value:
    """`pool.submit(function, …)`: the call is made, and what it answers is given by `result`."""
    rest = Arguments(plain=arguments.plain[1:], named=arguments.named, keywords=arguments.keywords, line=arguments.line)
    value = run.call(shared.first(arguments), rest)
    future = _namespace(run, Arguments(plain=[], named={}, keywords=[], line=arguments.line))
    future.slots["result"] = Native("result", lambda _run, _given: value)
    return future


def _named_tuple(run: Run, arguments: Arguments) -> Value:
    names = shared.first(arguments, 1)
    listed = (
        names.value.replace(",", " ").split()
        if isinstance(names, Const) and isinstance(names.value, str)
        else [str(v.value) for v in shared.listed(names) if isinstance(v, Const)]
    )
    line = arguments.line
    unset, anything = form.Operation("unset", (), line), form.Name("object", line)
    body = tuple(steps.Evaluate(form.Bind(form.Name(name, line), unset, line, annotation=anything), line) for name in listed)
    definition = steps.Class("namedtuple", line, (), body)
    made = ClassValue(definition, (External("typing.NamedTuple"),), Scope(), run.frame.file)
    made.slots["_fields"] = list_of(*map(Const, listed))
    stated = arguments.named.get("defaults")
    made.slots["__new__"] = Record({} if stated is None else {LATE_DEFAULTS: stated})
    return made


def _cast(run: Run, arguments: Arguments) -> Value:
    wanted, value = shared.first(arguments), shared.first(arguments, 1)
    if isinstance(wanted, ClassValue) and model_kind(run, wanted) == "typeddict":
        note_typed(run, wanted, [value])
    return value


def _has_attribute(run: Run, arguments: Arguments) -> Value:
    owner, name = shared.first(arguments), shared.first(arguments, 1)
    if isinstance(owner, Record) and owner.of is not None and isinstance(name, Const):
        return is_there(run, owner, str(name.value), arguments.line)
    return EITHER


def _entered(run: Run, arguments: Arguments) -> Value:
    """What `with` binds: what `__enter__` gives, or what a generator gives first."""
    value = shared.first(arguments)
    if isinstance(value, Record) and value.of is not None and class_attribute(value.of, "__enter__") is not ABSENT:
        return run.call_plain(member(run, value, "__enter__", arguments.line), line=arguments.line)
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
