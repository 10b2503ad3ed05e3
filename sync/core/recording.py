"""What to remember of a good sync: the next lock."""

from __future__ import annotations

import hashlib

from registry.models import Failover, Lock, RecordedFunction, RecordedRegistration
from sync.core.ground import Ground, survey
from sync.core.model import Found, FoundFunction, FoundRegistration, Wanted, WantedFunction
from sync.core.pairing import Pair, pair_all
from sync.core.plan import Plan

_DIGITS = 12


def value_digest(uid: str, name: str, value: str) -> str:
    """Enough of a value to see that it changed, and not enough to read it."""
    return hashlib.sha256(f"{uid}\0{name}\0{value}".encode()).hexdigest()[:_DIGITS]


def record(wanted: Wanted, found: Found, plan: Plan, previous: Lock | None) -> Lock:
    """The lock after an apply. `found` and `plan` are of after it: functions about which the plan finds nothing are recorded anew.

    Of the others the previous entry is kept, and also of functions that left the registry while a registration of theirs remains.
    """
    ground = survey(found)
    unsettled = {finding.uid for finding in plan.findings if finding.uid is not None}
    pairs: dict[str, list[Pair]] = {}
    for pairing in pair_all(wanted, previous, ground):
        for pair in pairing.pairs:
            pairs.setdefault(pair.wanted.uid, []).append(pair)
    known = dict(previous.functions) if previous else {}
    entries = {uid: entry for uid, entry in known.items() if _still_matters(uid, entry, wanted, ground)}
    for function in wanted.functions:
        seen = ground.functions.get(function.address)
        complete = len(pairs.get(function.uid, [])) == len(function.registrations)
        if function.uid not in unsettled and seen is not None and complete:
            entries[function.uid] = _entry(function, seen, pairs.get(function.uid, []))
    return Lock(functions=dict(sorted(entries.items())))


def _still_matters(uid: str, entry: RecordedFunction, wanted: Wanted, ground: Ground) -> bool:
    if any(function.uid == uid for function in wanted.functions):
        return True
    for center, registration in entry.registrations.items():
        if center in ground.unread_registrations:
            return True
        if any(
            found.id == registration.id for name in ground.registrations if name == center for found in ground.registrations[name]
        ):
            return True
    return False


def _entry(function: WantedFunction, found: FoundFunction, pairs: list[Pair]) -> RecordedFunction:
    configuration = found.configuration
    declared = function.configuration.environment
    return RecordedFunction(
        region=found.address.region,
        service=found.address.service,
        name=found.address.name,
        generation=found.generation,
        function_id=found.function_id,
        checksum=found.checksum,
        runtime=configuration.runtime,
        handler=configuration.handler,
        memory=configuration.memory,
        timeout=configuration.timeout,
        environment={name: value_digest(function.uid, name, value) for name, value in sorted(declared.items())}
        if declared
        else None,
        signature=function.signature,
        registrations={pair.found.center: _registration(pair.found) for pair in pairs},
    )


def _registration(found: FoundRegistration) -> RecordedRegistration:
    failover = Failover(region=found.failover.region, weight=found.failover.weight) if found.failover else None
    return RecordedRegistration(
        id=found.id,
        region=found.target.region,
        service=found.target.service,
        name=found.target.name,
        description=found.description or None,
        role=found.role or None,
        failover=failover,
    )
