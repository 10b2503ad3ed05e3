"""The state of a Pulumi stack, as `pulumi stack export` writes it: which function each uid has there, and who owns what.

It is read with care: a state may be huge, old, edited or of another program. Of each resource only its type, name, id and ARN and
the mark of the uid are looked at, and nothing else is kept: no other value of a state is ever shown.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NoReturn, TypeAlias

from sync.core.redaction import MARK
from sync.specs.ids import (
    Address,
    CenterName,
    IdError,
    Region,
    Uid,
    is_known_region,
    parse_center_name,
    parse_function_name,
    parse_service_name,
    parse_uid,
)
from sync.specs.wording import shown

Members: TypeAlias = Mapping[str, object]
MOST_RESOURCES = 200_000
VERSIONS = (3, 4)


@dataclass(frozen=True, slots=True)
class FunctionType:
    """The properties of a type of function that say which it is. `service` is empty where it is in none."""

    name: str = "functionName"
    service: str = ""


FUNCTIONS: Mapping[str, FunctionType] = {
    "alicloud:fc/v3Function:V3Function": FunctionType(),
    "alicloud:fc/v2Function:V2Function": FunctionType(service="serviceName"),
    "alicloud:fc/function:Function": FunctionType(name="name", service="service"),
}
REGISTRATION = "ivrsync:index:FunctionRegistration"
_PROVIDER = "pulumi:providers:alicloud"
_PENDING = "pending:"  # begins the second part of the id of a registration that a person is to add
_ARN = re.compile(  # of 3.0, and of 2.0 with the qualifier of its service
    r"acs:fc:([^:/]+):([^:/]+):(?:services/([^:/.]+)(?:\.[^:/]*)?/)?functions/([^:/]+)(?:/[^:/]*)?"
)
_URN = re.compile(r"urn:pulumi:([A-Za-z0-9_.-]{1,100})::[^:]+::.+?::(.+)", re.DOTALL)  # stack, project, type, name


class StackError(ValueError):
    """A text that is not the state of a Pulumi stack, or not one that can be read; `hint`: what to do, if not to export it anew."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class StackFunction:
    """A function in a stack. Not `owned`: the stack only reads it, and somebody else makes it. `account` is empty if not told."""

    address: Address
    owned: bool
    account: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StackState:
    """What a stack holds that ivrsync knows of. `pending`: updates that were interrupted, so that the state may be wrong there."""

    name: str = ""
    functions: Mapping[Uid, tuple[StackFunction, ...]] = field(default_factory=dict)
    registrations: Mapping[tuple[Uid, CenterName], str] = field(default_factory=dict)  # to the id; empty: to be added by hand
    pending: int = 0

    @property
    def accounts(self) -> frozenset[str]:
        """The accounts of its functions, as far as they are told."""
        return frozenset(one.account for held in self.functions.values() for one in held if one.account)

    @property
    def addresses(self) -> Mapping[Uid, Address]:
        """Where the stack has made each uid's function. A uid of which it has two, as in the midst of a move, is left out."""
        owned = {uid: {one.address for one in held if one.owned} for uid, held in self.functions.items()}
        return {uid: next(iter(places)) for uid, places in owned.items() if len(places) == 1}

    def within(self, account: str) -> StackState:
        """The same without functions of other accounts; an account that is not known has them all."""
        kept = {uid: tuple(one for one in held if one.account in ("", account)) for uid, held in self.functions.items()}
        return replace(self, functions={uid: held for uid, held in kept.items() if held}) if account else self

    def owns(self, uid: Uid) -> bool:
        """Whether the function of that uid is the stack's to make and to change."""
        return any(one.owned for one in self.functions.get(uid, ()))

    def owns_registration(self, uid: Uid, center: CenterName) -> bool:
        """Whether the uid's registration in that center is the stack's."""
        return (uid, center) in self.registrations


def read_stack(text: str, *, most: int = MOST_RESOURCES) -> StackState:
    """The state in an export. Raises `StackError`. What cannot be a function or a registration of ivrsync is left out."""
    deployment = _deployment(text)
    resources = _resources(deployment, most)
    living = [item for item in resources if item.get("delete") is not True]
    regions = {_text(item, "urn"): _text(_members(item, "inputs"), "region") for item in living if item.get("type") == _PROVIDER}
    functions: defaultdict[Uid, list[StackFunction]] = defaultdict(list)
    for item in living:
        for uid, function in _function(item, regions):
            functions[uid].append(function)
    pending = deployment.get("pending_operations")
    return StackState(
        name=next((_urn(item)[0] for item in resources), ""),
        functions={uid: tuple(sorted(functions[uid])) for uid in sorted(functions)},
        registrations=dict(sorted(entry for item in living for entry in _registration(item))),
        pending=len(pending) if isinstance(pending, list) else 0,
    )


def _deployment(text: str) -> Members:
    """The part of an export that holds the state, of the versions that are known."""
    try:
        document = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise StackError("it is not JSON") from error
    deployment = document.get("deployment") if isinstance(document, dict) else None
    if not isinstance(deployment, dict):
        raise StackError("it is not what `pulumi stack export` writes: there is no deployment in it")
    version = document.get("version")
    if version is None:
        raise StackError("it does not state its version, which `pulumi stack export` writes beside the deployment")
    if version not in VERSIONS:
        raise StackError(
            f"its version is {shown(version)}; this ivrsync reads {VERSIONS[0]} and {VERSIONS[1]}",
            "export it again with a current pulumi" if version in (1, 2) else "this ivrsync is older than that pulumi",
        )
    return deployment


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _resources(deployment: Members, most: int) -> list[Members]:
    found = deployment.get("resources") or []
    if not isinstance(found, list):
        raise StackError("its resources are not a list")
    if len(found) > most:
        raise StackError(f"it has {len(found)} resources, and {most} are read", "split the stack")
    return [item for item in found if isinstance(item, dict) and _URN.fullmatch(_text(item, "urn"))]


def _function(item: Members, regions: Mapping[str, str]) -> Iterator[tuple[Uid, StackFunction]]:
    kind, uid = FUNCTIONS.get(_text(item, "type")), _uid(item)
    if kind is None or uid is None:
        return
    # A function stays in the region of its ARN when only its provider's changes.
    arn = arn_of(_text(_members(item, "outputs"), "functionArn"))
    region = arn.address.region if arn else _named(item)[1] or regions.get(_text(item, "provider").rpartition("::")[0], "")
    address = _address(region, _text(item, "id"), in_service=bool(kind.service))
    if address is not None and (arn is None or arn.address == address):  # else the two contradict each other
        yield uid, StackFunction(address=address, owned=item.get("external") is not True, account=arn.account if arn else "")


@dataclass(frozen=True, slots=True)
class Arn:
    """What the ARN of a function says."""

    address: Address
    account: str


def arn_of(text: str) -> Arn | None:
    """Such an ARN taken apart; None for any other text."""
    found = _ARN.fullmatch(text)
    if found is None:
        return None
    region, account, service, name = found.groups(default="")
    return Arn(Address(Region(region), service, name), account)


def _address(region: str, identity: str, *, in_service: bool) -> Address | None:
    service, colon, name = identity.rpartition(":")
    if bool(colon) != in_service or not is_known_region(Region(region)):
        return None
    try:
        return Address(Region(region), parse_service_name(service) if in_service else "", parse_function_name(name))
    except IdError:
        return None


def _uid(item: Members) -> Uid | None:
    """Whose function it is: what its name says, and its mark, where they do not contradict each other."""
    inputs, (name, region) = _members(item, "inputs"), _named(item)
    said = {_text(_members(inputs, place), MARK) for place in ("environmentVariables", "tags")}
    said |= {name} if is_known_region(Region(region)) else set()
    try:
        (uid,) = said - {""}
        return parse_uid(uid)
    except ValueError:  # none or several, or one that cannot be a uid
        return None


def _registration(item: Members) -> Iterator[tuple[tuple[Uid, CenterName], str]]:
    if item.get("type") != REGISTRATION:
        return
    uid, center = _named(item)
    identity = _text(item, "id").partition("/")[2]
    try:
        yield (parse_uid(uid), parse_center_name(center)), "" if identity.startswith(_PENDING) else identity
    except IdError:
        return


def _named(item: Members) -> tuple[str, str]:
    """The two parts of a name that the program gives: a uid, and its region or its center."""
    name, _, place = _urn(item)[1].partition("@")
    return name, place


def _urn(item: Members) -> tuple[str, str]:
    """The stack and the name of a resource, which has a sound URN."""
    found = _URN.fullmatch(_text(item, "urn"))
    return (found[1], found[2]) if found else ("", "")


def _members(item: Members, name: str) -> Members:
    """A member that holds others; none where it is encrypted as a whole, which looks like any other."""
    value = item.get(name)
    return value if isinstance(value, dict) else {}


def _text(item: Members, name: str) -> str:
    """A member that is a text; an encrypted one is none."""
    value = item.get(name)
    return value if isinstance(value, str) else ""


def service_resource(service: str, region: str) -> str:
    """The name of a service's resource in the program."""
    return f"{service}@{region}"


def function_resource(uid: str, region: str) -> str:
    """The name of a function's resource in the program."""
    return f"{uid}@{region}"


def registration_resource(uid: str, center: str) -> str:
    """The name of a registration's resource in the program."""
    return f"{uid}@{center}"
