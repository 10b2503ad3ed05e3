"""`ivrsync:index:FunctionRegistration`: what each call of the protocol means for a registration."""

from __future__ import annotations

from dataclasses import dataclass, replace

from infra.provider import words
from infra.provider.inputs import LOCAL, Inputs, differences, parsed
from infra.provider.orders import asked, leaving
from infra.wire import Properties, Value, holds_secret, like, plain, secret
from sync.app.registrations import Asked, Ensured, RegistrationDesk, center_of
from sync.core.worlds import FoundRegistration
from sync.errors import InputError
from sync.specs.ids import Address, Region

_PENDING = "pending:"
_TROUBLE = frozenset({"failed", "put-back", "not-run"})


class RefusedError(Exception):
    """What the user is told instead: one sentence, and no trace."""


class UnfinishedError(Exception):
    """The registration is made, or is being made by hand, and something is left: the engine keeps its id and its state."""

    def __init__(self, resource: Made, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.resource = resource
        self.reasons = reasons


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A resource as the engine keeps it."""

    id: str
    inputs: Properties
    outputs: Properties


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A resource's id taken apart: the instance, and the registration, or the target of one that a person is to add."""

    instance: str
    registration: str | None
    target: Address | None = None

    def __str__(self) -> str:
        if self.target is not None:
            return f"{self.instance}/{_PENDING}{self.target.region}/{self.target.service}/{self.target.name}"
        return f"{self.instance}/{self.registration}"


def identity_of(text: str) -> Identity:
    """The id taken apart. Raises `RefusedError` for one of another form."""
    instance, _, rest = text.partition("/")
    if not instance or not rest:
        raise RefusedError(f"{text!r} is not the id of a registration: write INSTANCE/REGISTRATION, such as ccc-test/1a2b3c4d")
    if not rest.startswith(_PENDING):
        return Identity(instance=instance, registration=rest)
    region, *places = rest.removeprefix(_PENDING).split("/")
    if len(places) != len(("service", "name")):
        raise RefusedError(
            f"{text!r} is not the id of a registration to be added by hand: write INSTANCE/{_PENDING}REGION/SERVICE/NAME"
        )
    return Identity(instance=instance, registration=None, target=Address(Region(region), *places))


def create(desk: RegistrationDesk, name: str, inputs: Properties) -> Made:
    """Ensure it. Raises `RefusedError` and `UnfinishedError`."""
    return _ended(desk.ensure(asked(inputs, name, None)), inputs, None)


def update(desk: RegistrationDesk, name: str, resource_id: str, inputs: Properties, olds: Properties) -> Made:
    """Ensure it under the id that it has. Raises as `create` does; also where flows do not fit the other code that is there now."""
    identity = identity_of(resource_id)
    order = _changed(inputs, name, identity.registration, olds)
    made = _ended(desk.ensure(order), inputs, identity)
    if not LOCAL.isdisjoint(differences(olds, inputs)) and (refused := desk.unfit_now(order)) is not None:
        raise UnfinishedError(made, [words.does_not_fit(str(parsed(inputs).target), refused)])
    return made


def foresee(desk: RegistrationDesk, name: str, resource_id: str, inputs: Properties, olds: Properties) -> None:
    """Raises `RefusedError` where an update would, as far as that is known before its function is made."""
    refused = desk.foreseen(_changed(inputs, name, identity_of(resource_id).registration, olds))
    if refused is not None:
        raise RefusedError(words.does_not_fit(str(parsed(inputs).target), refused))


def _changed(inputs: Properties, name: str, registration_id: str | None, olds: Properties) -> Asked:
    """The engine deletes an old function by what was said of it before: what is said of it now comes too late for it."""
    order = asked(inputs, name, registration_id)
    return replace(order, owns_function=order.owns_function or plain(olds.get("ownsFunction")) is True)


def read(desk: RegistrationDesk, name: str, resource_id: str, inputs: Properties) -> Made | None:
    """The registration now, None where there is none; without `inputs`, as for an import, everything that it states.

    Raises `UnfinishedError` for one that a person has not added yet, so that the next update says again what to do.
    """
    identity = identity_of(resource_id)
    center = center_of(identity.instance, by_hand=True)  # a look writes nothing
    if identity.target is not None:
        found = desk.at(center, identity.target)
        if found is None and not inputs:
            return None  # an import: nothing says what a person is to add
        if found is None:
            return _ended(desk.ensure(replace(asked(inputs, name, None), center=center)), inputs, identity)
    else:
        found = desk.read(center, identity.registration or "")
    if found is None:
        return None
    live = {**inputs, "instanceId": like(identity.instance, inputs.get("instanceId")), **_stated(found, inputs)}
    return _made(found, identity.instance, {name: value for name, value in live.items() if value is not None})


def delete(desk: RegistrationDesk, name: str, resource_id: str, inputs: Properties) -> None:
    """Remove it. Raises `RefusedError` while a published flow uses it, or while a person has not removed it yet."""
    identity = identity_of(resource_id)
    order = leaving(inputs, name, identity.instance, identity.registration)
    if identity.target is not None:
        found = desk.at(order.center, identity.target)
        if found is None:
            return
        order = replace(order, id=found.id)
    ended = desk.remove(order)
    if ended.refused is not None:
        raise RefusedError(words.still_used(order.id or "", ended.refused))
    if left := [result for result in ended.results if result.outcome != "done"]:
        raise RefusedError("\n".join(map(words.ended, left)))


def _ended(ended: Ensured, inputs: Properties, identity: Identity | None) -> Made:
    stated = parsed(inputs)
    if ended.refused is not None:
        raise RefusedError(words.does_not_fit(str(stated.target), ended.refused))
    is_private = holds_secret(inputs)
    # That a check was not made because of what failed before it goes without saying.
    trouble = [result for result in ended.results if result.outcome in _TROUBLE and result.reason != "dependency"]
    if any(result.step.kind != "test" for result in trouble):
        raise RefusedError("\n".join(words.ended(result, is_private=is_private) for result in trouble))
    left = [result for result in ended.results if result.outcome == "by-hand"]
    made = _after(ended, inputs, stated, identity)
    if trouble or left:
        raise UnfinishedError(made, [words.ended(result, is_private=is_private) for result in (*left, *trouble)])
    return made


def _after(ended: Ensured, inputs: Properties, stated: Inputs, identity: Identity | None) -> Made:
    said: Value = [*words.by_hand(ended.results)]
    hand = secret(said) if said and holds_secret(inputs) else said
    if ended.registration is not None:
        made = _made(ended.registration, stated.instance_id, inputs, hand)
        return made if identity is None else Made(id=str(identity), inputs=made.inputs, outputs=made.outputs)
    if not said:
        raise InputError("the registration is gone again", "run `pulumi up` once more; somebody else is changing this center")
    pending = Identity(instance=stated.instance_id, registration=None, target=stated.target)
    return Made(id=str(identity or pending), inputs=inputs, outputs={**inputs, "registrationId": "", "byHand": hand})


def _made(found: FoundRegistration, instance: str, inputs: Properties, hand: Value = None) -> Made:
    identity = Identity(instance=instance, registration=found.id)
    return Made(id=str(identity), inputs=inputs, outputs={**inputs, "registrationId": found.id, "byHand": hand or []})


def _stated(found: FoundRegistration, inputs: Properties) -> Properties:
    """What the registration says, in the form of inputs; None: it does not say that.

    Beside its target only what the program states, because the rest is left as it is; all of it for an import, without inputs.
    """
    state, target = found.state, found.target
    failover: Value = {"region": str(state.failover.region), "weight": state.failover.weight} if state.failover else None
    says: Properties = {"region": str(target.region), "service": target.service, "functionName": target.name}
    extras: Properties = {"description": state.description, "role": state.role, "failover": failover}
    says |= {name: value for name, value in extras.items() if (name in inputs if inputs else value)}
    return {name: like(value, inputs.get(name)) if value is not None else None for name, value in says.items()}
