"""Which frontend, which library models and which files belong to a runtime; and the way from its handler to a signature."""

from __future__ import annotations

from collections.abc import Mapping

from sync.core.redaction import Variable
from sync.core.signature.inferred import Inferred, Unknown
from sync.signatures import ir
from sync.signatures.frontends.javascript_statements import lower_javascript
from sync.signatures.frontends.php_statements import lower_php
from sync.signatures.frontends.python_statements import lower_python
from sync.signatures.interpreter.calls import call_value, enter
from sync.signatures.interpreter.conditions import behind, settle
from sync.signatures.interpreter.dialect import Dialect
from sync.signatures.interpreter.expressions import EVALUATORS
from sync.signatures.interpreter.modules import defined_elsewhere, exports_of, load_module
from sync.signatures.interpreter.path_condition import ANSWERED, NOTHING_KNOWN
from sync.signatures.interpreter.places import look_up, parsed, soft
from sync.signatures.interpreter.state import BudgetSpentError, Frame, State
from sync.signatures.interpreter.statements import EXECUTORS
from sync.signatures.interpreter.targets import assign
from sync.signatures.interpreter.truth import truth
from sync.signatures.interpreter.union import alternatives
from sync.signatures.interpreter.values import (
    NULL,
    RAW,
    Arguments,
    FunctionValue,
    Getter,
    Native,
    Opaque,
    Record,
    Scope,
    Value,
    Wrapped,
)
from sync.signatures.interpreter.warm_state import carry_over
from sync.signatures.library_models.javascript import JAVASCRIPT
from sync.signatures.library_models.php import PHP
from sync.signatures.library_models.python import PYTHON
from sync.signatures.outcomes import answered, signature_of
from sync.signatures.package import Package
from sync.signatures.sources import PackageSources, php_candidates, python_candidates, python_libraries, script_candidates

INITIALIZERS = ("initializer", "initialize", "init")  # as the vendor's samples name the function of that setting
STEPS = 150_000  # nodes followed in one inference: far above any handler, well below a second or two


def follow_python(package: Package, handler: str, environment: Mapping[str, Variable]) -> Inferred | Unknown:
    """Python 2.7 and 3."""
    sources = PackageSources(package, lower_python, python_candidates, python_libraries(package))
    file, _, name = handler.rpartition(".")
    return _follow(PYTHON, sources, (f"{file.replace('.', '/')}.py", f"{file}.py"), name, environment)


def follow_javascript(package: Package, handler: str, environment: Mapping[str, Variable]) -> Inferred | Unknown:
    """Node.js: CommonJS, ES modules, what TypeScript and bundlers make of them."""
    sources = PackageSources(package, lower_javascript, script_candidates)
    place, _, name = handler.rpartition(".")
    return _follow(JAVASCRIPT, sources, tuple(place + ending for ending in (".js", ".mjs", ".cjs")), name, environment)


def follow_php(package: Package, handler: str, environment: Mapping[str, Variable]) -> Inferred | Unknown:
    """PHP 7."""
    sources = PackageSources(package, lower_php, php_candidates)
    place, _, name = handler.rpartition(".")
    return _follow(PHP, sources, (f"{place}.php",), name, environment)


def _new_state(dialect: Dialect, sources: PackageSources, environment: Mapping[str, Variable]) -> State:
    return State(
        dialect=dialect, sources=sources, environment=environment, evaluators=EVALUATORS, executors=EXECUTORS, caller=call_value,
        assigner=assign, doubter=behind, elsewhere=defined_elsewhere, answered=answered, budget=STEPS,
    )  # fmt: skip


def _follow(
    dialect: Dialect, sources: PackageSources, files: tuple[str, ...], name: str, environment: Mapping[str, Variable]
) -> Inferred | Unknown:
    """Find the handler, follow the event through it, sum up."""
    file = next((one for one in files if one in sources.package.names), None)
    if file is None:
        return Unknown(reason="no-such-handler", detail=f"no file {' or '.join(dict.fromkeys(files))} in the package")
    state = _new_state(dialect, sources, environment)
    try:
        problem = _loadable(sources, file)
        handler = NULL if problem else _find(state, file, name)
        for first in () if problem else INITIALIZERS:
            _initialise(state, file, _find(state, file, first))
    except (BudgetSpentError, RecursionError):
        return Unknown(reason="budget", detail=f"{file}: too large or too deeply nested to follow up to its handler")
    if problem is not None:
        return problem
    if not _callable(handler):
        return Unknown(reason="no-such-handler", detail=f"{file} has no function {name}")
    finished = _follow_events(state, file, handler)
    if finished and not state.observations.answers and not state.observations.called_back:
        state.observations.escape("syntax", file, 1, "no way through the handler was found")
    return signature_of(state.observations, finished=finished)


def _follow_events(state: State, file: str, handler: Value) -> bool:
    """Follow a first event, and a later one where that may find other ways open; whether every way was followed to its end."""
    try:
        mark = state.heap.mark()
        _enter(state, file, handler)
        if carry_over(state, mark):
            _enter(state, file, handler)
        return settle(state)
    except (BudgetSpentError, RecursionError):
        state.observations.escape("budget", file, 1, "the work allowed was used up")
        return False


def _loadable(sources: PackageSources, file: str) -> Unknown | None:
    module = sources.module(file)
    if module is None:
        return Unknown(reason="package-too-large", detail=f"{file} is larger than what is read")
    if module.broken:
        return Unknown(reason="broken-code", detail=f"{file}:{module.broken}: not valid source")
    return None


def _find(state: State, file: str, name: str) -> Value:
    module = load_module(state, file)
    if module is None:
        return NULL
    if not state.dialect.block_scopes or state.dialect.name == "php":
        return module.scope.slots.get(name, NULL)
    state.frames.append(Frame(None, file, module.scope, state.heap.mark()))
    found = soft(state, look_up(state, exports_of(state, module), name, "attribute", 0))
    if isinstance(found, Getter):
        found = state.call_plain(found.function, line=0)
    state.frames.pop()
    return found


def _initialise(state: State, file: str, initializer: Value) -> None:
    """What Function Compute calls once, before the first event: it may fill variables of the module."""
    if isinstance(initializer, FunctionValue):
        state.frames.append(Frame(None, file, Scope(), state.heap.mark()))
        done = Native("callback", lambda _run, _given: NULL)
        state.call_plain(initializer, Opaque(made_by="context"), done, line=0)
        state.frames.pop()
        state.live, state.path_condition = True, NOTHING_KNOWN


def _callable(handler: Value) -> bool:
    return any(isinstance(one.value, FunctionValue | Native | Wrapped | Record) for one in alternatives(handler))


def _enter(state: State, file: str, handler: Value) -> None:
    """Call the handler with an event, and keep what it answers."""
    state.following, state.live, state.path_condition, state.over = True, True, NOTHING_KNOWN, parsed()
    scope = Scope()
    frame = Frame(None, file, scope, state.heap.mark())
    state.frames.append(frame)
    given = Arguments(plain=[RAW, Opaque(made_by="context"), Native("callback", _called_back)], named={}, keywords=[], line=0)
    inner = handler
    while isinstance(inner, Wrapped):
        if inner.by:
            state.escape("wrapped", 0, inner.by)
        _before(state, inner, given)
        inner = inner.function
    if isinstance(inner, FunctionValue):
        _answer_directly(state, inner, given)
    else:
        frame.answers = True
        value = state.call(inner, given)
        if state.live:
            state.answered(state, value, 0, "return")
    state.frames.pop()


def _before(state: State, wrapped: Wrapped, given: Arguments) -> None:
    """What a wrapper lets run first sees the event in a request, and may replace it there."""
    request = Record({"event": given.plain[0], "context": given.plain[1]})
    for function in wrapped.before:
        state.call_plain(function, request, line=0)
    given.plain[0] = request.slots["event"]


def _answer_directly(state: State, handler: FunctionValue, given: Arguments) -> None:
    """Follow the handler itself: each of its returns is one answer."""
    given.plain = given.plain[: max(len(handler.function.parameters), 1)]
    frame = enter(state, handler, given, handler.this)
    frame.answers = True
    state.execute(handler.function.body)
    if state.live:
        frame.exits.append(state.capture(frame.mark))
        given_back = (frame.yielded if state.dialect.attributes else None) or NULL
        state.answered(state, given_back, handler.function.line, "done" if _acts(handler) else "end")
    state.frames.pop()
    state.heap.rollback(frame.mark)
    state.heap.join(frame.exits)


def _acts(handler: FunctionValue) -> bool:
    """Whether the last that a handler does is a call for its effect."""
    last = handler.function.body[-1] if handler.function.body else None
    value = last.value if isinstance(last, ir.Evaluate) else None
    return isinstance(value.value if isinstance(value, ir.Give) else value, ir.Call)


def _called_back(state: State, given: Arguments) -> Value:
    """`callback(error, result)`: the first call on a path is the answer."""
    if ANSWERED in state.path_condition:
        return NULL
    error = given.plain[0] if given.plain else NULL
    result = given.plain[1] if len(given.plain) > 1 else NULL
    state.observations.called_back = True
    failed, passed = truth(state, error)
    if passed is not None and (failed is None or len(given.plain) > 1):
        state.answered(state, result, given.line, "callback" if len(given.plain) > 1 else "called")
    state.path_condition |= {ANSWERED}
    return NULL
