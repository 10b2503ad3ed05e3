"""Snapshots: the found world kept in a file, and plans made from one where there are no credentials."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sync.app import files
from sync.app.connections import SDKS, Connections
from sync.app.observer import NOBODY, Event, Observer, Reading, Stop
from sync.app.planning import assessed, plan_from
from sync.app.project import Project, now, open_project, open_unconnected
from sync.app.refresh import refresh
from sync.app.version import tool
from sync.core.assessment import Assessment
from sync.core.plan.model import Plan
from sync.core.plan.policy import Policy
from sync.core.snapshot.codec import LARGEST, SnapshotError, decode, encode
from sync.core.snapshot.model import Snapshot, Source
from sync.core.snapshot.reading import Asking, found_in, hidden_values, planned_readings
from sync.core.snapshot.redact import redacted, remembered
from sync.errors import InputError
from sync.settings import Settings

_TIME = "%Y-%m-%dT%H:%M:%SZ"
_HINT = "give a file that this version of `ivrsync snapshot --out FILE` wrote"
_SOURCES = frozenset({"region", "registrations", "flows"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotPlan:
    """A plan, what it was made from, and how old the snapshot in that is; None: it says no time."""

    plan: Plan
    joined: Assessment
    snapshot: Snapshot
    age: timedelta | None


def take_snapshot(settings: Settings, out: Path, observer: Observer = NOBODY, connections: Connections = SDKS) -> Snapshot:
    """Read the clouds and write the found world, whole or not at all. Raises `InputError`."""
    files.refuse_unwritable(out)
    project = _with_own_salt(open_project(settings, observer, connections))
    timed = _Timed(observer)
    found = redacted(refresh(project, project.readers(), timed), project.wanted, project.recorded, project.salt)
    snapshot = Snapshot(
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
    files.write_whole(out, encode(snapshot))
    return snapshot


def read_snapshot(path: Path) -> Snapshot:
    """The snapshot in a file. Raises `InputError` for anything else."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        return decode(data)
    except OSError as error:
        raise InputError(f"{path}: the snapshot cannot be read: {error.strerror}", "check the path") from error
    except SnapshotError as error:
        raise InputError(f"{path}: {error}", _HINT) from error


def plan_from_snapshot(settings: Settings, policy: Policy, path: Path) -> SnapshotPlan:
    """What apply would do if the clouds were still as the snapshot has them. No cloud is asked anything."""
    project, snapshot, joined = open_snapshot(settings, path)
    return SnapshotPlan(plan=plan_from(project, joined, policy), joined=joined, snapshot=snapshot, age=age_of(snapshot, now()))


def open_snapshot(settings: Settings, path: Path) -> tuple[Project, Snapshot, Assessment]:
    """The registry, and the three worlds with the found one from the file."""
    snapshot = read_snapshot(path)
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
    return project, snapshot, joined


def age_of(snapshot: Snapshot, at: datetime) -> timedelta | None:
    """How long before that moment its newest part was read."""
    try:
        taken = datetime.strptime(snapshot.taken, _TIME).replace(tzinfo=UTC)
    except ValueError:
        return None
    return at - taken


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
