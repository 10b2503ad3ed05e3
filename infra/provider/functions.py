"""The provider's functions: what a center holds, and which flows use a registration."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from infra.wire import Properties, Value, plain
from sync.app.registrations import FlowUse, RegistrationDesk, center_of
from sync.core.worlds import FoundFlow, FoundRegistration


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """One function: the arguments it needs, all texts, and what answers it."""

    arguments: tuple[str, ...]
    run: Callable[[RegistrationDesk, Properties], Properties]

    def absent(self, arguments: Properties) -> tuple[str, ...]:
        """Those that are missing."""
        return tuple(name for name in self.arguments if not isinstance(plain(arguments.get(name)), str))


def get_center(desk: RegistrationDesk, arguments: Properties) -> Properties:
    """Its registrations and flows, by id."""
    instance = _text(arguments, "instanceId")
    content = desk.content(center_of(instance, by_hand=False))
    return {
        "instanceId": instance,
        "registrations": [_registration(item) for item in sorted(content.registrations, key=_id)],
        "flows": [_flow(item) for item in sorted(content.flows, key=_id)],
    }


def get_flow_use(desk: RegistrationDesk, arguments: Properties) -> Properties:
    """The flows that call a registration, or may."""
    instance, registration = _text(arguments, "instanceId"), _text(arguments, "registrationId")
    uses = desk.uses(center_of(instance, by_hand=False), registration)
    return {"instanceId": instance, "registrationId": registration, "flows": [_use(use) for use in uses]}


FUNCTIONS: Mapping[str, Function] = {
    "ivrsync:index:getCenter": Function(arguments=("instanceId",), run=get_center),
    "ivrsync:index:getFlowUse": Function(arguments=("instanceId", "registrationId"), run=get_flow_use),
}


def _text(arguments: Properties, name: str) -> str:
    return str(plain(arguments[name]))


def _id(item: FoundRegistration | FoundFlow) -> str:
    return item.id


def _registration(item: FoundRegistration) -> Value:
    target, state = item.target, item.state
    return {
        "id": item.id,
        "region": str(target.region),
        "service": target.service,
        "functionName": target.name,
        "description": state.description,
        "role": state.role,
    }


def _flow(item: FoundFlow) -> Value:
    return {"id": item.id, "name": item.name, "published": item.published, "numbers": [*item.numbers]}


def _use(use: FlowUse) -> Value:
    modules: list[Value] = [{"activity": module.activity, "name": module.name} for module in use.modules]
    flow = use.flow
    return {"id": flow.id, "name": flow.name, "published": flow.published, "numbers": [*use.numbers], "modules": modules}
