"""One apply over the scene, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sync.core.plan.model import Plan
from sync.core.plan.report import Report
from sync.core.worlds import Wanted
from sync.execute.clouds import Clouds
from sync.execute.journal import Journal, NullJournal
from sync.execute.run import Event, execute
from tests.fakes.clouds import FakeClouds
from tests.fakes.scene import clouds, wanted


@dataclass(slots=True)
class Apply:
    """One apply with everything around it at hand: what was reported while it ran, and how long it would have slept."""

    fake: FakeClouds = field(default_factory=clouds)
    wanted: Wanted = field(default_factory=wanted)
    journal: Journal = field(default_factory=lambda: NullJournal("test-plan"))
    stop: Callable[[], bool] = lambda: False
    keep: bool = False
    seen: list[Event] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)

    def run(self, chosen: Plan) -> Report:
        return execute(
            chosen,
            self.wanted,
            Clouds(readers=self.fake.readers, writers=self.fake.writers),
            self.journal,
            clock=ticking(),
            sleep=self.slept.append,
            stop=self.stop,
            progress=self.seen.append,
            keep=self.keep,
        )


def ticking() -> Callable[[], datetime]:
    """A clock that moves one second each time it is asked."""
    start = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
    ticks = iter(range(10**6))
    return lambda: start + timedelta(seconds=next(ticks))


def outcomes(report: Report) -> list[tuple[str, str, str | None]]:
    """Of each result the step's id, the outcome and the reason."""
    return [(result.step.id, result.outcome, result.reason) for result in report.results]
