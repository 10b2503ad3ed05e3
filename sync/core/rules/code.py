"""SG: code that cannot be called or read, whose inputs are open, or that changed since the last sync."""

from __future__ import annotations

from collections.abc import Iterator

from sync.core.assessment import Assessment
from sync.core.deployed_code import is_broken_code
from sync.core.flows.calls import Call, flows_of, modules_of
from sync.core.origin import moved
from sync.core.plan.model import Finding, Origin, When
from sync.core.rules.rule import Occurrence, Rule
from sync.core.signature.inferred import Inferred, Unknown
from sync.core.signature.statements import Statements, statements
from sync.core.worlds import WantedFunction
from sync.specs.ids import Address, Uid

_SIGNATURE_OPEN = Rule(
    code="SG020",
    name="signature-open",
    severity="info",
    message="whether the code reads {names} cannot be determined: {reason} ({place})",
    args={"names": "names", "reason": "detail", "place": "place"},
    why="The code uses the whole event in a way that cannot be analysed, so nothing is concluded about what it does not read.",
    fix="Nothing needs to be done. To be sure, read inputs by name at that place, or state the signature in ivr-signature.json.",
)
_SIGNATURE_UNKNOWN = Rule(
    code="SG021",
    name="signature-unknown",
    severity="info",
    message="what the code expects is unknown: {reason}",
    args={"reason": "detail"},
    why="What flows pass is not checked against the code; the signature in the spec is used instead.",
    fix="Put ivr-signature.json (written like signature: in the spec, as JSON) into the package, or set IVRSYNC_SIGNATURE on "
    "the function.",
)
_CODE_BROKEN = Rule(
    code="SG022",
    name="code-broken",
    severity="error",
    breaks="calls",
    message="the function cannot be called as it is: {reason}",
    args={"reason": "detail"},
    why="The call fails before the code does anything; callers hear the failure exit of the module.",
    fix="Deploy code that has the handler (函数计算控制台 > 代码), or correct the handler; then run ivrsync test UID.",
)
_CODE_CHANGED = Rule(
    code="SG023",
    name="code-changed",
    severity="info",
    message="the deployed code of {address} has changed since the last sync",
    args={"address": "address"},
    why="What it does may have changed. Changes to its inputs and answers are reported by findings of their own.",
    fix="ivrsync test UID calls it. If all is well, ivrsync apply records the new code.",
)
_CODE_UNREADABLE = Rule(
    code="SG025",
    name="code-unreadable",
    severity="warning",
    message="the code could be read at the last sync, but what it expects is unknown now: {reason}",
    args={"reason": "detail"},
    why="A parameter can now change unnoticed; the signature in the spec is used instead.",
    fix="State the signature in ivr-signature.json in the package (or in IVRSYNC_SIGNATURE), or deploy code that can be read. "
    "To accept it as it is, run ivrsync apply: it records the new code.",
)
ROWS: tuple[Rule, ...] = (_SIGNATURE_OPEN, _SIGNATURE_UNKNOWN, _CODE_BROKEN, _CODE_CHANGED, _CODE_UNREADABLE)


def judge(assessed: Assessment) -> Iterator[Finding]:
    """Every finding about the code of functions: of those that specs describe, and, for broken code, of all that flows reach."""
    for function in assessed.wanted.functions:
        yield from _left_open(function, assessed)
        yield from _changed_package(function, assessed)
    yield from _broken_code(assessed)


def _broken_code(assessed: Assessment) -> Iterator[Finding]:
    """Code that certainly cannot be called: once for each function that a flow reaches or a spec describes, now and after apply."""
    now = {address: shown for address, shown in assessed.code.now.items() if is_broken_code(shown)}
    for address, shown in sorted(now.items()):
        yield _broken(address, shown.detail, assessed.calls.reaching(address), assessed, "now")
    for address in sorted({*now, *assessed.code.planned}):
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
        # Code that worked at the last sync drifted; code that never worked may still be deployed, unless somebody calls it.
        was_whole = entry is not None and entry[1].implemented is not None
        called_anew = address in assessed.code.planned or (function is not None and assessed.is_moving(function))
        origin = assessed.recorded.origin(uid, drifted=when == "now" and was_whole and not called_anew)
    here = Occurrence(
        subject=str(address),
        origin=origin,
        uid=Uid(uid) if uid is not None else None,
        where=function.where if function is not None else None,
        flows=flows_of(calls, unread),
        modules=modules_of(calls),
        breaks=any(call.published for call in calls) or any(flow.published for flow in unread),
        when=when,
    )
    return _CODE_BROKEN.finding(here, reason=reason)


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
        yield _CODE_UNREADABLE.finding(_occurrence(function, said, origin), reason=shown.detail)
    else:
        yield _CODE_CHANGED.finding(_occurrence(function, said, origin), address=str(function.address))


def _left_open(function: WantedFunction, assessed: Assessment) -> Iterator[Finding]:
    """Inputs about which nothing is concluded, and why; only where a conclusion would have been drawn."""
    shown = assessed.code.after(function.address)
    if shown is None or (isinstance(shown, Inferred) and not shown.escapes):
        return
    said = statements(function, assessed, shown)
    silent = _unseen(said)
    if said.escapes and silent:
        first = said.escapes[0]
        here = _occurrence(function, said)
        yield _SIGNATURE_OPEN.finding(here, names=[*silent], reason=first.detail, place=f"{first.file}:{first.line}")
    is_silent = said.unknown is not None and not is_broken_code(said.unknown)
    if said.unknown is not None and is_silent and (function.registrations or function.signature is not None):
        yield _SIGNATURE_UNKNOWN.finding(_occurrence(function, said), reason=said.unknown.detail)


def _unseen(said: Statements) -> list[str]:
    """Inputs that the spec declares or a flow passes, and the code is not seen to read."""
    read = said.implemented.inputs if said.implemented is not None and said.implemented.inputs is not None else {}
    named = {*((said.declared.inputs if said.declared is not None else None) or {})}
    named |= {one.name for call in said.calls for one in call.module.passes or ()}
    return sorted(named - read.keys())


def _occurrence(function: WantedFunction, said: Statements, origin: Origin | None = None) -> Occurrence:
    return Occurrence(
        subject=str(function.address),
        origin=origin,
        uid=function.uid,
        where=function.where,
        flows=said.flows,
        modules=modules_of(said.calls),
        lock_only=origin is not None,
    )
