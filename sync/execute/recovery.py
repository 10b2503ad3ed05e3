"""Finishes what an interrupted apply owes: the checks of what it changed, and the state before if they fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from sync.core.plan.model import InvokeCheck
from sync.core.plan.report import WRONG, Checking, Result
from sync.core.worlds import FoundRegistration, WantedCenter, WantedCheck
from sync.errors import CloudError
from sync.execute.ensure import failed
from sync.execute.invoke_check import Invoking
from sync.execute.journal import Journal
from sync.execute.preconditions import as_cause
from sync.execute.records import Owed
from sync.execute.rollback import Done, Rollback
from sync.specs.ids import CenterName, Uid


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """The result: every call made and everything put back, and the functions that an earlier plan no longer fits."""

    results: tuple[Result, ...]
    put_back: frozenset[Uid]


@dataclass(slots=True, kw_only=True)
class Recovery:
    """Functions and centers that were removed from the registry since are neither called nor put back."""

    reverser: Rollback
    journal: Journal
    clock: Callable[[], datetime]
    keep: bool  # nothing is put back
    on_progress: Callable[[Checking | Result], None]
    _registrations: dict[CenterName, tuple[FoundRegistration, ...]] = field(default_factory=dict, init=False)

    def settle(self) -> Settlement:
        """Function by function; what could not be called stays owed as long as the journal is resumed."""
        results: list[Result] = []
        put_back: set[Uid] = set()
        for owed in self.journal.owed:
            calls = list(self._calls(owed))
            undone = list(self._undo(owed)) if any(call.is_harm for call in calls) and not self.keep else []
            for result in (*calls, *undone):
                self.on_progress(result)
            if all(call.outcome == "done" or call.is_harm for call in calls):
                self.journal.settled(owed.uid, self.clock())
            put_back |= {owed.uid} if undone else set()
            results += [*calls, *undone]
        return Settlement(results=tuple(results), put_back=frozenset(put_back))

    def _undo(self, owed: Owed) -> Iterator[Result]:
        return self.reverser.undo(Done(write=write, certain=False) for write in owed.writes)

    def _calls(self, owed: Owed) -> Iterator[Result]:
        for number, (center, check) in enumerate(self._checks(owed), 1):
            step = self._call(owed.uid, center, check, f"again:{center.name}:{owed.uid}:{number}")
            try:
                step = self._through(step, center, owed)
            except CloudError as error:
                yield failed(step, "refused-by-cloud", as_cause(error))
                continue
            self.on_progress(Checking(step=step))
            task = Invoking(step=step, center=center, callers=self.reverser.clouds.writers.callers)
            result = task.run(self.reverser.sleep)
            yield replace(result, before="passed") if result.reason in WRONG else result

    def _checks(self, owed: Owed) -> Iterator[tuple[WantedCenter, WantedCheck]]:
        """The checks that passed before and are still in the registry."""
        function = self.reverser.directory.functions.get(owed.uid)
        checks = {check.name: check for check in (function.checks if function else ())}
        centers = {center.name: center for center in self.reverser.directory.centers.values()}
        for passed in owed.passed:
            if passed.check in checks and passed.center in centers:
                yield centers[passed.center], checks[passed.check]

    def _call(self, uid: Uid, center: WantedCenter, check: WantedCheck, step_id: str) -> InvokeCheck:
        return InvokeCheck(
            id=step_id,
            uid=uid,
            center=center.name,
            instance=center.instance,
            by_hand=False,
            target=self.reverser.directory.function(uid).address,
            role="",
            check=check.name,
            input=check.input,
            expect=check.expect,
        )

    def _through(self, step: InvokeCheck, center: WantedCenter, owed: Owed) -> InvokeCheck:
        """The same call through the registration as it is now: the one that was written, else the one of the address."""
        known = {item.about.registration for item in owed.writes if item.about.center == center.name}
        if center.name not in self._registrations:
            self._registrations[center.name] = self.reverser.clouds.readers.centers.registrations(center)
        for item in self._registrations[center.name]:
            if item.id in known or (not known and item.target == step.target):
                return replace(step, target=item.target, role=item.state.role, registration_id=item.id)
        return step
