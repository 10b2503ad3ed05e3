"""SG: what the spec declares, what the code shows, and what was recorded do not agree.

The code is held against the spec where the spec says something, and against the lock where it does not: what nobody declared is
still what the flows were built for. The other of the two only tells who moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from sync.core.comparison import Difference, Kind, compare
from sync.core.contract import Answered, Contract, Outcome
from sync.core.inferred import UnknownReason
from sync.core.model import WantedFunction
from sync.core.origin import Recorded
from sync.core.plan import Finding, Origin
from sync.core.rules.harm import hurts
from sync.core.rules.rule import Rule
from sync.core.rules.table.signature import ROWS
from sync.core.usage import flows_of
from sync.core.witnesses import Witnesses

RULES: Mapping[str, Rule] = {rule.name: rule for rule in ROWS}
_PLACE = re.compile(r"\{(\w+)\}")
_DECLARED, _RECORDED, _BOTH = "the declared signature", "the recorded signature", "the declared and the recorded signature"
# Only the spec knows of these by their own names: there they are no change but a disagreement.
_UNDECLARED: frozenset[Kind] = frozenset({"input-required-added", "input-optional-added"})
_BROKEN: frozenset[UnknownReason] = frozenset({"no-such-handler", "broken-code", "broken-package", "broken-statement"})
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


def judge(function: WantedFunction, said: Witnesses, recorded: Recorded) -> Iterator[Finding]:
    """Every finding about one function's signature."""
    for claim in _claims(said):
        origin = recorded.origin(function.uid, drifted=claim.moved)
        yield _finding(function, claim, said, origin)
    if said.unknown is not None and said.unknown.reason in _BROKEN:
        yield _broken(function, said, recorded, said.unknown.detail)
    yield from _left_open(function, said)


def _claims(said: Witnesses) -> Iterator[Claim]:
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


def _redeclared(said: Witnesses) -> Iterator[Claim]:
    """Without a word from the code, the spec is held against what it said before."""
    for item in _between(said.declared_before, said.declared):
        older = "the signature declared at the last sync"
        yield Claim(rule=RULES[item.kind], difference=item, older=older, newer="the spec", moved=False)


def _between(older: Contract | None, newer: Contract | None) -> tuple[Difference, ...]:
    return compare(older, newer) if older is not None and newer is not None else ()


def _as_disagreement(kind: Kind) -> str:
    if kind in _UNDECLARED:
        return "input-read-undeclared"
    return "input-declared-unread" if kind == "input-removed" else kind


def _code_moved(item: Difference, said: Witnesses) -> bool:
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


def _answered(outcome: Outcome | None, name: str) -> Answered | None:
    return outcome.fields.get(name) if outcome is not None else None


def _is_declared(item: Difference, declared: Contract | None) -> bool:
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


def _finding(function: WantedFunction, claim: Claim, said: Witnesses, origin: Origin) -> Finding:
    item = claim.difference
    shown: dict[str, JsonValue] = {
        "name": item.name,
        "before": item.before,
        "after": item.after,
        "older": claim.older,
        "newer": claim.newer,
        "need": "required" if item.kind == "input-required-added" else "optional",
    }
    hurt = tuple(module for module in said.usage.modules if claim.rule.breaks and hurts(item, module))
    return Finding(
        code=claim.rule.code,
        subject=str(function.address),
        origin=origin,
        uid=function.uid,
        where=function.where,
        args={name: shown[name] for name in _PLACE.findall(claim.rule.message)},
        flows=flows_of(hurt) if hurt else said.usage.flows,
        lock_only=claim.older == _RECORDED,
        breaks=any(module.flow.published for module in hurt),
    )


def _broken(function: WantedFunction, said: Witnesses, recorded: Recorded, reason: str) -> Finding:
    """Code that could be read at the last sync and cannot now breaks whoever calls it; alone, the parser may be behind its time."""
    was_whole = said.recorded is not None
    return Finding(
        code=RULES["code-broken"].code,
        subject=str(function.address),
        origin=recorded.origin(function.uid, drifted=was_whole and not said.called_anew),
        uid=function.uid,
        where=function.where,
        args={"reason": reason},
        flows=said.usage.flows,
        breaks=was_whole and any(flow.published for flow in said.usage.flows),
    )


def _left_open(function: WantedFunction, said: Witnesses) -> Iterator[Finding]:
    """What nothing is concluded about, and why; only where something would have been."""
    silent: list[JsonValue] = [*_unseen(said)]
    if said.escapes and silent:
        first = said.escapes[0]
        args: dict[str, JsonValue] = {"names": silent, "reason": first.detail, "place": f"{first.file}:{first.line}"}
        yield _told(function, "signature-open", args, said)
    is_silent = said.unknown is not None and said.unknown.reason not in _BROKEN
    if said.unknown is not None and is_silent and (function.registrations or function.signature is not None):
        yield _told(function, "signature-unknown", {"reason": said.unknown.detail}, said)


def _unseen(said: Witnesses) -> list[str]:
    """Inputs that the spec declares or a flow passes, and the code is not seen to read."""
    read = said.implemented.inputs if said.implemented is not None and said.implemented.inputs is not None else {}
    named = {*((said.declared.inputs if said.declared is not None else None) or {})}
    named |= {one.name for module in said.usage.modules for one in module.passes or ()}
    return sorted(named - read.keys())


def _told(function: WantedFunction, name: str, args: dict[str, JsonValue], said: Witnesses) -> Finding:
    return Finding(
        code=RULES[name].code,
        subject=str(function.address),
        origin=None,
        uid=function.uid,
        where=function.where,
        args=args,
        flows=said.usage.flows,
    )
