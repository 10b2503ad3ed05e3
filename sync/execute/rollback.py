"""Undoes a run's changes to a function, step by step, last first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sync.core.plan.cause import NotRestored, PlanRefused
from sync.core.plan.model import UpdateFunction
from sync.core.plan.report import Result
from sync.core.worlds import Configuration
from sync.errors import CloudError, PlanRefusedError
from sync.execute.clouds import Clouds
from sync.execute.ensure import ensure, failed
from sync.execute.functions import narrowed, restoring
from sync.execute.journal import Past
from sync.execute.operations import Directory
from sync.execute.preconditions import Satisfied, Write, glance
from sync.execute.records import Reversible
from sync.execute.registrations import PuttingBack
from sync.polling import UNTIL_IT_SHOWS, Sleep, poll


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A step to undo. Not `certain`: it was sent, or may have been, and its effect is unknown.

    `before` is the function's configuration just before, where it was read; secrets are known from there alone.
    """

    write: Reversible
    certain: bool
    before: Configuration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollback:
    """Puts functions and registrations back, reading each before and after."""

    directory: Directory
    clouds: Clouds
    sleep: Sleep

    def undo(self, steps: Iterable[Done]) -> Iterator[Result]:
        """The result of putting back each of them, last first; none for a step that turns out to have had no effect.

        One that cannot be put back does not stop the others.
        """
        for done in reversed(tuple(steps)):
            try:
                result = self._undo(done)
            except PlanRefusedError as error:
                result = failed(done.write, "not-put-back", PlanRefused(message=error.message))
            if result is not None:
                yield result

    def _undo(self, done: Done) -> Result | None:
        write, lost = self._reverse(done)
        if not done.certain and not self._shows(write):
            return None
        result = ensure(done.write, write, Past.FRESH, self.sleep)
        if result.outcome == "failed":
            return failed(done.write, "not-put-back", result.cause)
        if lost:
            return failed(done.write, "not-put-back", NotRestored(names=lost))
        return Result(step=done.write, outcome="put-back", reason="check-failed")

    def _reverse(self, done: Done) -> tuple[Write, tuple[str, ...]]:
        step = done.write
        if isinstance(step, UpdateFunction):
            secrets = done.before is not None and any(change.secret for change in step.changes)
            wanted = narrowed(step, self.directory.function(step.uid).configuration) if secrets else Configuration()
            return restoring(step, done.before, wanted, self.clouds)
        return PuttingBack(step=step, center=self.directory.center(step.center, step.instance), clouds=self.clouds), ()

    def _shows(self, write: Write) -> bool:
        """Whether there is anything to put back, by reads with growing waits: a write may not show at once."""
        sight = poll(lambda: glance(write), lambda sight: isinstance(sight, Satisfied | CloudError), UNTIL_IT_SHOWS, self.sleep)
        return not isinstance(sight, Satisfied | CloudError)
