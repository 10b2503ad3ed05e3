"""Runs a plan: every step ends done, failed, by hand or not run, and the report says which."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sync.core.model import Wanted
from sync.core.plan import Plan, Step
from sync.core.report import Report, Result, StepStarted
from sync.execute.calling import Calling
from sync.execute.clouds import Clouds
from sync.execute.ensure import by_hand, ensure
from sync.execute.journal import Journal, Past
from sync.execute.sight import Sleep
from sync.execute.tasks import Task, tasks

Clock = Callable[[], datetime]
Progress = Callable[[StepStarted | Result], None]


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
) -> Report:
    """Run the steps in the order of the plan; the caller holds the registry and has checked the plan's basis.

    A step whose dependencies did not all end done is not run; the others go on. `stop` is asked before each step, and a step
    under way is finished. `clock` answers the time with its zone; `sleep` takes seconds.
    Raises `PlanRefusedError` before anything is sent when the plan does not fit the registry.
    """
    run = _Run(journal=journal, clock=clock, sleep=sleep)
    results: dict[str, Result] = {}
    interrupted = False
    for position, (step, task) in enumerate(tasks(plan, wanted, clouds), start=1):
        interrupted = interrupted or stop()
        result = _held_back(step, results, interrupted=interrupted)
        if result is None:
            progress(StepStarted(step=step, position=position, total=len(plan.steps)))
            result = run.step(step, task)
        results[step.id] = result
        progress(result)
    if not interrupted:
        journal.finished(clock())
    return Report(plan=journal.plan, results=tuple(results.values()), interrupted=interrupted)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    journal: Journal
    clock: Clock
    sleep: Sleep

    def step(self, step: Step, task: Task) -> Result:
        """Run one step between its two records."""
        past = self.journal.past(step.id)
        self.journal.started(step.id, self.clock())
        result = self._outcome(step, task, past)
        self.journal.ended(result, self.clock())
        return result

    def _outcome(self, step: Step, task: Task, past: Past) -> Result:
        if isinstance(task, Calling):
            if past is Past.DONE:
                return Result(step=step, outcome="done", reason="by-earlier-run")
            return task.run(self.sleep)
        if step.by_hand:
            return by_hand(step, task)
        return ensure(step, task, past, self.sleep)


def _held_back(step: Step, results: Mapping[str, Result], *, interrupted: bool) -> Result | None:
    """Why a step may not run; a dependency that is nowhere in the plan did not end done either."""
    if interrupted:
        return Result(step=step, outcome="not-run", reason="interrupted")
    if all(needed in results and results[needed].outcome == "done" for needed in step.depends_on):
        return None
    return Result(step=step, outcome="not-run", reason="dependency")
