"""The composition root: the only place that knows every class, and turns settings into the parts a command needs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sync.adapters.connect import Timing, connect, connect_callers, connect_clients, connect_readers, new_salt
from sync.adapters.connection_config import ConnectionConfig
from sync.app.account import identified
from sync.app.version import tool
from sync.core.assessment import Assessment, assess
from sync.core.effective_config import as_called, as_wanted
from sync.core.lock_update import record
from sync.core.normalise import wanted_from
from sync.core.plan.model import Basis, Plan
from sync.core.plan.planning import plan_of
from sync.core.plan.policy import Policy
from sync.core.rules.observation import CODES
from sync.core.worlds import Found, Wanted
from sync.discovery.cache import SignatureCache
from sync.discovery.signatures import read_signatures
from sync.discovery.world import Progress, RefusedError, discover
from sync.errors import InputError
from sync.execute.clouds import Clouds
from sync.ports import Callers, Readers
from sync.settings import Settings
from sync.specs.ids import Region
from sync.specs.load import load
from sync.specs.lock import FILE, lock_digest, read_lock
from sync.specs.models import Lock, Registry
from sync.specs.wording import did_you_mean

if TYPE_CHECKING:
    from sync.render.documents import DoctorRow

STATE = ".ivrsync"  # inside the registry: the hold and the journal of apply; never committed
_BEGIN = "`ivrsync import --center NAME=INSTANCE` writes one; its regions and centers are tried too then"
MOST_PACKAGES = 8  # code packages read at once
UNREAD = frozenset(CODES.values())
Watch = Callable[[Progress], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """One registry as a run sees it: its files read, its account known, nothing asked of a cloud yet."""

    settings: Settings
    access: ConnectionConfig
    wanted: Wanted
    recorded: Lock | None
    basis: Basis
    salt: str = field(repr=False)  # of the digests: the lock's, or a new one for the lock that will be written

    @property
    def state(self) -> Path:
        """The folder of the hold and the journal."""
        return self.settings.registry / STATE

    @property
    def lock_file(self) -> Path:
        """Where the recorded world is kept."""
        return self.settings.registry / FILE


def open_project(settings: Settings, warn: Callable[[str], None]) -> Project:
    """Read the registry and the lock, and find out which account this is. `warn` hears why that could not be checked."""
    registry = load(settings.registry)
    recorded = read_lock(settings.registry / FILE)
    access = identified(_access(settings), settings.account, recorded, warn)
    wanted = wanted_from(registry)
    lock = lock_digest(recorded)
    basis = Basis(account=access.account_id, world=_world(settings, wanted), registry=registry.digest, lock=lock)
    salt = (recorded.salt if recorded is not None else None) or new_salt()
    return Project(settings=settings, access=access, wanted=wanted, recorded=recorded, basis=basis, salt=salt)


def readers(project: Project) -> Readers:
    """Ports that can only read."""
    return connect_readers(project.access, salt=project.salt, tempo=_tempo(project))


def callers(project: Project) -> tuple[Readers, Callers]:
    """Ports that read, and that call functions: for test calls alone, which write nothing."""
    return connect_callers(project.access, salt=project.salt, tempo=_tempo(project))


def clouds(project: Project) -> Clouds:
    """Ports that read and write: for apply."""
    reading, writing = connect(project.access, salt=project.salt, tempo=_tempo(project))
    return Clouds(readers=reading, writers=writing)


def look(project: Project, reading: Readers, watch: Watch, *, again: bool = False) -> Found:
    """The clouds now. Raises `InputError` when they refuse the credentials, but not when they are looked at `again`."""
    try:
        return discover(reading, project.wanted, project.recorded, workers=project.settings.workers, progress=watch)
    except RefusedError as refused:
        if again:  # what was done meanwhile has to be told, so that this is a world of gaps like any other
            return refused.found
        signed = connect_clients(project.access).credentials.identity()
        used = f"access key {signed.key}, from {signed.provider}"
        raise InputError(f"the credentials ({used}) are refused everywhere: {refused.message}", refused.hint) from refused


def with_signatures(project: Project, reading: Readers, found: Found, watch: Watch, warn: Callable[[str], None]) -> Found:
    """The same world, with what the code of the registry's functions shows. `warn` hears why that could not be kept."""
    cache, workers = SignatureCache(project.settings.cache), min(project.settings.workers, MOST_PACKAGES)
    now = as_called(project.wanted, project.recorded, found, project.settings.watch)
    signatures, gaps = read_signatures(reading.code, cache, now, workers=workers, progress=watch)
    later, missed = read_signatures(reading.code, cache, as_wanted(project.wanted, found), workers=workers, progress=watch)
    if cache.trouble:
        warn(cache.trouble)
    planned = (replace(item, planned=True) for item in later)
    return replace(found, signatures=(*signatures, *planned), gaps=(*found.gaps, *dict.fromkeys((*gaps, *missed))))


def plan(project: Project, joined: Assessment, policy: Policy) -> Plan:
    """What differs, and what to do about it. Raises `InputError` when a flow is allowed that no center has."""
    _refuse_unknown_flows(joined.found, policy)
    return plan_of(joined, policy, project.basis, tool())


def assessed(project: Project, found: Found) -> Assessment:
    """The three worlds joined."""
    return assess(project.wanted, project.recorded, found, project.settings.watch)


def examine(settings: Settings) -> tuple[str, tuple[DoctorRow, ...]]:
    """The account in question, and everything doctor tried for the registry's regions and centers."""
    from sync.adapters import doctor  # what only doctor needs; every command comes through this module
    from sync.render.documents import DoctorRow
    from sync.specs.dry_load import holds_nothing

    absent = holds_nothing(settings.registry)
    registry = Registry(functions=(), centers=(), digest="") if absent else load(settings.registry)
    regions = _endpoint_regions(settings) if absent else registry.regions
    access = _access(settings)
    rows = (
        DoctorRow(topic=item.subject, subject=item.of, state=item.verdict, facts=dict(item.facts), hint=item.hint)
        for item in doctor.examine(access, wanted_from(registry).centers, regions)
    )
    missing = DoctorRow(topic="registry", subject=str(settings.registry), state="warning", facts={"files": "none yet"}, hint=_BEGIN)
    return access.account_id, (*rows, *([missing] if absent else []))


def _endpoint_regions(settings: Settings) -> tuple[Region, ...]:
    """The regions that the settings name: all there is to go by before there is a registry."""
    return tuple(Region(name.removeprefix("fc:")) for name in sorted(settings.endpoints) if name.startswith("fc:"))


def policy(allow_flow: tuple[str, ...], removals: int | None) -> Policy:
    """What the user allows. Only on the command line: a standing permission would be none of this plan's."""
    return Policy(allowed_flows=frozenset(allow_flow), named_removals=removals)


def drift_of(plan: Plan) -> Plan:
    """The plan with nothing in it but what drifted, what could not be read, and whatever breaks a published flow.

    Without a lock: all that differs.
    """
    drifted = tuple(
        finding
        for finding in plan.findings
        if finding.when == "now" and (finding.origin in {"drift", "unrecorded"} or finding.breaks or finding.code in UNREAD)
    )
    return replace(plan, findings=drifted, steps=(), refusals=())


def reread(project: Project) -> Project:
    """The same project with the registry and the lock as they are on disk now."""
    registry, recorded = load(project.settings.registry), read_lock(project.lock_file)
    basis = replace(project.basis, registry=registry.digest, lock=lock_digest(recorded))
    return replace(project, wanted=wanted_from(registry), recorded=recorded, basis=basis)


def recorded_now(project: Project, joined: Assessment, after: Plan) -> Lock:
    """The lock as it should be now: what was found wherever the plan made after it finds nothing."""
    lock = record(joined, after, project.salt)
    return lock.model_copy(update={"account": project.access.account_id}) if lock.functions else lock


def now() -> datetime:
    """The time, in UTC: the one clock of the command line."""
    return datetime.now(UTC)  # noqa: TID251  the edge, where the clock comes from


def _refuse_unknown_flows(found: Found, policy: Policy) -> None:
    if any(gap.scope == "flows" for gap in found.gaps):
        return
    known = {word for flow in found.flows for word in (flow.id, flow.name)}
    for name in sorted(policy.allowed_flows - known):
        hint = did_you_mean(name, sorted(known)) or "name its id or its name"
        raise InputError(f"--allow-flow {name}: no center has such a flow", hint)


def _access(settings: Settings) -> ConnectionConfig:
    return ConnectionConfig(
        account_id=settings.account.id,
        endpoints=settings.endpoints,
        protocol=settings.protocol,
        role_arn=settings.account.role,
        profile=settings.account.profile,
        user_agent=tool().replace(" ", "/"),
    )


def _world(settings: Settings, wanted: Wanted) -> str:
    """Which clouds: a digest of every endpoint replaced and every instance spoken to."""
    instances = sorted(center.instance for center in wanted.centers)
    spoken = {"endpoints": dict(settings.endpoints), "protocol": settings.protocol, "instances": instances}
    return "sha256:" + hashlib.sha256(json.dumps(spoken, sort_keys=True).encode()).hexdigest()


def _tempo(project: Project) -> Timing:
    return Timing(rate=project.settings.calls_per_second)
