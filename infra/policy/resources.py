"""Resources of a stack, as far as they matter to callers. A property that is not known yet is taken from the registry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from google.protobuf.struct_pb2 import Struct

from infra.wire import UNKNOWN, Value, load, plain
from sync.app.stack_policy import StackPolicy
from sync.core.stack_rules import Stack, StackFunction, StackRegistration
from sync.core.stack_state import FUNCTIONS, REGISTRATION, arn_of
from sync.specs.ids import Address, CenterName, Region, Uid


class Resource(Protocol):
    """One resource, in either of the messages that the engine sends. Its name is UID@REGION, or UID@CENTER (infra/args.py)."""

    type: str
    name: str
    properties: Struct


def stack_of(resources: Iterable[Resource], policy: StackPolicy) -> Stack:
    """The functions and registrations of the stack."""
    resources = tuple(resources)
    return Stack(
        functions=tuple(filter(None, (function_of(each, policy) for each in resources))),
        registrations=tuple(_registrations(resources, policy)),
    )


def function_of(resource: Resource, policy: StackPolicy) -> StackFunction | None:
    """A function; None for every other resource, and for a function of which neither side says where it is.

    It is in the region that its ARN names: the engine leaves it there when only its provider's region changes.
    """
    kind = FUNCTIONS.get(resource.type)
    if kind is None:
        return None
    uid, _, region = resource.name.rpartition("@")
    known = policy.address_of(uid)
    name = _text(resource.properties, kind.name, known.name if known else "")
    service = _text(resource.properties, kind.service, known.service if known else "") if kind.service else ""
    if not name or not uid:
        return None
    arn = arn_of(_text(resource.properties, "functionArn", ""))
    is_there = arn is not None and (arn.address.service, arn.address.name) == (service, name)
    address = arn.address if arn is not None and is_there else Address(Region(region), service, name)
    timeout = _value(resource.properties, "timeout")
    return StackFunction(uid=Uid(uid), address=address, timeout=timeout if isinstance(timeout, int) else None)


def _registrations(resources: Iterable[Resource], policy: StackPolicy) -> Iterator[StackRegistration]:
    for resource in resources:
        if resource.type != REGISTRATION:
            continue
        uid, _, center = resource.name.rpartition("@")
        allowed = _value(resource.properties, "allowFlows")
        yield StackRegistration(
            uid=Uid(uid),
            center=CenterName(center),
            target=_target(resource.properties, policy.address_of(uid)),
            allowed=frozenset(item for item in allowed if isinstance(item, str)) if isinstance(allowed, list) else frozenset(),
        )


def _target(properties: Struct, known: Address | None) -> Address | None:
    region = _text(properties, "region", known.region if known else "")
    service = _text(properties, "service", known.service if known else "")
    name = _text(properties, "functionName", known.name if known else "")
    return Address(Region(region), service, name) if region and name else None


def _text(properties: Struct, name: str, unknown: str) -> str:
    """A property that is a text; `unknown` for one that is not known yet. One that is not stated is empty."""
    value = _value(properties, name)
    return unknown if value is UNKNOWN else value if isinstance(value, str) else ""


def _value(properties: Struct, name: str) -> Value:
    return plain(load(properties.fields[name])) if name in properties.fields else None
