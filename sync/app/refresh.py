"""Reading the clouds while somebody watches: which region or center is being read, on stderr."""

from __future__ import annotations

import sys

from sync.app import project as wiring
from sync.cli.options import Scope
from sync.cli.progress import Progress
from sync.core.worlds import Found
from sync.discovery.world import Progress as Reading
from sync.ports import Readers

_WORDS = {
    "region": "functions of",
    "function": "a function in",
    "registrations": "registrations of",
    "flows": "flows of",
    "code": "code of",
    "check": "check of",
}


def look(scope: Scope, project: wiring.Project, readers: Readers, *, with_code: bool = True, again: bool = False) -> Found:
    """The clouds now, with progress where a terminal shows it; `with_code` also what deployed code shows, unless switched off.

    `again`: after something was done, so that refused credentials must not keep what was done from being told.
    """
    warnings: list[str] = []
    with Progress(sys.stderr, quiet=scope.quiet) as progress:

        def watch(reading: Reading) -> None:
            progress.say(sentence(reading))

        progress.say("reading the clouds ...")
        found = wiring.look(project, readers, watch, again=again)
        if with_code and project.settings.signatures:
            found = wiring.with_signatures(project, readers, found, watch, warnings.append)
    for warning in warnings:
        scope.note(f"note: what code shows is not remembered, and will be read again: {warning}")
    return found


def sentence(reading: Reading) -> str:
    """What is being read, for whoever watches."""
    generation = f" (FC {reading.generation})" if reading.generation else ""
    return f"reading the clouds: {reading.done} of {reading.total}, {_WORDS[reading.scope]} {reading.subject}{generation}"
