"""Snapshots: the found world kept in a file, and plans made from one where there are no credentials."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from sync.adapters.snapshot_branch import Repository
from sync.app.clock import now
from sync.app.connections import SDKS, Connections
from sync.app.observer import NOBODY, Event, Observer, Reading, Stop
from sync.app.planning import assessed, plan_from
from sync.app.project import Project, open_project, open_unconnected
from sync.app.refresh import refresh
from sync.app.snapshot_keys import refuse_other_key, registrys_key
from sync.app.snapshot_places import (
    age_of,
    branch_for,
    in_file_before,
    keep_in_file,
    keep_on_branch,
    read_trusted,
    refuse_unkeepable,
    snapshot_at,
)
from sync.app.version import tool
from sync.core.assessment import Assessment
from sync.core.origin import remembered
from sync.core.plan.model import Plan
from sync.core.plan.policy import Policy
from sync.core.snapshot.chain import Kept, signed
from sync.core.snapshot.codec import encode
from sync.core.snapshot.model import Snapshot, Source
from sync.core.snapshot.reading import Asking, found_in, hidden_values, planned_readings
from sync.core.snapshot.redact import redacted
from sync.core.snapshot.trust import TrustProblem, gap_of
from sync.minisign import SecretKey
from sync.settings import Settings

_TIME = "%Y-%m-%dT%H:%M:%SZ"
_SOURCES = frozenset({"region", "registrations", "flows"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedSnapshot:
    """A snapshot, the registry compared with it, how old it is (None: it says no time), and why it cannot be relied on."""

    project: Project
    joined: Assessment
    snapshot: Snapshot
    age: timedelta | None
    problems: tuple[TrustProblem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotPlan:
    """A plan, and what it was made from."""

    plan: Plan
    opened: OpenedSnapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """Where a snapshot is kept, one place or both, and who signs it; `push`: the branch is sent to origin."""

    out: Path | None = None
    branch: str = ""
    push: bool = False
    key: SecretKey | None = None


@dataclass(frozen=True, slots=True)
class KeptAt:
    """One place where a snapshot was kept. `commit`: on a branch; `number`: in the chain of what is signed there."""

    place: str
    commit: str
    number: int | None


def take_snapshot(
    settings: Settings, keeping: Keeping, observer: Observer = NOBODY, connections: Connections = SDKS
) -> tuple[Snapshot, tuple[KeptAt, ...]]:
    """Read the clouds and write the found world, whole or not at all.

    Raises `InputError`, before it reads the clouds wherever that can be known so early.
    """
    if keeping.key is not None:
        refuse_other_key(settings.registry, keeping.key)
    before = None
    if keeping.out is not None:
        refuse_unkeepable(keeping.out, is_signed=keeping.key is not None)
        before = in_file_before(keeping.out) if keeping.key is not None else None
    branch = branch_for(keeping.branch, settings.registry, push=keeping.push) if keeping.branch else None
    snapshot = _taken(settings, observer, connections)
    content, places = encode(snapshot), list[KeptAt]()
    if keeping.out is not None:
        kept, number = _signed(content, snapshot, keeping.key, before)
        keep_in_file(keeping.out, kept)
        places.append(KeptAt(str(keeping.out), "", number))
    if branch is not None:
        places.append(_on_branch(branch, keeping, snapshot, content))
    return snapshot, tuple(places)


def _on_branch(branch: Repository, keeping: Keeping, snapshot: Snapshot, content: bytes) -> KeptAt:
    number: int | None = None

    def make(before: Kept | None) -> Kept:
        nonlocal number
        kept, number = _signed(content, snapshot, keeping.key, before)
        return kept

    message = f"Snapshot of account {snapshot.account}, {snapshot.taken or 'without a time'}"
    commit = keep_on_branch(branch, keeping.branch, message, make, push=keeping.push)
    return KeptAt(keeping.branch, commit, number)


def _signed(content: bytes, snapshot: Snapshot, key: SecretKey | None, before: Kept | None) -> tuple[Kept, int | None]:
    """With its number in the chain, where it is signed."""
    if key is None:
        return Kept(content), None
    kept, link = signed(content, snapshot.taken, key, before)
    return kept, link.number


def _taken(settings: Settings, observer: Observer, connections: Connections) -> Snapshot:
    project = _with_own_salt(open_project(settings, observer, connections))
    timed = _Timed(observer)
    found = redacted(refresh(project, project.readers(), timed), project.wanted, project.recorded, project.salt)
    return Snapshot(
        tool=tool(),
        account=project.access.account_id,
        salt=project.salt,
        sources=timed.sources,
        instances=tuple(sorted((center.name, center.instance) for center in project.wanted.centers)),
        planned=planned_readings(project.wanted, found),
        with_code=settings.signatures,
        found=found,
        sought=remembered(project.wanted, project.recorded),
    )


def plan_from_snapshot(settings: Settings, policy: Policy, word: str) -> SnapshotPlan:
    """What apply would do if the clouds were still as the snapshot has them. No cloud is asked anything.

    A snapshot that cannot be relied on leaves a gap for each reason.
    """
    opened = open_snapshot(settings, word)
    return SnapshotPlan(plan=plan_from(opened.project, opened.joined, policy), opened=opened)


def open_snapshot(settings: Settings, word: str) -> OpenedSnapshot:
    """The snapshot that a word names, and the registry compared with it. Raises `InputError`."""
    at = now()
    found = snapshot_at(word, settings.registry)
    key, unsigned = registrys_key(settings.registry), settings.unsigned_snapshots
    snapshot, problems = read_trusted(found, key, at, settings.snapshot_max_age, allow_unsigned=unsigned)
    project, joined = joined_with(settings, snapshot)
    doubts = tuple(gap_of(problem, found.place) for problem in problems)
    joined = assessed(project, replace(joined.found, gaps=(*doubts, *joined.found.gaps))) if doubts else joined
    return OpenedSnapshot(project=project, joined=joined, snapshot=snapshot, age=age_of(snapshot, at), problems=problems)


def joined_with(settings: Settings, snapshot: Snapshot) -> tuple[Project, Assessment]:
    """The registry, and the three worlds with the found one from the snapshot."""
    project = open_unconnected(settings, snapshot.account)
    asking = Asking(
        wanted=project.wanted,
        recorded=project.recorded,
        watch=settings.watch,
        elsewhere=settings.regions,
        with_code=settings.signatures,
    )
    joined = assessed(project, found_in(snapshot, asking))
    if hidden := hidden_values(joined):
        joined = assessed(project, replace(joined.found, gaps=(*joined.found.gaps, *hidden)))
    return project, joined


def _with_own_salt(project: Project) -> Project:
    """Where no lock has a salt yet, one of the account: a new one each time would make equal worlds into different files."""
    if project.recorded is not None and project.recorded.salt is not None:
        return project
    of = f"ivrsync snapshot\0{project.access.account_id}\0{project.basis.world}"
    return replace(project, salt=hashlib.sha256(of.encode()).hexdigest()[:32])


class _Timed:
    """Passes events on, and notes when each listing came in."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer
        self._sources: list[Source] = []

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every listing, in order."""
        return tuple(sorted(self._sources, key=lambda item: (item.scope, item.subject, item.generation or "")))

    def notify(self, event: Event) -> None:
        """Note a reading, and pass it on."""
        if isinstance(event, Reading) and event.scope in _SOURCES:
            read = f"{now():{_TIME}}"
            self._sources.append(Source(scope=event.scope, subject=event.subject, generation=event.generation, read=read))
        self._observer.notify(event)

    @contextmanager
    def stopping(self) -> Iterator[Stop]:
        """As the other observer says."""
        with self._observer.stopping() as stop:
            yield stop
