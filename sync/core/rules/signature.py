"""SG: what the spec declares, what the code shows, and what was recorded do not agree.

The code is held against the spec where the spec says something, and against the lock where it does not: what nobody declared is
still what the flows were built for. The other of the two only tells who moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from sync.core.assessment import Assessment, is_broken_code
from sync.core.flows.calls import Call, flows_of, modules_of
from sync.core.origin import moved
from sync.core.plan.model import Finding, Origin, When
from sync.core.rules.impact import breaks
from sync.core.rules.rule import Rule
from sync.core.rules.table.signature import ROWS
from sync.core.signature.diff import Difference, Kind, compare
from sync.core.signature.inferred import Unknown
from sync.core.signature.model import Result, ResultField, Signature
from sync.core.signature.statements import Statements, statements
from sync.core.worlds import WantedFunction
from sync.specs.ids import Address, Uid

RULES: Mapping[str, Rule] = {rule.name: rule for rule in ROWS}
_PLACE = re.compile(r"\{(\w+)\}")
_DECLARED, _RECORDED, _BOTH = "the declared signature", "the recorded signature", "the declared and the recorded signature"
# Only the spec knows of these by their own names: there they are no change but a disagreement.
_UNDECLARED: frozenset[Kind] = frozenset({"input-required-added", "input-optional-added"})
_NULLS: frozenset[Kind] = frozenset({"result-field-became-nullable", "result-field-became-certain"})
_TYPES: frozenset[Kind] = frozenset({"input-type-narrowed", "input-type-widened"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A difference with the two sides it stands between, as words."""

    rule: Rule
    difference: Difference
    older: str
    newer: str
    moved: bool  # whether the clouds left what was recorded
    when: When = "now"


def judge(assessed: Assessment) -> Iterator[Finding]:
    """Every finding about the signatures of functions: those that specs describe, and whatever else flows reach."""
    for function in assessed.wanted.functions:
        yield from _described(function, assessed)
        yield from _changed_package(function, assessed)
    yield from _broken_code(assessed)


def _described(function: WantedFunction, assessed: Assessment) -> Iterator[Finding]:
    """What spec, code and lock say of one function; code that apply will have called otherwise is read the way it will be."""
    now, planned = assessed.code.now.get(function.address), assessed.code.planned.get(function.address)
    said = statements(function, assessed, planned if planned is not None else now)
    for claim in _claims(said):
        when = claim.when if planned is None else "after-apply"
        yield _finding(function, claim, said, assessed.recorded.origin(function.uid, drifted=claim.moved), when)
    if planned is not None:
        before = statements(function, assessed, now)
        for item in _between(before.recorded, before.implemented):
            claim = Claim(rule=RULES[item.kind], difference=item, older=_RECORDED, newer=_code(item), moved=True)
            yield _finding(function, claim, before, assessed.recorded.origin(function.uid, drifted=True), "now")
    yield from _left_open(function, said)


def _claims(said: Statements) -> Iterator[Claim]:
    if said.implemented is None:
        yield from _redeclared(said)
        return
    changes = {item.key: item for item in _between(said.recorded, said.implemented)}
    gaps = {item.key: item for item in _between(said.declared, said.implemented)}
    for key, item in gaps.items():
        changed = key in changes
        rule = RULES[item.kind if changed else _as_disagreement(item.kind)]
        older = _BOTH if changed else _DECLARED
        moved = not said.called_anew and (changed or _code_moved(item, said))
        yield Claim(rule=rule, difference=item, older=older, newer=_code(item), moved=moved)
    for key, item in changes.items():
        if key not in gaps and not _is_declared(item, said.declared):
            yield Claim(rule=RULES[item.kind], difference=item, older=_RECORDED, newer=_code(item), moved=not said.called_anew)


def _redeclared(said: Statements) -> Iterator[Claim]:
    """Without a word from the code, the spec is held against what it said before."""
    for item in _between(said.declared_before, said.declared):
        older = "the signature declared at the last sync"
        yield Claim(rule=RULES[item.kind], difference=item, older=older, newer="the spec", moved=False, when="after-apply")


def _between(older: Signature | None, newer: Signature | None) -> tuple[Difference, ...]:
    return compare(older, newer) if older is not None and newer is not None else ()


def _as_disagreement(kind: Kind) -> str:
    if kind in _UNDECLARED:
        return "input-read-undeclared"
    return "input-declared-unread" if kind == "input-removed" else kind


def _code_moved(item: Difference, said: Statements) -> bool:
    """Whether the code differs from what was recorded of it in what the difference is about."""
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
    """Whether the spec speaks of what differs, and so agrees with the code about it. It never says what may be null."""
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


def _code(item: Difference) -> str:
    return f"the code ({item.place})" if item.place else "the code"


def _finding(function: WantedFunction, claim: Claim, said: Statements, origin: Origin, when: When) -> Finding:
    item = claim.difference
    shown: dict[str, JsonValue] = {
        "name": item.name,
        "before": item.before,
        "after": item.after,
        "older": claim.older,
        "newer": claim.newer,
        "need": "required" if item.kind == "input-required-added" else "optional",
    }
    hurt = tuple(call for call in said.calls if claim.rule.breaks and breaks(item, call.module))
    return Finding(
        code=claim.rule.code,
        subject=str(function.address),
        origin=origin,
        uid=function.uid,
        where=function.where,
        args={name: shown[name] for name in _PLACE.findall(claim.rule.message)},
        flows=flows_of(hurt) if hurt else said.flows,
        modules=modules_of(hurt),
        lock_only=claim.older == _RECORDED,
        breaks=any(call.published for call in hurt),
        when=when,
    )


def _broken_code(assessed: Assessment) -> Iterator[Finding]:
    """Code that certainly cannot be called: once for each function that somebody reaches or describes, and what will be so."""
    for address, shown in sorted(assessed.code.now.items(), key=lambda item: item[0]):
        if is_broken_code(shown):
            yield _broken(address, shown.detail, assessed.calls.reaching(address), assessed, "now")
    for address in sorted({*assessed.code.now, *assessed.code.planned}):
        then = assessed.code.after(address)
        if is_broken_code(then):
            coming = tuple(call for call in assessed.coming_to(address) if assessed.works_now(call))
            if coming or not is_broken_code(assessed.code.now.get(address)):
                yield _broken(address, then.detail, coming, assessed, "after-apply")


def _broken(address: Address, reason: str, calls: tuple[Call, ...], assessed: Assessment, when: When) -> Finding:
    function, entry = assessed.by_address.get(address), assessed.recorded.function_at(address)
    uid = function.uid if function is not None else entry[0] if entry is not None else next((call.owner for call in calls), None)
    unread = assessed.may_call(function) if function is not None and when == "now" else ()
    origin: Origin | None = None
    if uid is not None:
        # What was whole at the last sync drifted; what never was may wait for its code, unless somebody calls it.
        was_whole = entry is not None and entry[1].implemented is not None
        called_anew = address in assessed.code.planned or (function is not None and assessed.is_moving(function))
        origin = assessed.recorded.origin(uid, drifted=when == "now" and was_whole and not called_anew)
    return Finding(
        code=RULES["code-broken"].code,
        subject=str(address),
        origin=origin,
        uid=Uid(uid) if uid is not None else None,
        where=function.where if function is not None else None,
        args={"reason": reason},
        flows=flows_of(calls, unread),
        modules=modules_of(calls),
        breaks=any(call.published for call in calls) or any(flow.published for flow in unread),
        when=when,
    )


def _changed_package(function: WantedFunction, assessed: Assessment) -> Iterator[Finding]:
    """A package that is not the one of the last sync; one that could be read then and cannot now is worse."""
    entry, found = assessed.recorded.function(function.uid), assessed.ground.functions.get(function.address)
    if entry is None or found is None or moved(entry, function.address):
        return
    if None in (entry.checksum, found.checksum) or entry.checksum == found.checksum:
        return
    shown = assessed.code.now.get(function.address)
    said, origin = statements(function, assessed, shown), assessed.recorded.origin(function.uid, drifted=True)
    if isinstance(shown, Unknown) and not is_broken_code(shown) and entry.implemented is not None:
        yield _told(function, "code-unreadable", {"reason": shown.detail}, said, origin)
    else:
        yield _told(function, "code-changed", {"address": str(function.address)}, said, origin)


def _left_open(function: WantedFunction, said: Statements) -> Iterator[Finding]:
    """What nothing is concluded about, and why; only where something would have been."""
    silent: list[JsonValue] = [*_unseen(said)]
    if said.escapes and silent:
        first = said.escapes[0]
        args: dict[str, JsonValue] = {"names": silent, "reason": first.detail, "place": f"{first.file}:{first.line}"}
        yield _told(function, "signature-open", args, said)
    is_silent = said.unknown is not None and not is_broken_code(said.unknown)
    if said.unknown is not None and is_silent and (function.registrations or function.signature is not None):
        yield _told(function, "signature-unknown", {"reason": said.unknown.detail}, said)


def _unseen(said: Statements) -> list[str]:
    """Inputs that the spec declares or a flow passes, and the code is not seen to read."""
    read = said.implemented.inputs if said.implemented is not None and said.implemented.inputs is not None else {}
    named = {*((said.declared.inputs if said.declared is not None else None) or {})}
    named |= {one.name for call in said.calls for one in call.module.passes or ()}
    return sorted(named - read.keys())


def _told(
    function: WantedFunction, name: str, args: dict[str, JsonValue], said: Statements, origin: Origin | None = None
) -> Finding:
    return Finding(
        code=RULES[name].code,
        subject=str(function.address),
        origin=origin,
        uid=function.uid,
        where=function.where,
        args=args,
        flows=said.flows,
        modules=modules_of(said.calls),
        lock_only=origin is not None,
    )
