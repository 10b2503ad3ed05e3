"""STS 2015-04-01: who is asking."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from sync.emulator.messages import Call, Reply
from sync.emulator.world import World


def get_caller_identity(_: World, call: Call) -> Reply:
    """The account whose key signed the call. Every key here is the account's own, so the caller is its root."""
    arn = f"acs:ram::{call.account}:root"
    return Reply(
        body={
            "AccountId": call.account,
            "Arn": arn,
            "IdentityType": "Account",
            "PrincipalId": call.account,
            "UserId": call.account,
        }
    )


OPERATIONS: Mapping[str, Callable[[World, Call], Reply]] = MappingProxyType({"GetCallerIdentity": get_caller_identity})
