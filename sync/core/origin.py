"""Which side changed since the lock: the clouds (drift), or the registry (pending)."""

from __future__ import annotations

from collections.abc import Iterator

from sync.core.normalise import recorded_target
from sync.core.plan.model import Origin
from sync.core.redaction import Variable, is_kept
from sync.core.worlds import FoundRegistration, Wanted
from sync.specs.ids import Address
from sync.specs.models import Lock, RecordedFunction, RecordedRegistration


class LockIndex:
    """The lock, indexed; or no lock."""

    def __init__(self, lock: Lock | None) -> None:
        self.lock = lock
        self._at = {recorded_target(function): (uid, function) for uid, function in (lock.functions.items() if lock else ())}
        self._owners: dict[tuple[str, str], list[tuple[str, RecordedRegistration]]] = {}
        for uid, center, item in self.registrations():
            self._owners.setdefault((center, item.id), []).append((uid, item))

    def function(self, uid: str) -> RecordedFunction | None:
        """The lock's entry for a function, if there is one."""
        return self.lock.functions.get(uid) if self.lock else None

    def functions(self) -> Iterator[tuple[str, RecordedFunction]]:
        """Every function of the lock: uid, and what it was."""
        yield from (self.lock.functions.items() if self.lock else ())

    def keeps(self, kept: str, uid: str, name: str, value: Variable) -> bool | None:
        """Whether a digest of the lock matches this environment value; None when that cannot be determined."""
        return is_kept(kept, self.lock.salt if self.lock else None, uid, name, value)

    def registration(self, uid: str, center: str) -> RecordedRegistration | None:
        """The lock's entry for a function's registration in a center."""
        entry = self.function(uid)
        return entry.registrations.get(center) if entry else None

    def registrations(self) -> Iterator[tuple[str, str, RecordedRegistration]]:
        """Every registration of the lock: uid, center, and what it was."""
        for uid, function in self.lock.functions.items() if self.lock else ():
            for center, item in function.registrations.items():
                yield uid, center, item

    def function_at(self, address: Address) -> tuple[str, RecordedFunction] | None:
        """The uid and the lock's entry of the function that was at this address."""
        return self._at.get(address)

    def holder(self, center: str, registration_id: str) -> str | None:
        """The uid whose registration had this id, wherever it points now."""
        claims = self._owners.get((center, registration_id), [])
        return claims[0][0] if claims else None

    def owner(self, found: FoundRegistration) -> str | None:
        """The uid whose registration this was when the lock was written, if it still points where it did then."""
        claims = self._owners.get((found.center, found.id), [])
        return next((uid for uid, item in claims if not moved(item, found.target)), None)

    def origin(self, uid: str, *, drifted: bool) -> Origin:
        """Drift when the clouds changed; else the registry changed. Without a lock it is unrecorded."""
        if self.lock is None:
            return "unrecorded"
        return "drift" if drifted and self.function(uid) is not None else "pending"


def moved(entry: RecordedFunction | RecordedRegistration, address: Address) -> bool:
    """Whether the address is another than the recorded one."""
    return recorded_target(entry) != address


def remembered(wanted: Wanted, recorded: Lock | None) -> frozenset[str]:
    """The ids of registrations that a spec or the lock names: flows are searched for them, whether or not a center has them."""
    entries = recorded.functions.values() if recorded is not None else ()
    adopted = (item.adopt for function in wanted.functions for item in function.registrations if item.adopt)
    return frozenset((*adopted, *(item.id for entry in entries for item in entry.registrations.values())))
