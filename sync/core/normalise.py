"""Converts both sides to the same types and spelling before they are compared."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sync.core.worlds import Configuration, FailoverTarget, Wanted, WantedCenter, WantedCheck, WantedFunction, WantedRegistration
from sync.specs.ids import Address, CenterName, IdError, Region, parse_region
from sync.specs.models import Failover, Function, FunctionSpec, RecordedFunction, RecordedRegistration, RegistrationSpec, Registry

_NONE: Mapping[int, WantedFunction] = MappingProxyType({})


def wanted_from(registry: Registry, known: Mapping[int, WantedFunction] = _NONE) -> Wanted:
    """The wanted world in the types of the found world. `known`: what was made before of functions, by their identity."""
    return Wanted(
        functions=tuple(known.get(id(function)) or _function(function) for function in registry.functions),
        centers=tuple(WantedCenter(name=center.name, instance=center.instance, mode=center.mode) for center in registry.centers),
        digest=registry.digest,
    )


def recorded_target(recorded: RecordedFunction | RecordedRegistration) -> Address:
    """Its address according to the lock."""
    return Address(Region(recorded.region), recorded.service, recorded.name)


def failover_target(failover: Failover | None) -> FailoverTarget | None:
    """A failover with its region as an id. Only the lock may hold one that is not: a region newer than this program."""
    return FailoverTarget(_region(failover.region), failover.weight) if failover else None


def _region(text: str) -> Region:
    try:
        return parse_region(text)
    except IdError:
        return Region(text)


def _function(function: Function) -> WantedFunction:
    return WantedFunction(
        uid=function.uid,
        address=function.address,
        configuration=_configuration(function.spec),
        registrations=tuple(
            _registration(function, CenterName(center), spec) for center, spec in sorted(function.spec.registrations.items())
        ),
        checks=tuple(
            WantedCheck(name=check.name, input=check.input, expect=check.expect, once=check.once) for check in function.spec.checks
        ),
        signature=function.spec.signature,
        where=function.where,
        formerly=function.formerly,
    )


def _configuration(spec: FunctionSpec) -> Configuration:
    return Configuration(
        runtime=spec.runtime, handler=spec.handler, memory=spec.memory, timeout=spec.timeout, environment=spec.environment
    )


def _registration(function: Function, center: CenterName, spec: RegistrationSpec) -> WantedRegistration:
    return WantedRegistration(
        uid=function.uid,
        center=center,
        target=function.address,
        formerly=function.formerly,
        description=spec.description,
        role=spec.role or None,  # an empty role means any role
        failover=failover_target(spec.failover),
        adopt=spec.id,
    )
