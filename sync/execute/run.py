"""Runs a plan: every step ends done, failed, put back, by hand or not run, and the report says which."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sync.core.plan.cause import BegunBefore
from sync.core.plan.model import InvokeCheck, Plan, Step
from sync.core.plan.report import Checking, Report, Result, StepStarted
from sync.core.worlds import Wanted
from sync.execute.check_guard import CheckGuard
from sync.execute.clouds import Clouds
from sync.execute.duplicates import DuplicateResolver, is_ours
from sync.execute.ensure import by_hand, ensure, failed
from sync.execute.invoke_check import Invoking
from sync.execute.journal import Journal, Past
from sync.execute.operations import Task, directory, tasks
from sync.execute.outputs import is_open, refers_to, resolved
from sync.execute.recovery import Recovery
from sync.execute.registrations import Registering
from sync.execute.rollback import Rollback
from sync.polling import Sleep
from sync.specs.ids import Uid

Clock = Callable[[], datetime]
Event = StepStarted | Checking | Result
Progress = Callable[[Event], None]


def execute(
    plan: Plan,
    wanted: Wanted,
    clouds: Clouds,
    journal: Journal,
    *,
    clock: Clock,
    sleep: Sleep,
    stop: Callable[[], bool],
    progress: Progress,
    keep: bool = False,
) -> Report:
    """Run the steps in the order of the plan; the caller holds the registry and has checked the plan's basis.

    First the obligations of an earlier run are met. A step whose dependencies did not all end done is not run; the others
    continue. Changes to a function whose checks passed before and fail after are put back, unless they are to be kept. `stop` is
    called before each step, and a running step is finished. `clock` returns the time with its zone; `sleep` takes seconds.
    Raises `PlanRefusedError` before anything is sent when the plan does not fit the registry.
    """
    pairs = tasks(plan, wanted, clouds)
    reverser = Rollback(directory=directory(wanted), clouds=clouds, sleep=sleep)
    guard = CheckGuard(pairs=pairs, reverser=reverser, journal=journal, clock=clock, sleep=sleep, keep=keep, on_progress=progress)
    settled = Recovery(reverser=reverser, journal=journal, clock=clock, keep=keep, on_progress=progress).settle()
    run = _Run(journal=journal, clock=clock, sleep=sleep, guard=guard, progress=progress, stale=settled.put_back)
    for position, (step, task) in enumerate(pairs, start=1):
        run.interrupted = run.interrupted or stop()
        run.step(step, task, position, len(pairs))
    run.look_again(pairs)
    if not run.interrupted:
        journal.finished(clock())
    return Report(plan=journal.plan, results=(*settled.results, *run.results.values()), interrupted=run.interrupted)


@dataclass(slots=True, kw_only=True)
class _Run:
    journal: Journal
    clock: Clock
    sleep: Sleep
    guard: CheckGuard
    progress: Progress
    stale: frozenset[Uid]  # the functions of which something was put back since the plan was made
    results: dict[str, Result] = field(default_factory=dict)
    made: list[tuple[Registering, Result]] = field(default_factory=list)
    interrupted: bool = False

    def step(self, step: Step, task: Task, position: int, total: int) -> None:
        """Run one step, or return why not; harmful changes are put back."""
        step, task = resolved(step, task, self.results)
        result = self._held_back(step)
        if result is None:
            self.progress(StepStarted(step=step, position=position, total=total))
            result = self.guard.after(self._between_records(step, task))
        elif result.reason == "dependency" and isinstance(step, InvokeCheck) and isinstance(task, Invoking):
            result = self.guard.instead(step, task, self.results) or result
        self._end(result)
        for undone in self.guard.put_back(result, self.results):
            self.journal.ended(undone, self.clock())
            self._end(undone)

    def look_again(self, pairs: Sequence[tuple[Step, Task]]) -> None:
        """Whether the new registration is still the only one of its target; if not, the steps that refer to it run again."""
        for changed in DuplicateResolver(sleep=self.sleep).again(self.made):
            self._end(changed)
            for position, (step, task) in enumerate(pairs, start=1):
                if refers_to(step, changed.step.id):
                    self.step(step, task, position, len(pairs))

    def _end(self, result: Result) -> None:
        self.results[result.step.id] = result
        self.progress(result)

    def _between_records(self, step: Step, task: Task) -> Result:
        write = self.guard.before(step)
        past = self.journal.past(step.id)
        self.journal.started(step.id, self.clock(), write)
        result = self._outcome(step, task, past)
        self.journal.ended(result, self.clock())
        return result

    def _outcome(self, step: Step, task: Task, past: Past) -> Result:
        if isinstance(task, Invoking):
            if past is Past.DONE:
                return Result(step=step, outcome="done", reason="by-earlier-run")
            if past is Past.BEGUN and task.step.once:
                return failed(step, "unconfirmed", BegunBefore())
            return task.run(self.sleep)
        if step.by_hand:
            return by_hand(step, task)
        result = ensure(step, task, past, self.sleep)
        if isinstance(task, Registering) and is_ours(task, result):
            result = DuplicateResolver(sleep=self.sleep).settle(task, result)
            self.made += [(task, result)] if is_ours(task, result) else []
        return result

    def _held_back(self, step: Step) -> Result | None:
        """Why a step may not run; a dependency that is not in the plan did not end done either."""
        if self.interrupted:
            return Result(step=step, outcome="not-run", reason="interrupted")
        if not self.stale.isdisjoint(step.about.uids):
            return Result(step=step, outcome="not-run", reason="earlier-put-back")
        done = all(needed in self.results and self.results[needed].outcome == "done" for needed in step.depends_on)
        if done and not is_open(step):
            return None
        return Result(step=step, outcome="not-run", reason="dependency")
