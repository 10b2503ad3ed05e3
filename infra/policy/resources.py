"""Resources of a stack, as far as they matter to callers. A property that is not known yet is taken from the registry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from google.protobuf.struct_pb2 import Struct

from sync.app.stack_policy import StackPolicy
from sync.core.stack_rules import Stack, StackFunction, StackRegistration
from sync.specs.ids import Address, CenterName, Region, Uid

# Both generations of Function Compute: the kind of resource, and the property that names the service.
FUNCTIONS = {"alicloud:fc/v3Function:V3Function": "", "alicloud:fc/v2Function:V2Function": "serviceName"}
REGISTRATION = "ivrsync:index:FunctionRegistration"
_NOT_KNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"  # the protocol's sign for a value that is known only once something is made


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
    """A function; None for every other resource, and for a function of which neither side says where it is."""
    if resource.type not in FUNCTIONS:
        return None
    uid, _, region = resource.name.rpartition("@")
    known, service = policy.address_of(uid), FUNCTIONS[resource.type]
    name = _text(resource.properties, "functionName") or (known.name if known else "")
    within = (_text(resource.properties, service) or (known.service if known else "")) if service else ""
    if not name or not uid:
        return None
    return StackFunction(
        uid=Uid(uid), address=Address(Region(region), within, name), timeout=_number(resource.properties, "timeout")
    )


def _registrations(resources: Iterable[Resource], policy: StackPolicy) -> Iterator[StackRegistration]:
    for resource in resources:
        uid, _, center = resource.name.rpartition("@")
        target = _target(resource.properties, policy.address_of(uid))
        if resource.type == REGISTRATION and target is not None:
            allowed = frozenset(item.string_value for item in resource.properties.fields["allowFlows"].list_value.values)
            yield StackRegistration(uid=Uid(uid), center=CenterName(center), target=target, allowed=allowed)


def _target(properties: Struct, known: Address | None) -> Address | None:
    region = _text(properties, "region") or (known.region if known else "")
    name = _text(properties, "functionName") or (known.name if known else "")
    return Address(Region(region), _text(properties, "service"), name) if region and name else None


def _text(properties: Struct, name: str) -> str:
    value = properties.fields[name].string_value if name in properties.fields else ""
    return "" if value == _NOT_KNOWN else str(value)


def _number(properties: Struct, name: str) -> int | None:
    field = properties.fields.get(name)
    return int(field.number_value) if field is not None and field.WhichOneof("kind") == "number_value" else None
