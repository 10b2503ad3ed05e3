"""Makes test calls and nothing else, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sync.core.plan.model import InvokeCheck
from sync.core.plan.report import Result, StepStarted
from sync.core.worlds import Wanted
from sync.execute.invoke_check import Invoking
from sync.execute.operations import directory
from sync.execute.run import Progress
from sync.polling import Sleep
from sync.ports import Callers


def make_calls(
    steps: Iterable[InvokeCheck],
    wanted: Wanted,
    callers: Callers,
    *,
    sleep: Sleep,
    stop: Callable[[], bool],
    progress: Progress,
) -> tuple[Result, ...]:
    """How each call ended, in that order. `stop` is called before each; those after a stop are not made."""
    centers, every, results = directory(wanted), tuple(steps), list[Result]()
    stopped = False
    for position, step in enumerate(every, start=1):
        stopped = stopped or stop()
        if stopped:
            result = Result(step=step, outcome="not-run", reason="interrupted")
        else:
            progress(StepStarted(step=step, position=position, total=len(every)))
            center = centers.center(step.center, step.instance)
            result = Invoking(step=step, center=center, callers=callers).run(sleep)
        results.append(result)
        progress(result)
    return tuple(results)
