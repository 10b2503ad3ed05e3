"""The package `ivrsync` for Python programs: its resource and its provider. Other languages get theirs from the schema.

The arguments are input types because the SDK translates names to the wire's camel case only for these. Annotations are read when
the classes are made, so they are not postponed here.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any, cast

import pulumi

from sync.core.stack_state import REGISTRATION

if TYPE_CHECKING:
    from dataclasses import dataclass as input_type  # the same to whoever reads types
else:
    input_type = pulumi.input_type

Text = pulumi.Input[str]
Texts = pulumi.Input[Sequence[pulumi.Input[str]]]


@input_type
class FunctionRegistrationArgs:
    """What a program states of a registration. What it leaves out is left as it is; the schema describes each."""

    instance_id: Text = pulumi.property("instanceId")
    region: Text = pulumi.property("region")
    function_name: Text = pulumi.property("functionName")
    service: Text | None = pulumi.property("service", default=None)
    mode: Text | None = pulumi.property("mode", default=None)
    description: Text | None = pulumi.property("description", default=None)
    role: Text | None = pulumi.property("role", default=None)
    failover: pulumi.Input[Mapping[str, Any]] | None = pulumi.property("failover", default=None)
    adopt: Text | None = pulumi.property("adopt", default=None)
    formerly: Texts | None = pulumi.property("formerly", default=None)
    signature: pulumi.Input[Mapping[str, Any]] | None = pulumi.property("signature", default=None)
    checks: pulumi.Input[Sequence[Mapping[str, Any]]] | None = pulumi.property("checks", default=None)
    verify: pulumi.Input[bool] | None = pulumi.property("verify", default=None)
    revision: Text | None = pulumi.property("revision", default=None)
    allow_flows: Texts | None = pulumi.property("allowFlows", default=None)
    owns_function: pulumi.Input[bool] | None = pulumi.property("ownsFunction", default=None)


class FunctionRegistration(pulumi.CustomResource):
    """A function made callable in a call center."""

    def __init__(self, name: str, args: FunctionRegistrationArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        # The SDK makes an output of every property that has a place here: those that are stated, and those that are answered.
        props = copy(args)
        stated = {name: value for name, value in vars(args).items() if value is not None}
        vars(props).clear()
        vars(props).update(stated, registration_id=None, by_hand=None)
        super().__init__(REGISTRATION, name, cast("Any", props), opts)

    @property
    @pulumi.getter(name="functionName")
    def function_name(self) -> pulumi.Output[str]:
        """The function it points at."""
        return cast("pulumi.Output[str]", pulumi.get(self, "function_name"))

    @property
    @pulumi.getter(name="registrationId")
    def registration_id(self) -> pulumi.Output[str]:
        """The id that flows hold; empty while a person has not added it yet."""
        return cast("pulumi.Output[str]", pulumi.get(self, "registration_id"))

    @property
    @pulumi.getter(name="byHand")
    def by_hand(self) -> pulumi.Output[Sequence[str]]:
        """What is left to do at the console."""
        return cast("pulumi.Output[Sequence[str]]", pulumi.get(self, "by_hand"))


@input_type
class ProviderArgs:
    """How the call centers are reached. What is not stated is as for the command line."""

    settings: Text | None = pulumi.property("settings", default=None)
    account: Text | None = pulumi.property("account", default=None)
    account_id: Text | None = pulumi.property("accountId", default=None)
    profile: Text | None = pulumi.property("profile", default=None)
    role: Text | None = pulumi.property("role", default=None)
    endpoints: pulumi.Input[str] | None = pulumi.property("endpoints", default=None)  # JSON, as providers take what is not text
    protocol: Text | None = pulumi.property("protocol", default=None)


class Provider(pulumi.ProviderResource):
    """The provider of registrations, for one account."""

    def __init__(self, name: str, args: ProviderArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("ivrsync", name, cast("Any", args), opts)
