"""Lock: what was found is recorded as the last good sync, after it has been shown."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sync.app.clock import now
from sync.app.connections import SDKS, Connections
from sync.app.files import refuse_unwritable, write_whole
from sync.app.observer import NOBODY, Observer
from sync.app.planning import assessed, lock_from, plan_from
from sync.app.project import Project, open_project
from sync.app.refresh import refresh
from sync.core.assessment import Assessment
from sync.core.locking import LockEntry, Recorded, without_drift
from sync.core.plan.policy import Policy
from sync.core.worlds import Gap
from sync.errors import InputError
from sync.execute.apply_lock import hold, refuse_held, this_process
from sync.settings import Settings
from sync.specs.ids import Uid
from sync.specs.lock import lock_text
from sync.specs.wording import did_you_mean, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class LockProposal:
    """What would be recorded."""

    project: Project
    recorded: Recorded
    gaps: tuple[Gap, ...]

    @property
    def path(self) -> Path:
        """The file of the lock."""
        return self.project.lock_file

    @property
    def entries(self) -> tuple[LockEntry, ...]:
        """What is said of each function."""
        return self.recorded.entries

    @property
    def changes(self) -> bool:
        """Whether the lock would say something new."""
        before = self.project.recorded
        return dict(self.recorded.lock.functions) != (dict(before.functions) if before else {})


def propose_lock(
    settings: Settings, named: Sequence[str], observer: Observer = NOBODY, connections: Connections = SDKS
) -> LockProposal:
    """What lock would write; of functions that drifted only those named. Writes nothing. Raises `InputError`."""
    project = open_project(settings, observer, connections)
    refuse_held(project.state)
    readers = project.readers()
    joined = assessed(project, refresh(project, readers, observer))
    uids = {_known(word, joined.functions.keys()) for word in named}
    doubted = {uid for uid in uids if joined.is_elsewhere(uid) or joined.is_unclear(uid)}
    joined = _as_said(joined, uids)
    plan = plan_from(project, joined, Policy())
    proposed = lock_from(project, joined, plan, readers.time())
    recorded = without_drift(project.recorded, proposed, joined.wanted.functions, plan.findings, uids)
    _refuse_unrecordable(recorded, uids, doubted)
    return LockProposal(project=project, recorded=recorded, gaps=joined.found.gaps)


def write_lock(proposal: LockProposal) -> None:
    """Write it, unless registry or lock have changed since."""
    project = proposal.project
    with hold(project.state, this_process("lock", now())):
        if project.reread().basis != project.basis:
            raise InputError(
                "the registry or its lock was changed in the meantime, so nothing is recorded", "run the command again"
            )
        refuse_unwritable(project.lock_file)
        write_whole(project.lock_file, lock_text(proposal.recorded.lock))


def _as_said(joined: Assessment, uids: Collection[Uid]) -> Assessment:
    """What lives at the address of a named function is that function, whatever else was concluded: somebody says so."""
    return replace(joined, matches={uid: match for uid, match in joined.matches.items() if uid not in uids})


def _known(word: str, known: Collection[Uid]) -> Uid:
    if Uid(word) not in known:
        hint = did_you_mean(word, known) or "name a uid of the registry"
        raise InputError(f"{word or shown(word)}: the registry has no such uid", hint)
    return Uid(word)


def _refuse_unrecordable(recorded: Recorded, named: set[Uid], doubted: Collection[Uid]) -> None:
    """A function that somebody names is not recorded as good while it is otherwise than the registry wants.

    For one of the `doubted` apply does nothing unasked: it seems to be elsewhere.
    """
    for entry in recorded.entries:
        if entry.uid in named and entry.recording in {"kept", "unrecorded"}:
            why = f" ({', '.join(entry.codes)})" if entry.codes else ""
            command = f"ivrsync apply --restore {entry.uid}" if entry.uid in doubted else "ivrsync apply"
            hint = f"change the registry, or run `{command}`; `ivrsync plan` says what differs"
            raise InputError(f"{entry.uid} is not as the registry wants it{why}, so it cannot be recorded", hint)
