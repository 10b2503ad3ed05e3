"""How a run reaches the clouds: ports made from what `project` knows."""

from __future__ import annotations

from typing import Protocol

from sync.adapters.connect import Timing, connect, connect_callers, connect_clients, connect_readers
from sync.adapters.connection_config import ConnectionConfig
from sync.adapters.identity import Identity, can_ask, identity_of
from sync.execute.clouds import Clouds
from sync.ports import Callers, Readers


class Connections(Protocol):
    """Makes ports for an account. `salt` is the registry's, by which values that look secret are redacted; `rate` bounds the calls
    of each API in a second.
    """

    def identity(self, access: ConnectionConfig) -> Identity:
        """Whose the credentials are."""

    def key(self, access: ConnectionConfig) -> str:
        """The access key in use and where it came from, for a person whose credentials are refused."""

    def readers(self, access: ConnectionConfig, salt: str, rate: float) -> Readers:
        """Ports that can only read."""

    def callers(self, access: ConnectionConfig, salt: str, rate: float) -> tuple[Readers, Callers]:
        """Ports that read, and that call functions: for test calls alone, which write nothing."""

    def clouds(self, access: ConnectionConfig, salt: str, rate: float) -> Clouds:
        """Ports that read and write: for apply."""


class OfficialSdks:
    """The vendor's SDKs."""

    def identity(self, access: ConnectionConfig) -> Identity:
        """As STS reports it; empty where an emulator has no STS."""
        return identity_of(access) if can_ask(access) else Identity(account="")

    def key(self, access: ConnectionConfig) -> str:
        """As the vendor's chain found it."""
        signed = connect_clients(access).credentials.identity()
        return f"access key {signed.key}, from {signed.provider}"

    def readers(self, access: ConnectionConfig, salt: str, rate: float) -> Readers:
        """See `connect_readers`."""
        return connect_readers(access, salt=salt, timing=Timing(rate=rate))

    def callers(self, access: ConnectionConfig, salt: str, rate: float) -> tuple[Readers, Callers]:
        """See `connect_callers`."""
        return connect_callers(access, salt=salt, timing=Timing(rate=rate))

    def clouds(self, access: ConnectionConfig, salt: str, rate: float) -> Clouds:
        """See `connect`."""
        readers, writers = connect(access, salt=salt, timing=Timing(rate=rate))
        return Clouds(readers=readers, writers=writers)


SDKS = OfficialSdks()
