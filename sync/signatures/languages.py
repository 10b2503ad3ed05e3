"""Which front, which knowledge and which files belong to a runtime; and the run from its handler to a signature."""

from __future__ import annotations

from collections.abc import Mapping

from sync.core.inferred import Inferred, Unknown
from sync.core.redaction import Variable
from sync.signatures import form, steps
from sync.signatures.follow.calls import call_value, enter
from sync.signatures.follow.choices import alternatives
from sync.signatures.follow.doubts import behind, settle
from sync.signatures.follow.expressions import EVALUATORS
from sync.signatures.follow.facts import ANSWERED, NOTHING_KNOWN
from sync.signatures.follow.modules import defined_elsewhere, exports_of, load_module
from sync.signatures.follow.reading import look_up, parsed, soft
from sync.signatures.follow.remembered import remember
from sync.signatures.follow.run import BudgetSpentError, Frame, Run
from sync.signatures.follow.statements import EXECUTORS
from sync.signatures.follow.targets import assign
from sync.signatures.follow.truth import truth
from sync.signatures.follow.values import NULL, RAW, Arguments, FunctionValue, Getter, Native, Opaque, Record, Scope, Value, Wrapped
from sync.signatures.fronts.javascript_statements import lower_javascript
from sync.signatures.fronts.php_statements import lower_php
from sync.signatures.fronts.python_statements import lower_python
from sync.signatures.knowledge.dialect import Dialect
from sync.signatures.knowledge.javascript import JAVASCRIPT
from sync.signatures.knowledge.php import PHP
from sync.signatures.knowledge.python import PYTHON
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


def _new_run(dialect: Dialect, sources: PackageSources, environment: Mapping[str, Variable]) -> Run:
    return Run(
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
    run = _new_run(dialect, sources, environment)
    try:
        problem = _loadable(sources, file)
        handler = NULL if problem else _find(run, file, name)
        for first in () if problem else INITIALIZERS:
            _initialise(run, file, _find(run, file, first))
    except (BudgetSpentError, RecursionError):
        return Unknown(reason="budget", detail=f"{file}: too large or too deeply nested to follow up to its handler")
    if problem is not None:
        return problem
    if not _callable(handler):
        return Unknown(reason="no-such-handler", detail=f"{file} has no function {name}")
    finished = _follow_events(run, file, handler)
    if finished and not run.ledger.answers and not run.ledger.called_back:
        run.ledger.escape("syntax", file, 1, "no way through the handler was found")
    return signature_of(run.ledger, finished=finished)


def _follow_events(run: Run, file: str, handler: Value) -> bool:
    """Follow a first event, and a later one where that may find other ways open; whether every way was followed to its end."""
    try:
        mark = run.store.mark()
        _enter(run, file, handler)
        if remember(run, mark):
            _enter(run, file, handler)
        return settle(run)
    except (BudgetSpentError, RecursionError):
        run.ledger.escape("budget", file, 1, "the work allowed was used up")
        return False


def _loadable(sources: PackageSources, file: str) -> Unknown | None:
    module = sources.module(file)
    if module is None:
        return Unknown(reason="package-too-large", detail=f"{file} is larger than what is read")
    if module.broken:
        return Unknown(reason="broken-code", detail=f"{file}:{module.broken}: not valid source")
    return None


def _find(run: Run, file: str, name: str) -> Value:
    module = load_module(run, file)
    if module is None:
        return NULL
    if not run.dialect.block_scopes or run.dialect.name == "php":
        return module.scope.slots.get(name, NULL)
    run.frames.append(Frame(None, file, module.scope, run.store.mark()))
    found = soft(run, look_up(run, exports_of(run, module), name, "attribute", 0))
    if isinstance(found, Getter):
        found = run.call_plain(found.function, line=0)
    run.frames.pop()
    return found


def _initialise(run: Run, file: str, initializer: Value) -> None:
    """What Function Compute calls once, before the first event: it may fill variables of the module."""
    if isinstance(initializer, FunctionValue):
        run.frames.append(Frame(None, file, Scope(), run.store.mark()))
        done = Native("callback", lambda _run, _given: NULL)
        run.call_plain(initializer, Opaque(made_by="context"), done, line=0)
        run.frames.pop()
        run.live, run.facts = True, NOTHING_KNOWN


def _callable(handler: Value) -> bool:
    return any(isinstance(one.value, FunctionValue | Native | Wrapped | Record) for one in alternatives(handler))


def _enter(run: Run, file: str, handler: Value) -> None:
    """Call the handler with an event, and keep what it answers."""
    run.following, run.live, run.facts, run.over = True, True, NOTHING_KNOWN, parsed()
    scope = Scope()
    frame = Frame(None, file, scope, run.store.mark())
    run.frames.append(frame)
    given = Arguments(plain=[RAW, Opaque(made_by="context"), Native("callback", _called_back)], named={}, keywords=[], line=0)
    inner = handler
    while isinstance(inner, Wrapped):
        if inner.by:
            run.escape("wrapped", 0, inner.by)
        _before(run, inner, given)
        inner = inner.function
    if isinstance(inner, FunctionValue):
        _answer_directly(run, inner, given)
    else:
        frame.answers = True
        value = run.call(inner, given)
        if run.live:
            run.answered(run, value, 0, "return")
    run.frames.pop()


def _before(run: Run, wrapped: Wrapped, given: Arguments) -> None:
    """What a wrapper lets run first sees the event in a request, and may replace it there."""
    request = Record({"event": given.plain[0], "context": given.plain[1]})
    for function in wrapped.before:
        run.call_plain(function, request, line=0)
    given.plain[0] = request.slots["event"]


def _answer_directly(run: Run, handler: FunctionValue, given: Arguments) -> None:
    """Follow the handler itself: each of its returns is one answer."""
    given.plain = given.plain[: max(len(handler.function.parameters), 1)]
    frame = enter(run, handler, given, handler.this)
    frame.answers = True
    run.execute(handler.function.body)
    if run.live:
        frame.exits.append(run.capture(frame.mark))
        given_back = (frame.yielded if run.dialect.attributes else None) or NULL
        run.answered(run, given_back, handler.function.line, "done" if _acts(handler) else "end")
    run.frames.pop()
    run.store.rollback(frame.mark)
    run.store.join(frame.exits)


def _acts(handler: FunctionValue) -> bool:
    """Whether the last that a handler does is a call for its effect."""
    last = handler.function.body[-1] if handler.function.body else None
    value = last.value if isinstance(last, steps.Evaluate) else None
    return isinstance(value.value if isinstance(value, form.Give) else value, form.Call)


def _called_back(run: Run, given: Arguments) -> Value:
    """`callback(error, result)`: the first call on a path is the answer."""
    if ANSWERED in run.facts:
        return NULL
    error = given.plain[0] if given.plain else NULL
    result = given.plain[1] if len(given.plain) > 1 else NULL
    run.ledger.called_back = True
    failed, passed = truth(run, error)
    if passed is not None and (failed is None or len(given.plain) > 1):
        run.answered(run, result, given.line, "callback" if len(given.plain) > 1 else "called")
    run.facts |= {ANSWERED}
    return NULL
