"""Steps and snapshots for the renderers' tests, in the words of the vendor's manual."""

from __future__ import annotations

from dataclasses import replace

from pydantic import JsonValue

from sync.core.plan.model import (
    FieldChange,
    InvokeCheck,
    Output,
    Register,
    Repoint,
    Unregister,
    UpdateFunction,
    UpdateRegistration,
)
from sync.core.worlds import FailoverTarget, RegistrationState
from sync.specs.ids import Address, CenterName, Region, Uid

HOTLINE = CenterName("hotline")
WRONG = Address(Region("cn-hangzhou"), "demo_service", "get_number_region")
RIGHT = Address(Region("cn-hangzhou"), "demo-service", "get_number_region")
IDENTITY = Address(Region("cn-shenzhen"), "example-service", "checkUserIdentity")


def state(target: Address, *, description: str = "", role: str = "", failover: FailoverTarget | None = None) -> RegistrationState:
    return RegistrationState(target=target, description=description, role=role, failover=failover)


def register(*, by_hand: bool = False) -> Register:
    return Register(
        id="register:check-user-identity@hotline",
        uid=Uid("check-user-identity"),
        center=HOTLINE,
        instance="ccc-test",
        by_hand=by_hand,
        after=state(IDENTITY, description="身份验证"),
    )


def repoint(*, by_hand: bool = False) -> Repoint:
    return Repoint(
        id="repoint:get-number-region@hotline",
        uid=Uid("get-number-region"),
        center=HOTLINE,
        instance="ccc-test",
        by_hand=by_hand,
        registration_id="meta-1",
        before=state(WRONG, description="归属地"),
        after=state(RIGHT, description="归属地"),
    )


def update(*, by_hand: bool = False) -> UpdateRegistration:
    return UpdateRegistration(
        id="update:check-user-identity@hotline",
        uid=Uid("check-user-identity"),
        center=HOTLINE,
        instance="ccc-test",
        by_hand=by_hand,
        registration_id="meta-2",
        before=state(IDENTITY, description="old", failover=FailoverTarget(Region("cn-beijing"), 5)),
        after=state(IDENTITY, description="身份验证", role="caller"),
    )


def failover() -> UpdateRegistration:
    """Of what `register` adds."""
    made = state(IDENTITY, description="身份验证")
    return UpdateRegistration(
        id="failover:check-user-identity@hotline",
        uid=Uid("check-user-identity"),
        center=HOTLINE,
        instance="ccc-test",
        by_hand=True,
        registration_id=Output(step=register().id),
        before=made,
        after=replace(made, failover=FailoverTarget(Region("cn-beijing"), 5)),
    )


def configure() -> UpdateFunction:
    return UpdateFunction(
        id="configure:check-user-identity",
        uid=Uid("check-user-identity"),
        address=IDENTITY,
        generation="2.0",
        modified="1",
        changes=(
            FieldChange(path="memory", before=128, after=256),
            FieldChange(path="environment.API_KEY", before=None, after=None, secret=True),
        ),
    )


def unregister(*, by_hand: bool = False) -> Unregister:
    return Unregister(
        id="unregister:meta-3@hotline",
        uid=Uid("retired"),
        center=HOTLINE,
        instance="ccc-test",
        by_hand=by_hand,
        registration_id="meta-3",
        before=state(WRONG),
    )


def check(*, by_hand: bool = False, expect: JsonValue = None) -> InvokeCheck:
    return InvokeCheck(
        id="test:check-user-identity@hotline#1",
        uid=Uid("check-user-identity"),
        center=HOTLINE,
        instance="ccc-test",
        by_hand=by_hand,
        target=IDENTITY,
        role="",
        check="a known caller",
        input={"idNumber": "330102", "tries": 3},
        expect=expect,
    )
