"""Runs a function's checks before and after its changes, and puts the changes back when a check fails only afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sync.core.plan.model import InvokeCheck, Repoint, Step, UpdateFunction, UpdateRegistration, known
from sync.core.plan.report import WRONG, Checking, Result
from sync.core.worlds import Configuration
from sync.errors import CloudError
from sync.execute.invoke_check import Invoking
from sync.execute.journal import Journal
from sync.execute.operations import Task
from sync.execute.records import Passed, Reversible
from sync.execute.rollback import Done, Rollback
from sync.polling import Sleep
from sync.specs.ids import Uid

_NOBODY: frozenset[Passed] = frozenset()


@dataclass(slots=True, kw_only=True)
class CheckGuard:
    """Watches one run, function by function. See docs/adr/0014."""

    pairs: tuple[tuple[Step, Task], ...]
    reverser: Rollback
    journal: Journal
    clock: Callable[[], datetime]
    sleep: Sleep
    keep: bool  # nothing is put back
    on_progress: Callable[[Checking], None]
    _writes: dict[Uid, list[Reversible]] = field(default_factory=dict, init=False)
    _calls: dict[Uid, list[tuple[InvokeCheck, Invoking]]] = field(default_factory=dict, init=False)
    _passed: dict[Uid, frozenset[Passed]] = field(default_factory=dict, init=False)
    _before: dict[Uid, Configuration] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """Arrange the steps by function."""
        for step, task in self.pairs:
            if isinstance(step, InvokeCheck) and isinstance(task, Invoking):
                self._calls.setdefault(step.uid, []).append((step, task))
            elif isinstance(step, Reversible) and not step.by_hand:
                self._writes.setdefault(step.uid, []).append(step)

    def before(self, step: Step) -> Reversible | None:
        """Run the checks of a function before the first step that changes it; returns what is to be put back should they fail.

        The results of an earlier run of the plan are used: once it has changed the function they cannot be repeated.
        """
        if not isinstance(step, Reversible) or step.by_hand:
            return None
        if step.uid not in self._passed:
            known = self.journal.passed(step.uid)
            if known is None:
                known = frozenset(self._checks(step.uid))
                self.journal.checked(step.uid, sorted(known, key=lambda item: (item.center, item.check)), self.clock())
            self._passed[step.uid] = known
        if not self._passed[step.uid]:
            return None
        self._remember(step)
        return step

    def after(self, result: Result) -> Result:
        """The result of a test call, compared with the same call before the change."""
        step = result.step
        if not isinstance(step, InvokeCheck) or result.outcome != "failed" or step.once or step.uid not in self._passed:
            return result
        if not self._has_passed(step):
            return replace(result, before="failed")
        return replace(result, before="passed") if result.reason in WRONG else result

    def instead(self, step: InvokeCheck, task: Invoking, results: Mapping[str, Result]) -> Result | None:
        """The result of a call that cannot be made as planned, because a step it depends on was not done, when it shows harm.

        The function is still checked after a partial change, through the registration as it is.
        """
        if not self._has_passed(step) or not any(self._done(step.uid, results)):
            return None
        moved = {item.about.center for item in self._writes.get(step.uid, ()) if _took(results, item)}
        here = step if step.center in moved else self._as_before(step)
        result = replace(task, step=here).run(self.sleep)
        return replace(result, step=step, before="passed") if result.reason in WRONG else None

    def put_back(self, result: Result, results: Mapping[str, Result]) -> Iterator[Result]:
        """Put back every change to the function of that result, when it shows harm; unless changes are to be kept."""
        if result.is_harm and not self.keep and isinstance(result.step, InvokeCheck):
            yield from self.reverser.undo(self._done(result.step.uid, results))

    def _checks(self, uid: Uid) -> Iterator[Passed]:
        for step, task in self._calls.get(uid, ()):
            if step.once:
                continue
            here = self._as_before(step)
            self.on_progress(Checking(step=here))
            if replace(task, step=here).run(self.sleep).outcome == "done":
                yield Passed(center=step.center, check=step.check)

    def _as_before(self, step: InvokeCheck) -> InvokeCheck:
        """The same call through the registration as it was when the plan was made."""
        for item in self._writes.get(step.uid, ()):
            if isinstance(item, Repoint | UpdateRegistration) and item.center == step.center:
                before = item.before
                return replace(step, target=before.target, role=before.role, registration_id=known(item.registration_id))
        return step

    def _done(self, uid: Uid, results: Mapping[str, Result]) -> Iterator[Done]:
        for step in self._writes.get(uid, ()):
            if _took(results, step):
                yield Done(write=step, certain=results[step.id].outcome == "done", before=self._before.get(uid))

    def _has_passed(self, step: InvokeCheck) -> bool:
        return Passed(center=step.center, check=step.check) in self._passed.get(step.uid, _NOBODY)

    def _remember(self, step: Step) -> None:
        """Values that look secret are in no plan and no journal: they are kept here, and end with the process."""
        if not isinstance(step, UpdateFunction) or not any(change.secret for change in step.changes):
            return
        try:
            function = self.reverser.clouds.readers.functions.function(step.address)
        except CloudError:
            return
        if function is not None and function.modified == step.modified:
            self._before[step.uid] = function.configuration


def _took(results: Mapping[str, Result], step: Step) -> bool:
    """Whether this run, or the one that it resumes, made the change of the step, or may have."""
    result = results.get(step.id)
    if result is None:
        return False
    return result.reason == "unconfirmed" or (result.outcome == "done" and result.reason != "already-so")
