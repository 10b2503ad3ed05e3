"""From an `Access` to the ports. What only reads is built so that it cannot send a write."""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import get_args

from sync.adapters.call_center import WriteRegistrations
from sync.adapters.ccc import ReadCenters
from sync.adapters.clients import Clients
from sync.adapters.connection_config import Api, ConnectionConfig
from sync.adapters.credentials import Credentials, Keys, credentials
from sync.adapters.fc2 import Fc2
from sync.adapters.fc3 import Fc3
from sync.adapters.functions import Apis, Invocations, Originals, ReadFunctions, WriteFunctions
from sync.adapters.gateway import Gateway
from sync.adapters.package_download.packages import Packages
from sync.adapters.pagination import ConsistentReader
from sync.adapters.rate_limiter import AdaptiveRateLimiter, Allowance
from sync.adapters.retry import ATTEMPTS, Kind, Retry
from sync.ports import Callers, Readers, Writers

READING = frozenset({Kind.READ})
CALLING = frozenset({Kind.READ, Kind.CALL})
WRITING = frozenset(Kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Time and chance, and how fast an API is called at most (calls per second; the service slows it down)."""

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[float], float] = field(default=lambda most: random.uniform(0, most))  # noqa: S311 - spreads load, protects nothing
    rate: float = 200.0


def new_salt() -> str:
    """A salt for the digests of a registry that has none yet: 16 random bytes, as hex digits."""
    return secrets.token_hex(16)


def connect_readers(
    access: ConnectionConfig, *, salt: str | None = None, keys: Keys | None = None, tempo: Timing | None = None
) -> Readers:
    """The reading ports of an account. Raises `CloudError` when there are no credentials: nothing could be concluded then.

    `salt` is the registry's, by which values that look secret are redacted; without one they are like no digest of a lock.
    """
    tempo = tempo or Timing()
    holder = _credentials(access, keys, tempo)
    holder.get_credential()
    return _readers(_clients(access, READING, holder, _paces(tempo), tempo), tempo, salt, Originals())


def connect(
    access: ConnectionConfig, *, salt: str | None = None, keys: Keys | None = None, tempo: Timing | None = None
) -> tuple[Readers, Writers]:
    """The reading and the writing ports of an account; both keep one pace. Raises `CloudError` when there are no credentials.

    `salt` as for `connect_readers`. What the reader redacts when it reads one function the writer can write.
    """
    tempo, originals = tempo or Timing(), Originals()
    holder, paces = _credentials(access, keys, tempo), _paces(tempo)
    holder.get_credential()
    writing = _clients(access, WRITING, holder, paces, tempo)
    registrations = WriteRegistrations(writing)
    apis = _apis(writing, tempo)
    functions = WriteFunctions(apis=apis, originals=originals)
    writers = Writers(functions=functions, registrations=registrations, tester=registrations, invoker=Invocations(apis))
    return _readers(_clients(access, READING, holder, paces, tempo), tempo, salt, originals), writers


def connect_callers(
    access: ConnectionConfig, *, salt: str | None = None, keys: Keys | None = None, tempo: Timing | None = None
) -> tuple[Readers, Callers]:
    """The reading ports of an account, and those that call functions; neither can send a write. Raises as `connect` does."""
    tempo = tempo or Timing()
    holder, paces = _credentials(access, keys, tempo), _paces(tempo)
    holder.get_credential()
    calling = _clients(access, CALLING, holder, paces, tempo)
    callers = Callers(tester=WriteRegistrations(calling), invoker=Invocations(_apis(calling, tempo)))
    return _readers(_clients(access, READING, holder, paces, tempo), tempo, salt, Originals()), callers


def connect_clients(
    access: ConnectionConfig, *, keys: Keys | None = None, tempo: Timing | None = None, attempts: int = ATTEMPTS
) -> Clients:
    """Bare clients that only read, for examining what works."""
    tempo = tempo or Timing()
    return _clients(access, READING, _credentials(access, keys, tempo), _paces(tempo), tempo, attempts)


def _credentials(access: ConnectionConfig, keys: Keys | None, tempo: Timing) -> Credentials:
    return credentials(access, keys=keys, clock=tempo.clock)


def _paces(tempo: Timing) -> Mapping[Api, AdaptiveRateLimiter]:
    allowance = Allowance()
    return {
        api: AdaptiveRateLimiter(tempo.rate, clock=tempo.clock, sleep=tempo.sleep, allowance=allowance) for api in get_args(Api)
    }


def _clients(
    access: ConnectionConfig,
    kinds: frozenset[Kind],
    holder: Credentials,
    paces: Mapping[Api, AdaptiveRateLimiter],
    tempo: Timing,
    attempts: int = ATTEMPTS,
) -> Clients:
    retry = Retry(clock=tempo.clock, sleep=tempo.sleep, jitter=tempo.jitter, attempts=attempts)
    doors = {api: Gateway(api, kinds=kinds, limiter=limiter, retry=retry) for api, limiter in paces.items()}
    return Clients(access, holder, doors)


def _apis(clients: Clients, tempo: Timing) -> Apis:
    settling = ConsistentReader(sleep=tempo.sleep)
    return {"2.0": Fc2(clients, settling), "3.0": Fc3(clients, settling)}


def _readers(clients: Clients, tempo: Timing, salt: str | None, originals: Originals) -> Readers:
    apis = _apis(clients, tempo)
    functions = ReadFunctions(apis=apis, salt=salt or new_salt(), originals=originals)
    return Readers(functions=functions, centers=ReadCenters(clients, ConsistentReader(sleep=tempo.sleep)), code=Packages(apis))
