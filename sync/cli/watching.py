"""A running use case, for a person: progress on one line of stderr, notices above it, and Ctrl-C between steps."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import click

from sync.app.observer import AccountUnchecked, CallStarted, Event, Notice, Reading, ReadingStarted
from sync.cli.options import Scope
from sync.cli.progress import Progress
from sync.core.plan.report import Checking, Result, StepStarted
from sync.render.steps import step_line

_WORDS = {
    "region": "functions of",
    "function": "a function in",
    "registrations": "registrations of",
    "flows": "flows of",
    "code": "code of",
    "check": "check of",
    "value": "value of",
    "snapshot": "the snapshot",
}


class Watcher:
    """The observer of a run at a terminal, or in a log."""

    def __init__(self, scope: Scope, progress: Progress) -> None:
        self._scope = scope
        self._progress = progress

    def notify(self, event: Event) -> None:
        """Progress replaces what was shown of it; a notice stays."""
        if isinstance(event, Notice):
            self.pause()
            self._scope.note(_notice(event))
        else:
            self._progress.show(_sentence(event))

    def pause(self) -> None:
        """Erase the progress, so that something else can be shown."""
        self._progress.erase()

    @contextmanager
    def stopping(self) -> Iterator[Callable[[], bool]]:
        """Ctrl-C or SIGTERM once: the function returns True from then on. Twice: `KeyboardInterrupt`, at once."""
        asked = threading.Event()

        def on_signal(_number: int, _frame: FrameType | None) -> None:
            if asked.is_set():
                raise KeyboardInterrupt
            asked.set()
            click.echo("\nstopping after this step; repeat to stop at once", err=True)

        before = {number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield asked.is_set
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


@contextmanager
def watching(scope: Scope) -> Iterator[Watcher]:
    """The observer of a use case until it has ended; then the progress is erased."""
    with Progress(sys.stderr, quiet=scope.quiet) as progress:
        yield Watcher(scope, progress)


def _sentence(event: Event) -> str:
    match event:
        case ReadingStarted():
            return "reading the clouds ..."
        case Reading():
            generation = f" (FC {event.generation})" if event.generation else ""
            return f"reading the clouds: {event.done} of {event.total}, {_WORDS[event.scope]} {event.subject}{generation}"
        case Checking():
            return f"checking first: {step_line(event.step).subject}"
        case StepStarted():
            part = step_line(event.step)
            return f"step {event.position} of {event.total}: {part.verb}  {part.subject}"
        case CallStarted():
            return f"calling {event.position} of {event.total}: {step_line(event.step).subject}"
        case Result():
            from sync.render.report_text import progress_line  # a plan has no results

            return progress_line(event)
        case _:
            return _notice(event)


def _notice(event: Notice) -> str:
    if isinstance(event, AccountUnchecked):
        return f"note: the account of the credentials could not be checked; {event.account} is assumed: {event.trouble}"
    return f"note: what the code shows could not be cached, and will be read again: {event.trouble}"
