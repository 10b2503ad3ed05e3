"""From a `ConnectionConfig` to the ports. What only reads is built so that it cannot send a write."""

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
from sync.adapters.cloud_clock import CloudClock
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
    """Clock, randomness, and how fast an API is called at most (calls per second; the service slows it down)."""

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[float], float] = field(default=lambda most: random.uniform(0, most))  # noqa: S311 - spreads load, protects nothing
    rate: float = 200.0


def new_salt() -> str:
    """A salt for the digests of a registry that has none yet: 16 random bytes, as hex digits."""
    return secrets.token_hex(16)


def connect_readers(
    access: ConnectionConfig, *, salt: str | None = None, keys: Keys | None = None, timing: Timing | None = None
) -> Readers:
    """The reading ports of an account. Raises `CloudError` when there are no credentials.

    `salt` is the registry's, for redacting values that look secret; without it, they match no digest of a lock.
    """
    timing = timing or Timing()
    holder = _credentials(access, keys, timing)
    holder.get_credential()
    return _readers(_clients(access, READING, holder, _limiters(timing), timing), timing, salt, Originals())


def connect(
    access: ConnectionConfig, *, salt: str | None = None, keys: Keys | None = None, timing: Timing | None = None
) -> tuple[Readers, Writers]:
    """The reading and the writing ports of an account; both share one rate. Raises `CloudError` when there are no credentials.

    `salt` as for `connect_readers`. What the reader redacts when it reads one function the writer can write.
    """
    timing, originals = timing or Timing(), Originals()
    holder, limiters = _credentials(access, keys, timing), _limiters(timing)
    holder.get_credential()
    writing = _clients(access, WRITING, holder, limiters, timing)
    registrations = WriteRegistrations(writing)
    apis = _apis(writing, timing)
    functions = WriteFunctions(apis=apis, originals=originals)
    writers = Writers(functions=functions, registrations=registrations, tester=registrations, invoker=Invocations(apis))
    return _readers(_clients(access, READING, holder, limiters, timing), timing, salt, originals), writers


def connect_callers(
    access: ConnectionConfig, *, salt: str | None = None, keys: Keys | None = None, timing: Timing | None = None
) -> tuple[Readers, Callers]:
    """The reading ports of an account, and those that call functions; neither can write. Raises as `connect` does."""
    timing = timing or Timing()
    holder, limiters = _credentials(access, keys, timing), _limiters(timing)
    holder.get_credential()
    calling = _clients(access, CALLING, holder, limiters, timing)
    callers = Callers(tester=WriteRegistrations(calling), invoker=Invocations(_apis(calling, timing)))
    return _readers(_clients(access, READING, holder, limiters, timing), timing, salt, Originals()), callers


def connect_clients(
    access: ConnectionConfig, *, keys: Keys | None = None, timing: Timing | None = None, attempts: int = ATTEMPTS
) -> Clients:
    """Bare clients that only read, for examining what works."""
    timing = timing or Timing()
    return _clients(access, READING, _credentials(access, keys, timing), _limiters(timing), timing, attempts)


def _credentials(access: ConnectionConfig, keys: Keys | None, timing: Timing) -> Credentials:
    return credentials(access, keys=keys, clock=timing.clock)


def _limiters(timing: Timing) -> Mapping[Api, AdaptiveRateLimiter]:
    allowance = Allowance()
    return {
        api: AdaptiveRateLimiter(timing.rate, clock=timing.clock, sleep=timing.sleep, allowance=allowance) for api in get_args(Api)
    }


def _clients(
    access: ConnectionConfig,
    kinds: frozenset[Kind],
    holder: Credentials,
    limiters: Mapping[Api, AdaptiveRateLimiter],
    timing: Timing,
    attempts: int = ATTEMPTS,
) -> Clients:
    retry = Retry(clock=timing.clock, sleep=timing.sleep, jitter=timing.jitter, attempts=attempts)
    told = CloudClock()
    gateways = {api: Gateway(api, kinds=kinds, limiter=limiter, retry=retry, clock=told) for api, limiter in limiters.items()}
    return Clients(access, holder, gateways, told)


def _apis(clients: Clients, timing: Timing) -> Apis:
    settling = ConsistentReader(sleep=timing.sleep)
    return {"2.0": Fc2(clients, settling), "3.0": Fc3(clients, settling)}


def _readers(clients: Clients, timing: Timing, salt: str | None, originals: Originals) -> Readers:
    apis = _apis(clients, timing)
    functions = ReadFunctions(apis=apis, salt=salt or new_salt(), originals=originals)
    centers = ReadCenters(clients, ConsistentReader(sleep=timing.sleep))
    return Readers(functions=functions, centers=centers, code=Packages(apis), time=clients.clock.latest)
