"""One registration of a target, although two applies from two clones made it at the same time.

The center has no lock, so neither can wait for the other. Each reads again after it has registered, and where there is another
registration, one of the two is removed. Of two that see each other the lower id stays, compared as text; the run that made the
higher one removes it. Where the other stays although ours is the lower, it was made by somebody who has not seen ours and never
will (a person, or an apply that has ended): then ours is removed after a while. See docs/adr/0015.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sync.core.flows.references import read_mentions
from sync.core.plan.cause import NotTakenBack, OtherKept, OthersUnread
from sync.core.plan.report import Result
from sync.core.worlds import FoundRegistration
from sync.errors import CloudError, Failure
from sync.execute.ensure import ensure, failed
from sync.execute.journal import Past
from sync.execute.preconditions import as_cause
from sync.execute.registrations import Registering
from sync.polling import UNTIL_IT_SHOWS, Sleep, poll
from sync.specs.ids import CenterName

_ROUNDS = 3  # of registering again, after both sides removed theirs


def is_ours(task: object, result: Result) -> bool:
    """Whether this run made the registration and received its id: no other is ever removed."""
    made = isinstance(task, Registering) and result.outcome == "done" and result.reason is None
    return made and result.registration_id is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateResolver:
    """Looks for a duplicate of a registration made by this run, and ensures that one remains."""

    sleep: Sleep

    def settle(self, task: Registering, result: Result) -> Result:
        """The result of the step, once one registration of its target remains; may take as long as reads lag."""
        for _ in range(_ROUNDS):
            try:
                other = self._other(task, result.registration_id or "")
                if other is None:
                    return result
                kept = self._taken_back(task, result, other)
            except CloudError as error:
                return replace(result, cause=OthersUnread(unread=as_cause(error)))
            if kept is not None:
                return kept
            result = ensure(task.step, task, Past.FRESH, self.sleep)
            if not is_ours(task, result):
                return result
        return result

    def again(self, made: Iterable[tuple[Registering, Result]]) -> Iterable[Result]:
        """The same at the end of a run, with one listing for each center: a duplicate may have been made, or shown, late.

        Returns the results that have changed.
        """
        lists: dict[CenterName, Mapping[str, FoundRegistration]] = {}
        for task, result in made:
            name = task.center.name
            try:
                listed = lists[name] if name in lists else lists.setdefault(name, _listed(task))
            except CloudError:
                continue  # what could not be read now is read after the run
            if _others(task, result.registration_id or "", listed):
                settled = self.settle(task, result)
                if settled != result:
                    yield settled

    def _other(self, task: Registering, ours: str) -> str | None:
        """The registration that stays instead of ours; None when there is none, or it was removed while we waited."""
        others = poll(
            lambda: _others(task, ours, _listed(task)), lambda others: bool(others) and others[0] > ours, UNTIL_IT_SHOWS, self.sleep
        )
        return others[0] if others else None

    def _taken_back(self, task: Registering, result: Result, other: str) -> Result | None:
        """What remains after ours was removed; None when the other is gone too, and nothing is registered."""
        ours = result.registration_id or ""
        flows = read_mentions(task.clouds.readers.centers.flows(task.center)).of(task.center.name, ours)
        if flows:
            return replace(result, reason="both-kept", cause=OtherKept(id=other))
        try:
            task.clouds.writers.registrations.unregister(task.center, ours)
        except CloudError as error:
            if error.failure is not Failure.ABSENT:
                return failed(task.step, "refused-by-cloud", NotTakenBack(other=other, ours=ours, failure=as_cause(error)))
        remaining = self._without(task, ours)
        return replace(result, reason="by-another-apply", registration_id=remaining[0]) if remaining else None

    def _without(self, task: Registering, ours: str) -> list[str]:
        poll(lambda: _listed(task), lambda listed: ours in listed, UNTIL_IT_SHOWS, self.sleep)
        return _others(task, ours, _listed(task))  # read once more: the other apply may be removing its own at this time


def _listed(task: Registering) -> Mapping[str, FoundRegistration]:
    return {item.id: item for item in task.clouds.readers.centers.registrations(task.center)}


def _others(task: Registering, ours: str, listed: Mapping[str, FoundRegistration]) -> list[str]:
    """There was none when ours was sent, so every other is new."""
    return sorted(item.id for item in listed.values() if item.target == task.step.after.target and item.id != ours)
