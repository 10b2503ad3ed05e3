"""A registry opened for a run: its files read, its account known, and the ports it may use."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from pathlib import Path

from sync.adapters.connect import new_salt
from sync.adapters.connection_config import ConnectionConfig
from sync.app.account import identified, says
from sync.app.connections import SDKS, Connections
from sync.app.observer import Observer
from sync.app.version import tool
from sync.core.normalise import wanted_from
from sync.core.plan.model import Basis
from sync.core.stack_state import StackState
from sync.core.worlds import Wanted
from sync.errors import InputError
from sync.execute.clouds import Clouds
from sync.ports import Callers, Readers
from sync.settings import Settings
from sync.specs.load import load
from sync.specs.lock import FILE, lock_digest, read_lock
from sync.specs.models import Lock, Registry

STATE = ".ivrsync"  # inside the registry: the lock and the journal of apply; never committed


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """One registry as a run sees it: its files read, its account known, nothing asked of a cloud yet."""

    settings: Settings
    access: ConnectionConfig
    wanted: Wanted
    recorded: Lock | None
    basis: Basis
    salt: str = field(repr=False)  # of the digests: the lock's, or a new one for the lock that will be written
    connections: Connections
    stack: StackState | None = None  # what the Pulumi stack holds, where one is named

    @property
    def state(self) -> Path:
        """The folder of apply's lock and journal."""
        return self.settings.registry / STATE

    @property
    def lock_file(self) -> Path:
        """Where the recorded world is kept."""
        return self.settings.registry / FILE

    def readers(self) -> Readers:
        """Ports that can only read."""
        return self.connections.readers(self.access, self.salt, self.settings.calls_per_second)

    def callers(self) -> tuple[Readers, Callers]:
        """Ports that read, and that call functions."""
        return self.connections.callers(self.access, self.salt, self.settings.calls_per_second)

    def clouds(self) -> Clouds:
        """Ports that read and write."""
        return self.connections.clouds(self.access, self.salt, self.settings.calls_per_second)

    def reread(self) -> Project:
        """The same project with the registry and the lock as they are on disk now."""
        registry, recorded = load(self.settings.registry), read_lock(self.lock_file)
        basis = replace(self.basis, registry=registry.digest, lock=lock_digest(recorded))
        return replace(self, wanted=wanted_from(registry), recorded=recorded, basis=basis)


def open_project(settings: Settings, observer: Observer, connections: Connections = SDKS) -> Project:
    """Read the registry and the lock, and find out which account this is."""
    registry, recorded = load(settings.registry), read_lock(settings.registry / FILE)
    access = identified(access_of(settings), settings.account, recorded, connections.identity, observer)
    return _project(settings, registry, recorded, access, connections)


def open_unconnected(settings: Settings, account: str) -> Project:
    """Read the registry and the lock, for a world of that account that is read from a file: no cloud is asked anything.

    Raises `InputError` where the settings or the lock name another account.
    """
    registry, recorded = load(settings.registry), read_lock(settings.registry / FILE)
    told = {f"{says(settings.account)} says": settings.account.id, f"{FILE} was written for account": recorded and recorded.account}
    for whose, number in told.items():
        if number and number != account:
            raise InputError(f"the snapshot is of account {account}, and {whose} {number}", "use the snapshot of that account")
    return _project(settings, registry, recorded, replace(access_of(settings), account_id=account), SDKS)


def _project(
    settings: Settings, registry: Registry, recorded: Lock | None, access: ConnectionConfig, connections: Connections
) -> Project:
    wanted, lock = wanted_from(registry), lock_digest(recorded)
    basis = Basis(account=access.account_id, world=_world(settings, wanted), registry=registry.digest, lock=lock)
    salt = (recorded.salt if recorded is not None else None) or new_salt()
    return Project(
        settings=settings,
        access=access,
        wanted=wanted,
        recorded=recorded,
        basis=basis,
        salt=salt,
        connections=connections,
        stack=_stack(settings, access),
    )


def _stack(settings: Settings, access: ConnectionConfig) -> StackState | None:
    if not settings.stack:
        return None
    from sync.app.stack import stack_of  # noqa: PLC0415  most runs name no stack, and need nothing that starts programs

    return stack_of(settings.stack, access.account_id)


def access_of(settings: Settings) -> ConnectionConfig:
    """Endpoints and account, as far as the settings state them."""
    return ConnectionConfig(
        account_id=settings.account.id,
        endpoints=settings.endpoints,
        protocol=settings.protocol,
        role_arn=settings.account.role,
        profile=settings.account.profile,
        user_agent=tool().replace(" ", "/"),
    )


def _world(settings: Settings, wanted: Wanted) -> str:
    """Which clouds: a digest of every replaced endpoint and every instance."""
    instances = sorted(center.instance for center in wanted.centers)
    spoken = {"endpoints": dict(settings.endpoints), "protocol": settings.protocol, "instances": instances}
    return "sha256:" + hashlib.sha256(json.dumps(spoken, sort_keys=True).encode()).hexdigest()
