"""Which living function each uid of the registry is now: the three worlds as the matching of functions asks for them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from sync.core.code_print import likeness, read_print
from sync.core.deployed_code import Code
from sync.core.flows.references import read_mentions
from sync.core.found_index import FoundIndex, Presence, index_found
from sync.core.matching.identity import Candidate, FunctionMatch, Known, Place, Traits
from sync.core.normalise import recorded_target
from sync.core.origin import LockIndex
from sync.core.redaction import Variable, is_comparable, kept_variables, variables_kept
from sync.core.signature import sources
from sync.core.signature.inferred import Inferred
from sync.core.signature.model import Signature
from sync.core.worlds import Found, FoundFunction, Wanted, WantedFunction
from sync.specs.ids import Address, Region, Uid
from sync.specs.models import Lock, RecordedFunction

_SAME_CODE = 0.5  # code at least so alike was edited where it is, and exchanged with nobody's
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST = 500  # functions whose code is read for a search


def match_worlds(
    wanted: Wanted, recorded: LockIndex, found: Found, ground: FoundIndex, code: Code, *, stack: Mapping[Uid, Address] | None = None
) -> dict[Uid, FunctionMatch]:
    """A match for each uid about which there is a question, by uid. `stack`: where the state of the Pulumi stack has functions.

    Of one whose function lives where the registry and the lock have it, with the code it had and called from where it is, there
    is none. Nothing is concluded from what was not read.
    """
    worlds = Worlds(wanted, recorded, found, ground, code, stack=stack)
    asked = worlds.asked()
    if not asked:
        return {}
    from sync.core.matching.functions import match_functions  # noqa: PLC0415 - most runs have no question

    matches = match_functions(worlds.known(), worlds.living(), {*ground.unread_places, *_unsearched(found)})
    return {match.uid: match for match in matches if match.uid in asked}


def in_question(wanted: Wanted, lock: Lock | None, found: Found) -> tuple[FoundFunction, ...]:
    """The functions whose code may tell what became of a missing one: those that no uid has and that are younger than the lock.

    The youngest first, and of very many only so many.
    """
    recorded, there = LockIndex(lock), {function.address for function in found.functions}
    absent = [one for one in wanted.functions if one.address not in there and recorded.function(one.uid)]
    if lock is None or not absent:
        return ()
    ground = index_found(found, read_mentions(()))
    if not any(ground.presence(one.address) is Presence.ABSENT for one in absent):
        return ()
    owned = {*(one.address for one in wanted.functions), *(recorded_target(entry) for _, entry in recorded.functions())}
    synced = seconds(lock.synced)
    free = [one for one in ground.functions.values() if one.address not in owned]
    ages = {one.address: seconds(one.created) for one in free}
    young = [one for one in free if synced is None or (ages[one.address] or synced) >= synced]
    return tuple(sorted(young, key=lambda one: (-(ages[one.address] or 0.0), one.address))[:_MOST])


def _unsearched(found: Found) -> Iterator[Place]:
    return ((Region(gap.subject), gap.generation) for gap in found.unsearched if gap.generation and gap.scope == "region")


def seconds(time: str | None) -> float | None:
    """Seconds since 1970 of a time as the clouds write it (ISO 8601); None where there is none."""
    try:
        read = datetime.fromisoformat(time) if time else None
    except ValueError:
        return None
    return None if read is None else ((read if read.tzinfo else read.replace(tzinfo=UTC)) - _EPOCH).total_seconds()


class Worlds:
    """The three worlds, asked about functions."""

    def __init__(
        self,
        wanted: Wanted,
        recorded: LockIndex,
        found: Found,
        ground: FoundIndex,
        code: Code,
        *,
        stack: Mapping[Uid, Address] | None = None,
    ) -> None:
        self._wanted, self._recorded, self._ground, self._code = wanted, recorded, ground, code
        self._salt = recorded.lock.salt if recorded.lock else None
        self._seen = seconds(recorded.lock.synced) if recorded.lock else None
        self._packages = Counter(entry.checksum for _, entry in recorded.functions() if entry.checksum)
        self._points_at = self._targets(found)
        self._marks = {function.mark for function in ground.functions.values()}
        self._stack = stack or {}

    def asked(self) -> frozenset[Uid]:
        """The uids about which there is a question."""
        return frozenset(one.uid for one in self._wanted.functions if not self._is_settled(one))

    def known(self) -> Iterator[Known]:
        """Every function of the registry, and those of the lock that left it: what they have is nobody else's."""
        for one in self._wanted.functions:
            yield self._known(one.uid, one.address, self._recorded.function(one.uid), one.formerly)
        uids, addresses = {one.uid for one in self._wanted.functions}, {one.address for one in self._wanted.functions}
        for uid, entry in self._recorded.functions():
            if uid not in uids and recorded_target(entry) not in addresses:
                yield self._known(Uid(uid), recorded_target(entry), entry, ())

    def living(self) -> Iterator[Candidate]:
        """Every function that was found."""
        for address, function in self._ground.functions.items():
            yield Candidate(address=address, traits=self._traits_found(function), mark=function.mark)

    def _is_settled(self, one: WantedFunction) -> bool:
        entry, there = self._recorded.function(one.uid), self._ground.functions.get(one.address)
        in_stack = self._stack.get(one.uid, one.address)
        if in_stack != one.address and in_stack in self._ground.functions:
            return False
        if entry is None:  # of what was never recorded only its mark says anything
            return there is not None or one.uid not in self._marks
        if there is None or recorded_target(entry) != one.address:
            return False
        return self._points_at[one.uid] <= {one.address} and self._is_same(entry, there)

    def _is_same(self, entry: RecordedFunction, there: FoundFunction) -> bool:
        """Whether nothing says that this may be another function, or have another one's code."""
        if entry.function_id and there.function_id and entry.function_id != there.function_id:
            return False
        if not entry.checksum or entry.checksum == there.checksum:
            return True
        alike = likeness(read_print(entry.code_print), self._code.prints.get(there.address))
        return there.checksum not in self._packages and (alike is None or alike >= _SAME_CODE)

    def _targets(self, found: Found) -> defaultdict[str, set[Address]]:
        """Where the registrations point now that the lock or a spec names as a uid's own."""
        owner = {(item.center, item.adopt): item.uid for one in self._wanted.functions for item in one.registrations if item.adopt}
        recorded: dict[tuple[str, str], str] = {(center, item.id): uid for uid, center, item in self._recorded.registrations()}
        targets: defaultdict[str, set[Address]] = defaultdict(set)
        for item in found.registrations:
            uid = owner.get((item.center, item.id)) or recorded.get((item.center, item.id))
            if uid is not None:
                targets[uid].add(item.target)
        return targets

    def _known(self, uid: Uid, address: Address, entry: RecordedFunction | None, formerly: Iterable[Address]) -> Known:
        return Known(
            uid=uid,
            address=address,
            recorded=recorded_target(entry) if entry is not None else None,
            traits=_traits_recorded(entry) if entry is not None else Traits(),
            seen=self._seen,
            formerly=tuple(formerly),
            stack=self._stack.get(uid),
            points_at=tuple(sorted(self._points_at[uid])),
        )

    def _traits_found(self, function: FoundFunction) -> Traits:
        settings = function.configuration
        shown = self._code.now.get(function.address)
        return Traits(
            function_id=function.function_id,
            checksum=function.checksum,
            code=self._code.prints.get(function.address),
            description=function.description,
            handler=settings.handler,
            runtime=settings.runtime,
            memory=settings.memory,
            timeout=settings.timeout,
            environment=_kept(settings.environment or {}, self._salt),
            signature=sources.implemented(shown) if isinstance(shown, Inferred) else None,
            created=seconds(function.created),
        )


def _kept(environment: Mapping[str, Variable], salt: str | None) -> dict[str, str] | None:
    return variables_kept(kept_variables(salt, environment)) if salt and is_comparable(environment, salt) else None


def _traits_recorded(entry: RecordedFunction) -> Traits:
    return Traits(
        function_id=entry.function_id,
        checksum=entry.checksum,
        code=read_print(entry.code_print),
        description=entry.description,
        handler=entry.handler,
        runtime=entry.runtime,
        memory=entry.memory,
        timeout=entry.timeout,
        environment=variables_kept(entry.variables) if entry.variables is not None else None,
        signature=_signature(entry),
        created=seconds(entry.created),
    )


def _signature(entry: RecordedFunction) -> Signature | None:
    if entry.implemented is not None:
        return sources.recorded(entry.implemented)
    return sources.declared(entry.signature) if entry.signature is not None else None
