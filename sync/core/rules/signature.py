"""SG: the spec, the code and the recorded signature do not agree.

The code is compared with the spec where the spec states something, and with the lock where it does not: the flows were built for
the recorded signature even if nobody declared it. The other of the two only shows which side changed. Code that cannot be read or
called is handled in `code`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from sync.core.assessment import Assessment
from sync.core.flows.calls import flows_of, modules_of
from sync.core.plan.model import Finding, Origin, When
from sync.core.rules.impact import breaks
from sync.core.rules.rule import Baseline, Occurrence, Rule, Source
from sync.core.signature.diff import Difference, Kind, compare
from sync.core.signature.model import Result, ResultField, Signature
from sync.core.signature.statements import Statements, statements
from sync.core.worlds import WantedFunction

_MODULE_INPUTS = (
    "ivrsync signature UID shows the lines. If the code is right, run ivrsync signature UID --write; then, in each flow that "
    "the finding names, open the function module (函数模块), correct 设置入参, save, publish, and place a test call."
)
_TAKE_OUT = (
    "If the code is right, run ivrsync signature UID --write, and remove the input from 设置入参 in the "
    "function modules (函数模块) "
    "that pass it."
)
_ACCEPT = (
    "If the code is right, ivrsync signature UID --write puts it into the spec, and ivrsync apply records what no spec can state. "
    "If the spec is right, deploy the code it describes."
)
_READ = (
    "ivrsync signature UID shows the lines. If the code is right, run ivrsync signature UID --write; then, in each flow that "
    "the finding names, open the function module (函数模块), correct 设置出参 or 多参数, save, publish, and place a test call."
)
_READ_READY = (
    "Check what the flows do with the variable. ivrsync apply records the field as it is now; ivrsync signature UID --write "
    "writes what a spec can state about it."
)

ROWS: tuple[Rule, ...] = (
    Rule(
        code="SG001",
        name="input-required-added",
        severity="error",
        breaks="requests",
        message="{newer} requires input {name}, which is not in {older}",
        args={"newer": "source", "place": "place", "older": "baseline", "name": "name"},
        why="If a flow does not pass it, the function rejects the call or fails, and callers hear the failure exit.",
        fix=_MODULE_INPUTS,
    ),
    Rule(
        code="SG002",
        name="input-optional-added",
        severity="info",
        message="{newer} reads optional input {name}, which is not in {older}",
        args={"newer": "source", "place": "place", "older": "baseline", "name": "name"},
        why="Callers hear no difference until a flow passes it.",
        fix=_ACCEPT,
    ),
    Rule(
        code="SG003",
        name="input-removed",
        severity="warning",
        message="{newer} no longer reads input {name} of {older}",
        args={"newer": "source", "place": "place", "older": "baseline", "name": "name"},
        why="The value that flows pass is ignored: the function behaves as if the caller had never given it.",
        fix=_TAKE_OUT,
    ),
    Rule(
        code="SG004",
        name="input-renamed",
        severity="error",
        breaks="requests",
        message="{newer} reads input {after} where {older} has {before}: probably renamed",
        args={"newer": "source", "place": "place", "older": "baseline", "before": "name", "after": "name"},
        identity=("before", "after"),
        why="Flows go on passing the old name, and the function does not get the value.",
        fix=_MODULE_INPUTS,
    ),
    Rule(
        code="SG005",
        name="input-became-required",
        severity="error",
        breaks="requests",
        message="{newer} requires input {name}, which is optional in {older}",
        args={"newer": "source", "place": "place", "older": "baseline", "name": "name"},
        why="Flows that do not pass it worked until now; their calls are now rejected.",
        fix=_MODULE_INPUTS,
    ),
    Rule(
        code="SG006",
        name="input-became-optional",
        severity="info",
        message="{newer} does not require input {name}, which is required in {older}",
        args={"newer": "source", "place": "place", "older": "baseline", "name": "name"},
        why="Callers hear no difference.",
        fix=_ACCEPT,
    ),
    Rule(
        code="SG007",
        name="input-type-narrowed",
        severity="error",
        breaks="requests",
        message="{newer} takes {after} for input {name} where {older} takes {before}",
        args={"newer": "source", "place": "place", "older": "baseline", "name": "name", "before": "type", "after": "type"},
        why="Some values that flows may pass are no longer accepted, and then the function fails.",
        fix=_MODULE_INPUTS,
    ),
    Rule(
        code="SG008",
        name="input-type-widened",
        severity="info",
        message="{newer} takes {after} for input {name} where {older} takes {before}",
        args={"newer": "source", "place": "place", "older": "baseline", "name": "name", "before": "type", "after": "type"},
        why="Callers hear no difference.",
        fix=_ACCEPT,
    ),
    Rule(
        code="SG009",
        name="input-default-changed",
        severity="warning",
        message="{newer} uses {after} when input {name} is not passed, where {older} says {before}",
        args={"newer": "source", "place": "place", "older": "baseline", "name": "name", "before": "value", "after": "value"},
        why="Flows that leave it out get a different answer than before.",
        fix=_ACCEPT,
    ),
    Rule(
        code="SG010",
        name="result-field-removed",
        severity="error",
        breaks="answers",
        message="{newer} no longer returns field {name} of {older}",
        args={"newer": "source", "place": "place", "older": "baseline", "name": "name"},
        why="A flow that reads it gets an empty variable, and plays the wrong text or takes the wrong branch.",
        fix=_READ,
    ),
    Rule(
        code="SG011",
        name="result-field-added",
        severity="info",
        message="{newer} returns field {name}, which is not in {older}",
        args={"newer": "source", "place": "place", "older": "baseline", "name": "name"},
        why="Callers hear no difference until a flow reads it.",
        fix=_ACCEPT,
    ),
    Rule(
        code="SG012",
        name="result-field-renamed",
        severity="error",
        breaks="answers",
        message="{newer} returns field {after} where {older} has {before}: probably renamed",
        args={"newer": "source", "place": "place", "older": "baseline", "before": "name", "after": "name"},
        identity=("before", "after"),
        why="Flows go on reading the old name and get an empty variable.",
        fix=_READ,
    ),
    Rule(
        code="SG013",
        name="result-field-became-nullable",
        severity="warning",
        message="{newer} may leave field {name} empty, which {older} always sets",
        args={"newer": "source", "place": "place", "older": "baseline", "name": "name"},
        why="A flow that plays or compares it must handle an empty value.",
        fix=_READ_READY,
    ),
    Rule(
        code="SG014",
        name="result-field-became-certain",
        severity="info",
        message="{newer} always sets field {name}, which {older} may leave empty",
        args={"newer": "source", "place": "place", "older": "baseline", "name": "name"},
        why="Callers hear no difference.",
        fix=_ACCEPT,
    ),
    Rule(
        code="SG015",
        name="result-field-type-changed",
        severity="warning",
        message="{newer} returns {after} in field {name} where {older} has {before}",
        args={"newer": "source", "place": "place", "older": "baseline", "name": "name", "before": "type", "after": "type"},
        why="A branch (分支) that compares the old kind of value may take the wrong path.",
        fix=_READ_READY,
    ),
    Rule(
        code="SG016",
        name="result-text-became-object",
        severity="error",
        breaks="answers",
        message="{newer} returns named fields where {older} has one text",
        args={"newer": "source", "place": "place", "older": "baseline"},
        why="A flow that plays the whole answer reads JSON to the caller.",
        fix=_READ,
    ),
    Rule(
        code="SG017",
        name="result-object-became-text",
        severity="error",
        breaks="answers",
        message="{newer} returns one text where {older} has named fields",
        args={"newer": "source", "place": "place", "older": "baseline"},
        why="A flow that reads fields gets empty variables.",
        fix=_READ,
    ),
    Rule(
        code="SG018",
        name="input-declared-unread",
        severity="warning",
        message="the spec declares input {name}, and {newer} never reads it",
        args={"newer": "source", "place": "place", "name": "name"},
        why="The value that flows pass for it is ignored.",
        fix=_TAKE_OUT,
    ),
    Rule(
        code="SG019",
        name="input-read-undeclared",
        severity="warning",
        breaks="requests",
        message="{newer} reads {need} input {name}, which the spec does not declare",
        args={"newer": "source", "place": "place", "need": "need", "name": "name"},
        why="Somebody who builds a flow from the spec will not pass it.",
        fix=_MODULE_INPUTS,
    ),
)

_RULES: Mapping[str, Rule] = {rule.name: rule for rule in ROWS}  # SG001 to SG017 are named like `diff.Kind`
# Differences from the spec have their own names for these: they are disagreements, not changes.
_UNDECLARED: frozenset[Kind] = frozenset({"input-required-added", "input-optional-added"})
_NULLS: frozenset[Kind] = frozenset({"result-field-became-nullable", "result-field-became-certain"})
_TYPES: frozenset[Kind] = frozenset({"input-type-narrowed", "input-type-widened"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A difference with its two sides."""

    rule: Rule
    difference: Difference
    older: Baseline
    newer: Source = "implemented"
    moved: bool  # whether the clouds left what was recorded
    when: When = "now"


def judge(assessed: Assessment) -> Iterator[Finding]:
    """Every finding about the signatures of the functions that specs describe."""
    for function in assessed.wanted.functions:
        yield from _described(function, assessed)


def _described(function: WantedFunction, assessed: Assessment) -> Iterator[Finding]:
    """The findings about one function; where apply will change handler or runtime, its code is read with the new ones."""
    if not _is_stated(function, assessed):
        return
    now, planned = assessed.code.now.get(function.address), assessed.code.planned.get(function.address)
    said = statements(function, assessed, planned if planned is not None else now)
    for claim in _claims(said):
        when = claim.when if planned is None else "after-apply"
        yield _finding(function, claim, said, assessed.recorded.origin(function.uid, drifted=claim.moved), when)
    if planned is not None:
        before = statements(function, assessed, now)
        for item in _between(before.recorded, before.implemented):
            claim = Claim(rule=_RULES[item.kind], difference=item, older="recorded", moved=True)
            yield _finding(function, claim, before, assessed.recorded.origin(function.uid, drifted=claim.moved), "now")


def _is_stated(function: WantedFunction, assessed: Assessment) -> bool:
    """Whether spec or lock says anything with which the code, or the spec, can disagree."""
    entry = assessed.recorded.function(function.uid)
    return function.signature is not None or (entry is not None and (entry.implemented or entry.signature) is not None)


def _claims(said: Statements) -> Iterator[Claim]:
    if said.implemented is None:
        yield from _redeclared(said)
        return
    changes = {item.key: item for item in _between(said.recorded, said.implemented)}
    gaps = {item.key: item for item in _between(said.declared, said.implemented)}
    for key, item in gaps.items():
        changed = key in changes
        rule = _RULES[item.kind if changed else _as_disagreement(item.kind)]
        older: Baseline = "declared-and-recorded" if changed else "declared"
        moved = not said.called_anew and (changed or _code_moved(item, said))
        yield Claim(rule=rule, difference=item, older=older, moved=moved)
    for key, item in changes.items():
        if key not in gaps and not _is_declared(item, said.declared):
            yield Claim(rule=_RULES[item.kind], difference=item, older="recorded", moved=not said.called_anew)


def _redeclared(said: Statements) -> Iterator[Claim]:
    """Where the code shows nothing, the spec is compared with its earlier state."""
    for item in _between(said.declared_before, said.declared):
        rule = _RULES[item.kind]
        yield Claim(rule=rule, difference=item, older="declared-before", newer="declared", moved=False, when="after-apply")


def _between(older: Signature | None, newer: Signature | None) -> tuple[Difference, ...]:
    return compare(older, newer) if older is not None and newer is not None else ()


def _as_disagreement(kind: Kind) -> str:
    if kind in _UNDECLARED:
        return "input-read-undeclared"
    return "input-declared-unread" if kind == "input-removed" else kind


def _code_moved(item: Difference, said: Statements) -> bool:
    """Whether the code differs from its record in the part that the difference is about."""
    if said.recorded is None or said.implemented is None:
        return said.is_known and not said.declared_anew
    names = [name for name in (item.name, item.after) if isinstance(name, str)]
    if item.kind.startswith("result-"):
        then, now = said.recorded.result, said.implemented.result
        shapes = (then.shape if then else None, now.shape if now else None)
        return shapes[0] != shapes[1] or any(_answered(then, name) != _answered(now, name) for name in names)
    if not said.recorded.closed and not any(name in (said.recorded.inputs or {}) for name in names):
        return not said.declared_anew
    return any((said.recorded.inputs or {}).get(name) != (said.implemented.inputs or {}).get(name) for name in names)


def _answered(outcome: Result | None, name: str) -> ResultField | None:
    return outcome.fields.get(name) if outcome is not None else None


def _is_declared(item: Difference, declared: Signature | None) -> bool:
    """Whether the spec states the part that differs, and so agrees with the code about it. It never states what may be null."""
    if declared is None:
        return False
    if item.kind.startswith("result-"):
        field = _answered(declared.result, item.name)
        if item.kind == "result-field-type-changed" and field is not None:
            return field.type is not None
        return declared.result is not None and item.kind not in _NULLS
    stated = (declared.inputs or {}).get(item.name)
    if item.kind in _TYPES and stated is not None:
        return stated.type is not None or stated.enum is not None
    if item.kind == "input-default-changed" and stated is not None:
        return stated.default is not None
    return declared.inputs is not None


def _finding(function: WantedFunction, claim: Claim, said: Statements, origin: Origin, when: When) -> Finding:
    item = claim.difference
    known: dict[str, JsonValue] = {
        "name": item.name,
        "before": item.before,
        "after": item.after,
        "older": claim.older,
        "newer": claim.newer,
        "place": item.place,
        "need": "required" if item.kind == "input-required-added" else "optional",
    }
    hurt = tuple(call for call in said.calls if claim.rule.breaks and breaks(item, call.module))
    here = Occurrence(
        subject=str(function.address),
        origin=origin,
        uid=function.uid,
        where=function.where,
        flows=flows_of(hurt) if hurt else said.flows,
        modules=modules_of(hurt),
        lock_only=claim.older == "recorded",
        breaks=any(call.published for call in hurt),
        when=when,
    )
    return claim.rule.finding(here, **{name: known[name] for name in claim.rule.args})
