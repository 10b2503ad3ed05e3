"""The found world that a snapshot gives for a registry: what it holds of it, and a gap for everything that it does not.

The registry may have changed since the snapshot was taken. Where the clouds would now be read and were not then, nothing is known.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sync.core.assessment import Assessment
from sync.core.effective_config import STATED, Watch, as_called, as_wanted
from sync.core.flows.calls import Call
from sync.core.identity import in_question
from sync.core.normalise import recorded_target
from sync.core.origin import remembered
from sync.core.signature.model import Signature
from sync.core.snapshot.model import HIDDEN, NOT_IN_SNAPSHOT, PlannedReading, Snapshot
from sync.core.snapshot.redact import masked
from sync.core.worlds import Found, FoundFunction, FoundRegistration, FoundSignature, Gap, GapScope, Wanted, WantedCenter
from sync.specs.ids import GENERATIONS, Address, CenterName, Generation, Region, is_possible
from sync.specs.models import Lock


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What a run asks of the clouds. `elsewhere`: the regions in which it looks for a function that left its place."""

    wanted: Wanted
    recorded: Lock | None
    watch: Watch
    elsewhere: tuple[Region, ...]
    with_code: bool


def planned_readings(wanted: Wanted, found: Found) -> tuple[PlannedReading, ...]:
    """With which settings code is read besides the present ones, for the snapshot to say; of a world that is redacted already."""
    return tuple(sorted(map(_reading, as_wanted(wanted, found)), key=lambda item: item.address))


def found_in(snapshot: Snapshot, asking: Asking) -> Found:
    """The found world, as a run would read it."""
    centers, missing = _centers(snapshot, asking.wanted)
    said, recorded = _descriptions(asking), _recorded_descriptions(asking.recorded)
    found = replace(
        snapshot.found,
        functions=tuple(_as_recorded(item, recorded) for item in snapshot.found.functions),
        registrations=tuple(_as_stated(item, said) for item in snapshot.found.registrations if item.center in centers),
        flows=tuple(item for item in snapshot.found.flows if item.center in centers),
        gaps=tuple(gap for gap in snapshot.found.gaps if _still_matters(gap, centers)),
    )
    gaps = [_gap(scope, name) for name in missing for scope in _OF_CENTERS]
    unread = {gap.subject for gap in found.gaps if gap.scope == "flows"}
    gaps += [_gap("flows", name) for name in sorted(centers - unread) if _is_news(snapshot, asking)]
    places, asked = _places(snapshot), _asked(asking, found)
    gaps += [_gap("region", region, generation) for region, generation in sorted(asked - places)]
    gaps += [gap for gap in found.unsearched if (gap.subject, gap.generation) in asked]
    found = replace(found, gaps=(*found.gaps, *gaps))
    return _with_signatures(replace(found, unsearched=tuple(_unsearched(found, asking, places, asked))), snapshot, asking)


def _descriptions(asking: Asking) -> dict[tuple[CenterName, Address], str]:
    """Of registrations: by center and function, what the registry states, or else the lock."""
    entries = asking.recorded.functions.values() if asking.recorded is not None else ()
    held = ((CenterName(center), item) for entry in entries for center, item in entry.registrations.items())
    said = {(center, recorded_target(item)): item.description for center, item in held}
    for function in asking.wanted.functions:
        for one in function.registrations:
            said |= {(one.center, place): one.description for place in (*one.formerly, one.target) if one.description is not None}
    return {key: text for key, text in said.items() if text}


def _as_stated(found: FoundRegistration, said: dict[tuple[CenterName, Address], str]) -> FoundRegistration:
    """With its whole description where what is shown of it is what would be shown of the stated one."""
    text = said.get((found.center, found.target))
    if text is None or masked(text) != found.state.description:
        return found
    return replace(found, state=replace(found.state, description=text))


def _recorded_descriptions(recorded: Lock | None) -> dict[str, str]:
    """Those of functions in the lock of which not everything is shown, by what is."""
    entries = recorded.functions.values() if recorded is not None else ()
    shown = ((masked(text), text) for text in (entry.description for entry in entries) if text)
    return {mask: text for mask, text in shown if mask != text}


def _as_recorded(found: FoundFunction, said: dict[str, str]) -> FoundFunction:
    text = said.get(found.description or "")
    return replace(found, description=text) if text else found


def _is_news(snapshot: Snapshot, asking: Asking) -> bool:
    """Whether the registry or the lock names a registration for which the texts of the flows were not searched then."""
    searched = {*(item.id for item in snapshot.found.registrations), *snapshot.sought}
    return not remembered(asking.wanted, asking.recorded) <= searched


_OF_CENTERS: tuple[GapScope, ...] = ("registrations", "flows")
Place = tuple[Region, Generation]


def hidden_values(assessed: Assessment) -> tuple[Gap, ...]:
    """A gap for each literal that is not shown, where the function it is passed to accepts only certain values."""
    gaps = {_hidden(call, name) for call in assessed.calls.every for name in call.module.hidden if _is_judged(call, name, assessed)}
    return tuple(sorted(gaps, key=lambda gap: gap.subject))


def _hidden(call: Call, name: str) -> Gap:
    subject = f"{call.module.flow.center}/{call.module.flow.name}/{call.module.name}/{name}"
    return Gap(scope="value", subject=subject, generation=None, operation="", code=HIDDEN, message="")


def _is_judged(call: Call, name: str, assessed: Assessment) -> bool:
    after = assessed.target_after(call)
    believed = [
        assessed.believed_now(call.target) if call.target is not None else None,
        assessed.believed_after(after) if after is not None else None,
    ]
    return any(_is_narrow(signature, name) for signature in believed if signature is not None)


def _is_narrow(signature: Signature, name: str) -> bool:
    wanted = (signature.inputs or {}).get(name)
    if wanted is None:
        return False
    return wanted.type not in {None, "string"} or any(item is not None for item in (wanted.enum, wanted.pattern, wanted.format))


def _centers(snapshot: Snapshot, wanted: Wanted) -> tuple[frozenset[str], tuple[str, ...]]:
    """The centers of the registry that were read, and those that were not: also where the name is now another instance's."""
    read = frozenset(center.name for center in wanted.centers if _was_read(center, snapshot))
    return read, tuple(sorted(center.name for center in wanted.centers if center.name not in read))


def _was_read(center: WantedCenter, snapshot: Snapshot) -> bool:
    return (center.name, center.instance) in snapshot.instances


def _still_matters(gap: Gap, centers: frozenset[str]) -> bool:
    if gap.scope in _OF_CENTERS:
        return gap.subject in centers
    # Those of code are added again for the functions whose code is asked for; of itself a snapshot says nothing.
    return gap.scope not in {"code", "snapshot"}


def _places(snapshot: Snapshot) -> frozenset[Place]:
    """What was read, or tried: a region that could not be read has its own gap."""
    return frozenset(
        (Region(item.subject), item.generation) for item in snapshot.sources if item.scope == "region" and item.generation
    )


def _asked(asking: Asking, found: Found) -> set[Place]:
    entries = asking.recorded.functions.values() if asking.recorded is not None else ()
    named: list[Address] = [item.address for item in asking.wanted.functions]
    named += [recorded_target(entry) for entry in entries] + [item.target for item in found.registrations]
    return {(address.region, address.generation) for address in named if is_possible(address)}


def _unsearched(found: Found, asking: Asking, places: frozenset[Place], asked: set[Place]) -> Iterator[Gap]:
    """Where a run would look for a function that is not where it should be, and could not, or the snapshot did not."""
    there = {function.address for function in found.functions}
    unread = {(gap.subject, gap.generation) for gap in found.gaps if gap.scope == "region"}
    missing = [item.address for item in asking.wanted.functions if item.address not in there and is_possible(item.address)]
    if all((address.region, address.generation) in unread for address in missing):
        return
    yield from (gap for gap in found.unsearched if gap.scope == "region" and (gap.subject, gap.generation) not in asked)
    for region in asking.elsewhere:
        for generation in GENERATIONS:
            if (region, generation) not in places | asked:
                yield _gap("region", region, generation)


def _with_signatures(found: Found, snapshot: Snapshot, asking: Asking) -> Found:
    """What the code of the functions in question shows now and will show after apply; a gap where it was not read."""
    if not asking.with_code:
        return replace(found, signatures=())
    read = {item.address: item for item in snapshot.found.signatures if not item.planned}
    failed = {gap.subject: gap for gap in snapshot.found.gaps if gap.scope == "code"}
    planned = {item.address: item for item in snapshot.found.signatures if item.planned}
    readings = frozenset(snapshot.planned)
    now = sorted(as_called(asking.wanted, asking.recorded, found, asking.watch), key=lambda item: item.address)
    later = sorted(as_wanted(asking.wanted, found), key=lambda item: item.address)
    called = {item.address for item in now}
    others = [item for item in in_question(asking.wanted, asking.recorded, found) if item.address not in called]
    kept, gaps = _taken(now, read, failed)
    then, missed = _taken([item for item in later if _reading(item) in readings], planned, failed)
    missed += [_code_gap(item, failed) for item in later if _reading(item) not in readings]
    asked, unseen = _taken(others, read, {gap.subject: gap for gap in snapshot.found.unsearched if gap.scope == "code"})
    return replace(
        found,
        signatures=(*kept, *asked, *then),
        gaps=(*found.gaps, *dict.fromkeys((*gaps, *missed))),
        unsearched=(*found.unsearched, *unseen),
    )


def _taken(
    functions: Iterable[FoundFunction], read: dict[Address, FoundSignature], failed: dict[str, Gap]
) -> tuple[list[FoundSignature], list[Gap]]:
    functions = tuple(functions)
    return (
        [read[item.address] for item in functions if item.address in read],
        [_code_gap(item, failed) for item in functions if item.address not in read],
    )


def _code_gap(function: FoundFunction, failed: dict[str, Gap]) -> Gap:
    subject = str(function.address)
    return failed.get(subject) or _gap("code", subject, function.address.generation)


def _reading(function: FoundFunction) -> PlannedReading:
    settings = function.configuration
    stated = (settings.environment or {}).get(STATED)
    digest = hashlib.sha256(stated.encode("utf-8", "surrogatepass")).hexdigest() if isinstance(stated, str) else ""
    return PlannedReading(address=function.address, handler=settings.handler, runtime=settings.runtime, stated=digest)


def _gap(scope: GapScope, subject: str, generation: Generation | None = None) -> Gap:
    return Gap(scope=scope, subject=subject, generation=generation, operation="", code=NOT_IN_SNAPSHOT, message="")
