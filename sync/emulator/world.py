"""The emulated cloud: accounts, what they hold of Function Compute in each region, their call centers, code packages.

One lock guards it. Time and new ids come from outside, so that a test can know both.
"""

from __future__ import annotations

import base64
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from threading import RLock
from typing import cast

from sync.emulator.centers import Center
from sync.emulator.crc64 import crc64
from sync.emulator.functions import DEFAULTS, TIME, Compute, Function, Service
from sync.emulator.messages import NOTHING, ApiError
from sync.emulator.processes import Processes

VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """An access key of an account; with a token it is a temporary one. Only keys made up for the emulator belong here."""

    account: str
    key_id: str
    secret: str = field(repr=False)
    token: str = field(default="", repr=False)


def _new_id() -> str:
    return str(uuid.uuid4())


class World:
    """Everything the emulator knows. Take `lock` around more than one look at it."""

    def __init__(self, *, clock: Callable[[], float] = time.time, ids: Callable[[], str] = _new_id) -> None:
        self.lock = RLock()
        self.processes = Processes()
        self.keys: dict[str, Key] = {}
        self.without_inner_api: set[str] = set()  # accounts that cannot reach CloudCallCenter 2017-07-05
        self.centers: dict[str, Center] = {}
        self.packages: dict[str, bytes] = {}
        self.objects: dict[tuple[str, str], bytes] = {}  # of OSS, by bucket and key; whoever plays OSS puts them here
        self.url_secret = _new_id()
        self.clock = clock
        self.new_id = ids
        self._compute: dict[tuple[str, str], Compute] = {}
        self._checksums: dict[str, str] = {}

    def now(self) -> datetime:
        """The world's time, in UTC."""
        return datetime.fromtimestamp(self.clock(), UTC)

    def timestamp(self) -> str:
        """The world's time as Function Compute writes it."""
        return self.now().strftime(TIME)

    def add_account(self, account: str, key_id: str, key_secret: str, token: str = "") -> Key:
        """Let that key act for the account."""
        key = Key(account=account, key_id=key_id, secret=key_secret, token=token)
        self.keys[key_id] = key
        return key

    def accounts(self) -> tuple[str, ...]:
        """Every account, sorted."""
        return tuple(sorted({key.account for key in self.keys.values()}))

    def functions(self) -> Iterator[tuple[str, Function]]:
        """Every function of every account, with its region."""
        for (_, region), compute in self._compute.items():
            yield from ((region, function) for function in compute.functions.values())

    def compute(self, account: str, region: str) -> Compute:
        """What the account holds in the region; empty when nothing was put there."""
        return self._compute.setdefault((account, region), Compute())

    def regions(self) -> tuple[str, ...]:
        """Regions in which anything is held, sorted."""
        return tuple(sorted({region for _, region in self._compute}))

    def put_service(self, account: str, region: str, name: str, settings: Mapping[str, object] = NOTHING) -> Service:
        """Add or replace a service."""
        compute, now = self.compute(account, region), self.timestamp()
        known = compute.services.get(name)
        service = (
            replace(known, settings=dict(settings), modified=now)
            if known
            else Service(name=name, service_id=self.new_id(), settings=dict(settings), created=now, modified=now)
        )
        compute.put_service(service)
        return service

    def put_function(
        self,
        account: str,
        region: str,
        name: str,
        *,
        service: str = "",
        package: bytes = b"",
        settings: Mapping[str, object] = NOTHING,
    ) -> Function:
        """Add or replace a function: `package` is its zip, `settings` are fields as the API names them.

        The service is made when it is not there. Fields not given get the defaults of Function Compute.
        """
        compute, now = self.compute(account, region), self.timestamp()
        if service and service not in compute.services:
            self.put_service(account, region, service)
        known = compute.functions.get((service, name))
        function = Function(
            service=service,
            name=name,
            function_id=known.function_id if known else self.new_id(),
            settings={**DEFAULTS, **settings},
            created=known.created if known else now,
            modified=now,
            revision=known.revision + 1 if known else 1,
            tags=known.tags if known else NOTHING,
        )
        function = self.with_package(function, package)
        compute.put(function)
        return function

    def change_function(
        self,
        account: str,
        region: str,
        name: str,
        *,
        service: str = "",
        package: bytes | None = None,
        settings: Mapping[str, object] = NOTHING,
    ) -> Function:
        """Change a function as somebody in the console would: what is not given stays. Raises KeyError when it is not there."""
        with self.lock:
            compute = self.compute(account, region)
            known = compute.functions[service, name]
            function = replace(
                known, settings={**known.settings, **settings}, modified=self.timestamp(), revision=known.revision + 1
            )
            if package is not None:
                function = self.with_package(function, package)
            compute.put(function)
            return function

    def put_trigger(self, account: str, region: str, name: str, trigger: Mapping[str, object], *, service: str = "") -> None:
        """Add a trigger to a function; `trigger` are fields as the API names them, with at least a triggerName."""
        compute = self.compute(account, region)
        compute.triggers[service, name] = (*compute.triggers.get((service, name), ()), trigger)

    def with_package(self, function: Function, package: bytes) -> Function:
        """That function with that zip as its code."""
        key = sha256(package).hexdigest()
        self.packages.setdefault(key, package)
        if key not in self._checksums:
            self._checksums[key] = str(crc64(package))
        return replace(function, package=key, code_size=len(package), checksum=self._checksums[key])

    def add_center(self, instance: str, account: str, *, name: str = "") -> Center:
        """Add an empty call center."""
        center = Center(instance=instance, account=account, name=name or instance)
        self.centers[instance] = center
        return center

    def center(self, instance: str) -> Center:
        """The center, or `ApiError` NotExists.InstanceId."""
        if instance not in self.centers:
            raise ApiError(404, "NotExists.InstanceId", f"The specified instance {instance} does not exist.")
        return self.centers[instance]

    def copy(self) -> World:
        """A picture of this moment; it shares keys, packages and running processes."""
        picture = World(clock=self.clock, ids=self.new_id)
        picture.keys, picture.packages, picture.url_secret = self.keys, self.packages, self.url_secret
        picture.objects, picture.without_inner_api = self.objects, self.without_inner_api
        picture.processes = self.processes
        picture.centers = {instance: center.copy() for instance, center in self.centers.items()}
        picture._compute = {key: compute.copy() for key, compute in self._compute.items()}
        return picture

    def become(self, picture: World) -> None:
        """Hold what a copy of this world holds by now."""
        self.centers, self._compute = picture.centers, picture._compute

    def describe(self) -> dict[str, object]:
        """As plain JSON values, without secrets and packages."""
        return {
            "version": VERSION,
            "accounts": list(self.accounts()),
            "without_inner_api": sorted(self.without_inner_api),
            "compute": [{"account": a, "region": r, **compute.to_json()} for (a, r), compute in sorted(self._compute.items())],
            "centers": [center.to_json() for _, center in sorted(self.centers.items())],
        }

    def to_json(self) -> dict[str, object]:
        """As plain JSON values, whole: with the made-up secrets and the packages still in use."""
        used = {function.package for compute in self._compute.values() for function in compute.functions.values()}
        return {
            **self.describe(),
            "keys": [[key.account, key.key_id, key.secret, key.token] for key in self.keys.values()],
            "packages": {key: base64.b64encode(self.packages[key]).decode() for key in sorted(used) if key in self.packages},
        }

    def restore(self, value: Mapping[str, object]) -> None:
        """Become the world that `to_json` wrote. Raises ValueError, KeyError, TypeError or AttributeError on anything else."""
        if value["version"] != VERSION:
            raise ValueError(f"version {value['version']!r} is not {VERSION}")
        for account, key_id, secret, token in cast("list[tuple[str, str, str, str]]", value["keys"]):
            self.add_account(account, key_id, secret, token)
        self.without_inner_api.update(cast("list[str]", value["without_inner_api"]))
        for key, text in cast("dict[str, str]", value["packages"]).items():
            self.packages[key] = base64.b64decode(text, validate=True)
        for compute in cast("list[dict[str, str]]", value["compute"]):
            self._compute[compute["account"], compute["region"]] = Compute.from_json(compute)
        for center in cast("list[dict[str, object]]", value["centers"]):
            restored = Center.from_json(center)
            self.centers[restored.instance] = restored
