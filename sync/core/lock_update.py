"""What to record after a good sync: the next lock."""

from __future__ import annotations

from typing import Literal

from sync.core.assessment import Assessment
from sync.core.code_print import print_text
from sync.core.found_index import FoundIndex
from sync.core.matching.registrations import Pair
from sync.core.origin import moved
from sync.core.plan.model import Finding, Plan
from sync.core.redaction import is_former, kept_digest, kept_variables
from sync.core.signature import sources
from sync.core.signature.inferred import Inferred, Unknown
from sync.core.worlds import FoundFunction, FoundRegistration, WantedFunction
from sync.specs.ids import CenterName
from sync.specs.models import Failover, Lock, RecordedFunction, RecordedRegistration, RecordedSignature, SignatureSpec

_SIGNATURES = ("SG", "FL")  # the aspects that no step corrects
_FAILOVER = "RG007"
_DUPLICATES = ("RG003", "RG011")


def record(assessed: Assessment, plan: Plan, salt: str) -> Lock:
    """The lock after an apply, from the plan and the world after it: functions without findings are recorded again.

    For the others the previous entry is kept, and also for functions that left the registry while a registration of theirs remains.
    Where only signatures disagree, everything else is recorded again: flows and specs are corrected by hand, which may take time. A
    new registration is recorded although its failover must still be set by hand: there may be no apply after that. Of a function
    with a second registration, which may stay for as long as flows call it, all but its registration is recorded.
    `salt` is the registry's: that of the previous lock, where it has one. A lock that needs none yet is written without.
    """
    wanted, ground, previous = assessed.wanted, assessed.ground, assessed.recorded.lock
    unsettled = {finding.uid for finding in plan.findings if _is_unsettled(finding, assessed)}
    disputed = {finding.uid for finding in plan.findings if finding.code.startswith("SG") and not _is_settled(finding)}
    doubled = {(finding.uid, finding.center) for finding in plan.findings if finding.code in _DUPLICATES}
    pairs: dict[str, list[Pair]] = {}
    for pairing in assessed.pairings:
        for pair in pairing.pairs:
            pairs.setdefault(pair.wanted.uid, []).append(pair)
    known = dict(previous.functions) if previous else {}
    uids = {function.uid for function in wanted.functions}
    left = {uid: _left(entry, pairs.get(uid, []), ground) for uid, entry in known.items()}
    entries = {uid: entry for uid, entry in known.items() if uid in uids or left[uid]}
    for function in wanted.functions:
        seen = ground.functions.get(function.address)
        complete = len(pairs.get(function.uid, [])) == len(function.registrations)
        if function.uid not in unsettled and seen is not None and complete:
            own: dict[str, RecordedRegistration] = {
                pair.found.center: _registration(pair.found)
                for pair in pairs.get(function.uid, [])
                if (function.uid, pair.found.center) not in doubled
            }
            made = _entry(function, seen, left.get(function.uid, {}) | own, salt)
            made = made.model_copy(update={"code_print": _code_print(assessed, seen, known.get(function.uid))})
            before = known.get(function.uid) if function.uid in disputed else None
            shown = assessed.code.now.get(function.address)
            signature = _undisputed(before) or _signatures(function, known.get(function.uid), shown)
            entries[function.uid] = made.model_copy(update=signature)
    functions = dict(sorted(entries.items()))
    salted = salt if any(map(_is_salted, functions.values())) else None
    version: Literal[1, 2, 3] = 3 if any(map(_has_identity, functions.values())) else 2 if salted else 1
    return Lock(version=version, salt=salted, functions=functions)


def _is_salted(entry: RecordedFunction) -> bool:
    return entry.variables is not None or any(not is_former(kept) for kept in (entry.environment or {}).values())


def _has_identity(entry: RecordedFunction) -> bool:
    """Whether it holds what locks of version 2 do not know."""
    return any(item is not None for item in (entry.variables, entry.description, entry.created, entry.code_print))


def _code_print(assessed: Assessment, found: FoundFunction, previous: RecordedFunction | None) -> str | None:
    """The print of the code; of the same code as before where nobody could look."""
    seen = assessed.code.prints.get(found.address)
    if seen is not None:
        return print_text(seen)
    is_same = previous is not None and previous.checksum is not None and previous.checksum == found.checksum
    return previous.code_print if previous is not None and is_same else None


def _is_unsettled(finding: Finding, assessed: Assessment) -> bool:
    """Whether the finding means that a recorded part of its function is not as wanted."""
    if finding.origin is None or finding.code[:2] in _SIGNATURES:
        return False
    is_known = assessed.recorded.registration(str(finding.uid), str(finding.center)) is not None
    is_apart = finding.code in _DUPLICATES or (finding.code == _FAILOVER and finding.remedy == "by-hand")
    return is_known or not is_apart


def _is_settled(finding: Finding) -> bool:
    """Informational findings, and those that recording resolves, unless they break a flow."""
    return finding.origin is None or (finding.lock_only and not finding.breaks)


def _undisputed(before: RecordedFunction | None) -> dict[str, SignatureSpec | RecordedSignature | None]:
    """The signature on which both sources last agreed: a disagreement is compared with it until it is resolved."""
    if before is None or before.implemented is None:
        return {}
    return {"signature": before.signature, "implemented": before.implemented}


def _signatures(
    function: WantedFunction, previous: RecordedFunction | None, shown: Inferred | Unknown | None
) -> dict[str, SignatureSpec | RecordedSignature | None]:
    """What the spec states now, and what the code shows, or showed before where it shows nothing or could not be read."""
    implemented = previous.implemented if previous is not None else None
    if isinstance(shown, Inferred):
        implemented = sources.to_record(sources.implemented(shown))
    return {"signature": function.signature, "implemented": implemented}


def _left(entry: RecordedFunction, pairs: list[Pair], ground: FoundIndex) -> dict[str, RecordedRegistration]:
    """The registrations that were recorded, are no longer asked for, and are still there or could not be looked for."""
    paired = {pair.found.center for pair in pairs}
    return {
        center: item
        for center, item in entry.registrations.items()
        if center not in paired and (center in ground.unread_registrations or _still_ours(CenterName(center), item, ground))
    }


def _still_ours(center: CenterName, item: RecordedRegistration, ground: FoundIndex) -> bool:
    found = ground.by_id.get((center, item.id))
    return found is not None and not moved(item, found.target)


def _entry(
    function: WantedFunction,
    found: FoundFunction,
    registrations: dict[str, RecordedRegistration],
    salt: str,
) -> RecordedFunction:
    configuration = found.configuration
    declared = function.configuration.environment
    return RecordedFunction(
        region=found.address.region,
        service=found.address.service,
        name=found.address.name,
        generation=found.address.generation,
        function_id=found.function_id,
        checksum=found.checksum,
        runtime=configuration.runtime,
        handler=configuration.handler,
        memory=configuration.memory,
        timeout=configuration.timeout,
        environment={name: kept_digest(salt, function.uid, name, value) for name, value in sorted(declared.items())}
        if declared
        else None,
        variables=kept_variables(salt, configuration.environment) if configuration.environment else None,
        description=found.description,
        created=found.created,
        registrations=dict(sorted(registrations.items())),
    )


def _registration(found: FoundRegistration) -> RecordedRegistration:
    state = found.state
    failover = Failover(region=state.failover.region, weight=state.failover.weight) if state.failover else None
    return RecordedRegistration(
        id=found.id,
        region=state.target.region,
        service=state.target.service,
        name=state.target.name,
        description=state.description or None,
        role=state.role or None,
        failover=failover,
    )
