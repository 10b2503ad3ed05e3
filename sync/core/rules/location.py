"""LO: functions that are not where the registry has them, and where they are now.

Function Compute has no rename and no move: a function that was renamed or moved is another one, made like it. Which one that is
comes from the matching of functions (`Assessment.matches`). What follows from the move is said in its finding and not beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from pydantic import JsonValue

from sync.core.assessment import Assessment
from sync.core.matching.identity import FunctionMatch, Kind, Rival
from sync.core.plan.model import Finding, Remedy
from sync.core.rules.rule import ArgumentKind, Occurrence, Rule
from sync.core.signature import sources
from sync.core.signature.diff import compare
from sync.core.signature.inferred import Inferred
from sync.specs.ids import Address, Uid

_ARGS: Mapping[str, ArgumentKind] = {
    "uid": "uid",
    "from": "address",
    "to": "address",  # null where none is chosen
    "kinds": "kinds",
    "certainty": "name",
    "probability": "share",
    "evidence": "evidence",
    "rivals": "rivals",
    "signature": "differences",  # how the signature changed with the move
    "covers": "names",  # codes of the findings that follow from the move
    "registrations": "value",  # its registrations among them, as center/id, each with the ids of the flows that use it
}
_CERTAIN = "{from} {kinds}: it is {to} now ({evidence}){signature}"
_SUSPECTED = "{from} {kinds}, it seems: it is probably {to} now ({probability}; {evidence}){signature}"
_EXCHANGED = "{from} and {to} changed places: {uid} is {to} now ({evidence}){signature}"
_PERHAPS = "{from} and {to} seem to have changed places: {uid} is probably {to} now ({probability}; {evidence}){signature}"
_SILENCE = (
    "What still names the old place reaches nothing there, or whatever lives there now: callers hear silence, or a wrong answer."
)
_POINTS = "points its registrations there"
_ACCEPT = (
    "If that is right, ivrsync accept {uid} writes it into the registry; ivrsync apply then points the registrations there, as far "
    "as they do not point there yet. If it is not, and {from} still lives, ivrsync apply --restore {uid} points the registrations "
    "back to it, and ivrsync lock {uid} records that it is the right one; where nothing lives there any more, create it again "
    "(函数计算控制台 > 创建函数). ivrsync why {uid} shows every reason."
)
_ACCEPT_BOTH = (
    "If that is right, ivrsync accept {uid} writes it into the registry, together with the uid of the other; ivrsync apply then "
    "points the registrations of both there, as far as they do not point there yet. If it is not, ivrsync lock {uid} records that "
    "the one at {from} is the right one; where its registrations point elsewhere, ivrsync apply --restore {uid} points them back "
    "first. ivrsync why {uid} shows every reason."
)
_AGAIN = "makes it where the registry has it, and points its registrations there"
_ADOPT = (
    "If the new place is right, ivrsync accept {uid} writes it into the registry, ivrsync import --pulumi names it to the program, "
    "and the next pulumi up takes the function over. ivrsync why {uid} shows every reason."
)
_UNDO = "To undo the change instead, set the old place in the spec again."
_CHOOSE = (
    "Look at these functions. ivrsync accept {uid}=REGION/SERVICE/NAME names the right one (REGION//NAME for FC 3.0). If it is the "
    "one at the address in the registry, ivrsync lock {uid} records that; where its registrations point elsewhere, ivrsync apply "
    "--restore {uid} points them back first. If it is none of them, deploy the function again, or take it out of the registry."
)
_EITHER = "Its registrations may reach nothing, or another function: callers hear silence, or a wrong answer."
_ANOTHER = "The calls of one function reach the code of another, and callers hear the wrong answer."


# The weightiest first: a function that was renamed and moved to another region is told as moved.
_KINDS: tuple[tuple[Kind, str, str], ...] = (
    ("swapped", "LO005", "LO015"),
    ("migrated", "LO004", "LO014"),
    ("region-moved", "LO003", "LO013"),
    ("service-moved", "LO002", "LO012"),
    ("renamed", "LO001", "LO011"),
)
_MESSAGES = {(False, True): _CERTAIN, (False, False): _SUSPECTED, (True, True): _EXCHANGED, (True, False): _PERHAPS}
_MOVED: Mapping[tuple[Kind, bool], Rule] = {
    (kind, certain): Rule(
        code=code,
        name=kind if certain else f"suspected-{kind}",
        severity="error",
        message=_MESSAGES[kind == "swapped", certain],
        args=_ARGS,
        identity=(),
        breaks="calls",
        why=_ANOTHER if kind == "swapped" else _SILENCE,
        apply=_POINTS,
        up=_AGAIN,
        fix_up=_ADOPT,
        settled_by=("repoint:{center}:{uid}",),
        fix=_ACCEPT_BOTH if kind == "swapped" else _ACCEPT,
        fix_pending=_UNDO,
    )
    for kind, *codes in _KINDS
    for certain, code in zip((True, False), codes, strict=True)
}
UNCLEAR = Rule(
    code="LO020",
    name="location-unclear",
    severity="error",
    message="the function that was {from} may be one of these now: {rivals}; none is chosen",
    args=_ARGS,
    identity=(),
    breaks="calls",
    why=_EITHER,
    fix=_CHOOSE,
)
ROWS: tuple[Rule, ...] = (*_MOVED.values(), UNCLEAR)
_FUNCTION, _REGISTRATION, _MODULE = ("EX001", "CF", "SG"), ("RG002", "RG009"), "FL"


def with_locations(findings: Iterable[Finding], assessed: Assessment) -> list[Finding]:
    """The findings, and one for each function that is elsewhere: it takes the place of those that follow from that."""
    findings, told, covered = list(findings), list[Finding](), set[int]()
    of_uid: dict[Uid | None, list[Finding]] = {}
    for item in findings:
        of_uid.setdefault(item.uid, []).append(item)
    for uid, match in assessed.matches.items():
        is_told = assessed.is_elsewhere(uid) or assessed.is_unclear(uid)
        codes = (*_FUNCTION, *_REGISTRATION, _MODULE) if is_told else _REGISTRATION if _is_ahead(match, assessed) else ()
        follows = [item for item in of_uid.get(uid, ()) if item.code.startswith(codes) and _follows(item, match, assessed)]
        if is_told or follows:
            covered.update(map(id, follows))
            told.append(_told(match, follows, assessed))
    return [*(item for item in findings if id(item) not in covered), *told]


def _is_ahead(match: FunctionMatch, assessed: Assessment) -> bool:
    """Whether the registry has the new place already: what is left to do is for its registrations to follow."""
    return match.found == assessed.functions[match.uid].address != match.was


def _follows(finding: Finding, match: FunctionMatch, assessed: Assessment) -> bool:
    """Whether it says of the old place what the move explains, or of the new one that something is already there.

    Of its registrations only the one that goes with it: a second one stays where it is. Modules need no other values for what
    took the old place, once it is known where the function went.
    """
    if finding.code.startswith(_MODULE):
        return finding.when == "now" and match.found is not None and finding.args.get("reaches") == str(match.was)
    if finding.when != "now" or finding.code not in _REGISTRATION:
        return finding.when == "now"
    places = {str(place) for place in (match.was, match.found, assessed.functions[match.uid].address)}
    places |= {str(rival.address) for rival in match.rivals if match.found is None}
    is_kept = finding.center is not None and assessed.kept.get((finding.center, match.uid)) == finding.subject
    return is_kept and finding.args["target"] in places


def _told(match: FunctionMatch, follows: list[Finding], assessed: Assessment) -> Finding:
    here = _here(match, follows, assessed)
    if match.found is None:
        return UNCLEAR.finding(here, **_args(match, follows))
    kind = next(kind for kind, _, _ in _KINDS if kind in match.kinds)
    rule = _MOVED[kind, match.certainty == "certain"]
    finding = rule.finding(here, **_args(match, follows, _differences(match.uid, match.found, assessed)))
    return replace(finding, remedy=_least(item.remedy for item in follows)) if _is_ahead(match, assessed) else finding


def _least(remedies: Iterable[Remedy | None]) -> Remedy | None:
    """What can be said of all of them: that of the one for which least is done."""
    return max(remedies, key=("apply", "by-hand", "held-back", None).index)


def _here(match: FunctionMatch, follows: list[Finding], assessed: Assessment) -> Occurrence:
    function = assessed.functions[match.uid]
    return Occurrence(
        subject=str(match.was),
        origin=assessed.recorded.origin(match.uid, drifted=match.found != function.address),
        uid=match.uid,
        where=function.where,
        flows=tuple(dict.fromkeys(flow for finding in follows for flow in finding.flows)),
        modules=tuple(dict.fromkeys(module for finding in follows for module in finding.modules)),
        breaks=any(finding.breaks for finding in follows),
    )


def _args(match: FunctionMatch, follows: Iterable[Finding], differences: Iterable[JsonValue] = ()) -> dict[str, JsonValue]:
    return {
        "uid": match.uid,
        "from": str(match.was),
        "to": str(match.found) if match.found is not None else None,
        "kinds": [*match.kinds],
        "certainty": match.certainty,
        "probability": round(match.probability, 3),
        "evidence": [{"kind": item.kind, "weight": item.weight} for item in match.evidence],
        "rivals": [_rival(rival) for rival in match.rivals],
        "signature": [*differences],
        "covers": [*sorted({finding.code for finding in follows})],
        "registrations": _registrations(follows),
    }


def _registrations(follows: Iterable[Finding]) -> dict[str, JsonValue]:
    flows = {f"{item.center}/{item.subject}": item.flows for item in follows if item.code in _REGISTRATION}
    return {name: [*sorted(flow.id for flow in flows[name])] for name in sorted(flows)}


def _rival(rival: Rival) -> JsonValue:
    return {"address": str(rival.address), "probability": round(rival.probability, 3), "lost": rival.lost}


def _differences(uid: Uid, found: Address, assessed: Assessment) -> Iterator[JsonValue]:
    """How the signature of the code differs from the recorded one."""
    entry, shown = assessed.recorded.function(uid), assessed.code.now.get(found)
    if entry is not None and entry.implemented is not None and isinstance(shown, Inferred):
        for item in compare(sources.recorded(entry.implemented), sources.implemented(shown)):
            yield {"change": item.kind, "name": item.name, "before": item.before, "after": item.after}
