"""The registry as resource arguments: plain data, which the components hand to Pulumi and tests read.

Names of resources: a function is `UID@REGION`, so that a move to another region is a new resource (the engine leaves a function
where it is when only its provider's region changes); a registration is `UID@CENTER`, and stays one resource wherever it points.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue
from pydantic.alias_generators import to_camel

from sync.app.packages import Package, digest_of, package_of
from sync.core.redaction import MARK
from sync.core.sensitive import looks_secret
from sync.core.stack_imports import StackImports, function_id
from sync.core.stack_state import function_resource, registration_resource, service_resource
from sync.errors import InputError
from sync.specs.ids import Address, Region, Uid
from sync.specs.models import Center, Function, Lock, RegistrationSpec, Registry

Arguments = Mapping[str, JsonValue]
_NOTHING = StackImports()
# What pulumi-alicloud takes for a function, by its names on the wire. What a spec does not state is left alone: of a function
# that was taken over it may be anything.
_OF_BOTH = (
    "code", "cpu", "customContainerConfig", "customDns", "customRuntimeConfig", "description", "diskSize", "environmentVariables",
    "functionName", "handler", "instanceConcurrency", "instanceLifecycleConfig", "layers", "memorySize", "runtime", "timeout",
)  # fmt: skip
INPUTS_OF_V2 = frozenset(
    {
        *_OF_BOTH, "caPort", "codeChecksum", "customHealthCheckConfig", "gpuMemorySize", "initializationTimeout", "initializer",
        "instanceType", "serviceName",
    }
)  # fmt: skip
INPUTS_OF_V3 = frozenset(
    {
        *_OF_BOTH, "gpuConfig", "idleTimeout", "instanceIsolationMode", "internetAccess", "invocationRestriction", "logConfig",
        "nasConfig", "ossMountConfig", "resourceGroupId", "role", "sessionAffinity", "sessionAffinityConfig", "tags", "vpcConfig",
    }
)  # fmt: skip
_MARKED = frozenset({"environmentVariables", "tags"})
# A service that was taken over keeps what it has: the program states its name alone.
LEFT_OF_SERVICES = (
    "description", "internetAccess", "logConfig", "nasConfig", "publish", "role", "tags", "tracingConfig", "vpcConfig",
)  # fmt: skip
INLINE_LIMIT = 1 << 20  # bytes; a larger package would swell the stack's state, which holds what is sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the stack decides beyond the registry. `protect` and `retain` hold uids."""

    verify: bool = True
    protect: frozenset[Uid] = frozenset()
    retain: frozenset[Uid] = frozenset()
    bucket: str = ""  # of packages; {region} stands for the function's region
    inline_limit: int = INLINE_LIMIT
    allow_flows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceResource:
    """An `fc.Service`: Function Compute 2.0 has them."""

    name: str
    region: Region
    arguments: Arguments
    adopt: str | None = None  # the id of the existing one that it takes over


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A package that goes through OSS. Name and key change with the content: the old one goes once the function has the new one."""

    name: str
    bucket: str
    key: str
    package: Package = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionResource:
    """An `fc.V3Function`, or an `fc.V2Function` in a service. Not `owned`: somebody else's, which is only read, by its `id`."""

    uid: Uid
    name: str
    address: Address
    id: str  # as the alicloud provider imports and reads it
    owned: bool
    arguments: Arguments = field(repr=False)
    secret: frozenset[str] = frozenset()  # the environment variables whose values look secret
    service: str | None = None  # the name of its service's resource
    upload: Upload | None = None
    aliases: tuple[str, ...] = ()
    protect: bool = False
    retain: bool = False
    adopt: str | None = None
    ignored: tuple[str, ...] = ()  # inputs that stay what they are, once it is there


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationResource:
    """An `ivrsync:index:FunctionRegistration`; `function` is the name of the function's resource, which comes first."""

    uid: Uid
    name: str
    function: str
    arguments: Arguments
    aliases: tuple[str, ...] = ()
    protect: bool = False
    retain: bool = False
    adopt: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """Everything the program registers, in the order of names."""

    services: tuple[ServiceResource, ...]
    functions: tuple[FunctionResource, ...]
    registrations: tuple[RegistrationResource, ...]

    @property
    def regions(self) -> tuple[Region, ...]:
        """Every region that needs an alicloud provider."""
        return tuple(sorted({item.address.region for item in self.functions}))

    @property
    def uses_old_generation(self) -> bool:
        """Whether anything is written with the 2.0 resources, which pulumi-alicloud calls deprecated."""
        return any(item.owned and item.address.service for item in self.functions)


def resources(registry: Registry, options: Options, lock: Lock | None = None, imports: StackImports = _NOTHING) -> Resources:
    """The registry as resources. Raises `InputError` for a function that cannot be made from its spec."""
    building = _Building(registry, options, lock, imports)
    functions = tuple(sorted((building.function(each) for each in registry.functions), key=lambda item: item.name))
    return Resources(
        services=tuple(_services(functions, imports)),
        functions=functions,
        registrations=tuple(sorted(building.registrations(), key=lambda item: item.name)),
    )


def _services(functions: tuple[FunctionResource, ...], imports: StackImports) -> Iterator[ServiceResource]:
    """The services that hold functions of the stack alone: one that holds somebody else's is there already."""
    places = {(item.service, item.address.region, item.address.service) for item in functions if item.service}
    shared = {item.service for item in functions if not item.owned}
    for name, region, service in sorted(places):
        if name not in shared:
            yield ServiceResource(name=str(name), region=region, arguments={"name": service}, adopt=imports.services.get(str(name)))


class _Building:
    def __init__(self, registry: Registry, options: Options, lock: Lock | None, imports: StackImports) -> None:
        self._imports = imports
        self._registry = registry
        self._options = options
        self._centers: dict[str, Center] = {center.name: center for center in registry.centers}
        self._renamed = _renamed(registry, lock)
        self._recorded = lock.functions if lock is not None else {}
        self._packages: dict[Uid, Package] = {}

    def function(self, function: Function) -> FunctionResource:
        """One function."""
        address, spec, uid = function.address, function.spec, function.uid
        settings: dict[str, JsonValue] = {"function_name": address.name}
        upload: Upload | None = None
        if spec.code is not None:
            settings |= _settings(function)
            settings["code"], upload = self._code(function)
        name, identity = function_resource(uid, address.region), function_id(address)
        adopt, aliases = self._imports.functions.get(name), self._renamed.get(uid, ())
        return FunctionResource(
            uid=uid,
            name=name,
            address=address,
            id=identity,
            owned=spec.code is not None,
            arguments=settings,
            secret=frozenset(name for name, value in (spec.environment or {}).items() if looks_secret(name, value)),
            service=service_resource(address.service, address.region) if address.service else None,
            upload=None if self._is_as_found(function) else upload,
            aliases=tuple(function_resource(old, address.region) for old in aliases),
            protect=uid in self._options.protect,
            retain=uid in self._options.retain,
            # An id of before a rename is none of what is wanted now.
            adopt=adopt if spec.code is not None and adopt == identity else None,
            ignored=self._left_alone(function, settings) if spec.code is not None else (),
        )

    def _left_alone(self, function: Function, settings: Arguments) -> tuple[str, ...]:
        """What is not stated; of what carries the mark, whatever else it holds, unless the spec states it or the uid is another.

        Nothing in a rename: the engine makes the new function without it, and has to say so.
        """
        if self._is_renamed(function):
            return ()
        every = INPUTS_OF_V2 if function.address.service else INPUTS_OF_V3
        left = every - {to_camel(name) for name in settings}
        if self._is_as_found(function):
            left |= {*_MARKED, "code"}
        elif not self._renamed.get(function.uid):
            left |= _MARKED if function.spec.environment is None else _MARKED - {"environmentVariables"}
        return tuple(sorted(left & every))

    def _is_renamed(self, function: Function) -> bool:
        """Whether it had another name, or service, when it was recorded or found."""
        address, recorded = function.address, self._recorded.get(function.uid)
        was = self._imports.functions.get(function_resource(function.uid, address.region), function_id(address))
        return was != function_id(address) or (
            recorded is not None and (recorded.service, recorded.name) != (address.service, address.name)
        )

    def _is_as_found(self, function: Function) -> bool:
        """Whether `ivrsync import --pulumi` found it just as its spec still has it: then nothing is written to it."""
        name, made = function_resource(function.uid, function.address.region), self._packages.get(function.uid)
        found = self._imports.as_found.get(name)
        is_there = self._imports.functions.get(name) == function_id(function.address)  # and is not to be made under another name
        return is_there and found is not None and made is not None and found == digest_of(function.spec, made)

    def registrations(self) -> Iterator[RegistrationResource]:
        """Every registration that the registry asks for."""
        for function in self._registry.functions:
            for center, spec in function.spec.registrations.items():
                name = registration_resource(function.uid, center)
                yield RegistrationResource(
                    uid=function.uid,
                    name=name,
                    function=function_resource(function.uid, function.address.region),
                    arguments=self._registration(function, self._centers[center], spec),
                    aliases=tuple(registration_resource(old, center) for old in self._renamed.get(function.uid, ())),
                    protect=function.uid in self._options.protect,
                    retain=function.uid in self._options.retain,
                    adopt=self._imports.registrations.get(name),
                )

    def _registration(self, function: Function, center: Center, spec: RegistrationSpec) -> Arguments:
        address, options = function.address, self._options
        stated: dict[str, JsonValue] = {
            "instance_id": center.instance,
            "region": address.region,
            "service": address.service or None,
            "function_name": address.name,
            "mode": center.mode,
            "description": spec.description,
            "role": spec.role,
            "failover": spec.failover.model_dump() if spec.failover else None,
            "adopt": spec.id,
            "formerly": [f"{old.region}/{old.service}/{old.name}" for old in function.formerly],
            "signature": function.spec.signature.model_dump(mode="json", exclude_unset=True) if function.spec.signature else None,
            "checks": [check.model_dump(mode="json", exclude_unset=True) for check in function.spec.checks],
            "verify": options.verify and bool(function.spec.checks),
            "revision": self._revision(function),
            "allow_flows": list(options.allow_flows),
            "owns_function": (function.spec.code is not None and function.uid not in options.retain) or None,
        }
        return {name: value for name, value in stated.items() if value not in (None, [])}

    def _revision(self, function: Function) -> str | None:
        """Of the code that the stack sends."""
        made = self._packages.get(function.uid)
        return made.digest if made is not None and not self._is_as_found(function) else None

    def _code(self, function: Function) -> tuple[JsonValue, Upload | None]:
        made = package_of(function)
        self._packages[function.uid] = made
        if len(made.content) <= self._options.inline_limit:
            return {"zip_file": base64.b64encode(made.content).decode()}, None
        if not self._options.bucket:
            raise InputError(
                f"{function.where}: the package of {function.uid} has {len(made.content)} bytes, and {self._options.inline_limit} "
                "are sent without OSS",
                "set bucket in the stack's configuration, or a higher inlineLimit",
            )
        bucket = self._options.bucket.replace("{region}", function.address.region)
        key = f"ivrsync/{function.uid}/{made.digest}.zip"
        name = f"{function_resource(function.uid, function.address.region)}#{made.digest[:12]}"
        upload = Upload(name=name, bucket=bucket, key=key, package=made)
        return {"oss_bucket_name": bucket, "oss_object_name": key}, upload


def _settings(function: Function) -> dict[str, JsonValue]:
    """What the spec states, with the mark of the uid; both generations take the same names."""
    spec = function.spec
    absent = [name for name, value in (("runtime", spec.runtime), ("handler", spec.handler)) if value is None]
    if absent:
        hint = "state it in the spec; or leave out code, and the function is registered and never written"
        raise InputError(f"{function.where}: {function.uid} has code and no {' and no '.join(absent)}", hint)
    stated: dict[str, JsonValue] = {
        "runtime": spec.runtime,
        "handler": spec.handler,
        "description": spec.description,
        "memory_size": spec.memory,
        "timeout": spec.timeout,
        "environment_variables": {**(spec.environment or {}), MARK: function.uid},
    }
    if function.address.service:
        stated["service_name"] = function.address.service
    else:
        stated["tags"] = {MARK: function.uid}
    return {name: value for name, value in stated.items() if value is not None}


def _renamed(registry: Registry, lock: Lock | None) -> dict[Uid, tuple[Uid, ...]]:
    """By uid, the uids that the lock has for the same function in the same region and that the registry no longer has.

    The function is then where `formerly:` says it was, or still is, and its resource had another name.
    """
    if lock is None:
        return {}
    present = {function.uid for function in registry.functions}
    gone = {
        Address(Region(item.region), item.service, item.name): Uid(uid)
        for uid, item in lock.functions.items()
        if Uid(uid) not in present
    }
    return {
        function.uid: tuple(gone[place] for place in _places(function) if place in gone)
        for function in registry.functions
        if any(place in gone for place in _places(function))
    }


def _places(function: Function) -> tuple[Address, ...]:
    return tuple(place for place in (function.address, *function.formerly) if place.region == function.address.region)
