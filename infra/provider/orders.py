"""What is asked of a center for a resource. Apart from the inputs, because a look that finds no change needs none of it."""

from __future__ import annotations

from infra.provider.inputs import parsed
from infra.wire import Properties, plain
from sync.app.registrations import Asked, center_of
from sync.core.normalise import failover_target
from sync.core.worlds import Configuration, WantedCheck, WantedFunction, WantedRegistration
from sync.specs.ids import Address, Uid, parse_former_address, parse_region
from sync.specs.models import Where

_NOWHERE = Where("", 0, 0)


def asked(inputs: Properties, name: str, registration_id: str | None) -> Asked:
    """What is asked of the center. `name` is the resource's, for people."""
    stated = parsed(inputs)
    target, uid, center = stated.target, Uid(name), center_of(stated.instance_id, by_hand=stated.mode == "console")
    formerly = tuple(parse_former_address(text, target) for text in stated.formerly)
    registration = WantedRegistration(
        uid=uid,
        center=center.name,
        target=target,
        formerly=formerly,
        description=stated.description,
        role=stated.role or None,
        failover=failover_target(stated.failover),
        adopt=stated.adopt,
    )
    function = WantedFunction(
        uid=uid,
        address=target,
        configuration=Configuration(),
        registrations=(registration,),
        checks=tuple(WantedCheck(name=one.name, input=one.input, expect=one.expect, once=one.once) for one in stated.checks),
        signature=stated.signature,
        where=_NOWHERE,
        formerly=formerly,
    )
    return Asked(
        center=center,
        function=function,
        id=registration_id,
        allowed=frozenset(stated.allow_flows),
        verify=stated.verify,
        owns_function=stated.owns_function,
    )


def leaving(inputs: Properties, name: str, instance: str, registration_id: str | None) -> Asked:
    """What is to be removed, by its id alone: a state may hold inputs that this version does not take.

    Of them only what says how to go about it. What should be true or false and is neither counts as true: it guards a function.
    """
    stated = {key: plain(value) for key, value in inputs.items()}
    flows, owns = stated.get("allowFlows"), stated.get("ownsFunction")
    uid, nowhere = Uid(name), Address(parse_region("cn-hangzhou"), "", "unknown")  # where it points is read from its center
    return Asked(
        center=center_of(instance, by_hand=stated.get("mode") == "console"),
        function=WantedFunction(
            uid=uid,
            address=nowhere,
            configuration=Configuration(),
            registrations=(),
            checks=(),
            signature=None,
            where=_NOWHERE,
        ),
        id=registration_id,
        allowed=frozenset(flow for flow in flows if isinstance(flow, str)) if isinstance(flows, list) else frozenset(),
        owns_function=owns not in (None, False),
    )
