"""Which frontend, which library models and which files belong to a runtime; and the way from its handler to a signature."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

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
from sync.signatures.readable import READABLE
from sync.signatures.sources import PackageSources, php_candidates, python_candidates, python_libraries, script_candidates

INITIALIZERS = ("initializer", "initialize", "init")  # as the vendor's samples name the function of that setting
STEPS = 150_000  # nodes followed in one inference: far above any handler, well below a second or two


@dataclass(frozen=True, slots=True)
class Language:
    """What it takes to follow code of a language."""

    dialect: Dialect
    lower: Callable[[str, bytes], ir.Module]
    candidates: Callable[[str, str], tuple[str, ...]]


LANGUAGES = {  # one for each of `READABLE`
    "python": Language(PYTHON, lower_python, python_candidates),
    "nodejs": Language(JAVASCRIPT, lower_javascript, script_candidates),
    "php": Language(PHP, lower_php, php_candidates),
}


def follow(runtime: str, package: Package, handler: str, environment: Mapping[str, Variable]) -> Inferred | Unknown:
    """Find the handler, follow the event through it, sum up; `runtime` is one of `LANGUAGES`."""
    language, python = LANGUAGES[runtime], runtime == "python"
    place, _, name = handler.rpartition(".")
    places = (place.replace(".", "/"), place) if python else (place,)
    files = dict.fromkeys(one + ending for one in places for ending in READABLE[runtime].endings)
    file = next((one for one in files if one in package.names), None)
    if file is None:
        return Unknown(reason="no-such-handler", detail=f"no file {' or '.join(files)} in the package")
    libraries = python_libraries(package) if python else frozenset()
    sources = PackageSources(package, language.lower, language.candidates, libraries)
    state = State(
        dialect=language.dialect, sources=sources, environment=environment, evaluators=EVALUATORS, executors=EXECUTORS,
        caller=call_value, assigner=assign, doubter=behind, elsewhere=defined_elsewhere, answered=answered, budget=STEPS,
    )  # fmt: skip
    try:
        problem = _problem(sources, file)
        if problem is not None:
            return problem
        handled = _find(state, file, name)
        for first in INITIALIZERS:
            _initialise(state, file, _find(state, file, first))
    except (BudgetSpentError, RecursionError):
        return Unknown(reason="budget", detail=f"{file}: too large or too deeply nested to follow up to its handler")
    if not any(isinstance(one.value, FunctionValue | Native | Wrapped | Record) for one in alternatives(handled)):
        return Unknown(reason="no-such-handler", detail=f"{file} has no function {name}")
    finished = _follow_events(state, file, handled)
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


def _problem(sources: PackageSources, file: str) -> Unknown | None:
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
    if not state.dialect.block_scopes:
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


def _enter(state: State, file: str, handler: Value) -> None:
    """Call the handler with an event, and keep what it answers."""
    state.following, state.live, state.path_condition, state.over = True, True, NOTHING_KNOWN, parsed()
    frame = Frame(None, file, Scope(), state.heap.mark())
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
    answers = len(given.plain) > 1
    state.observations.called_back = True
    failed, passed = truth(state, given.at(0) or NULL)
    if passed is not None and (failed is None or answers):
        state.answered(state, given.at(1) or NULL, given.line, "callback" if answers else "called")
    state.path_condition |= {ANSWERED}
    return NULL
