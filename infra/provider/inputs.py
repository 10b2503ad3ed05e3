"""What a program states of a registration, checked property by property."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from infra.wire import Problem, Properties, Value, is_unknown, like, plain
from sync.app.registrations import Asked, center_of
from sync.core.normalise import failover_target
from sync.core.worlds import Configuration, WantedCheck, WantedFunction, WantedRegistration
from sync.specs.ids import (
    Address,
    IdError,
    Uid,
    parse_former_address,
    parse_function_name,
    parse_region,
    parse_service_name,
)
from sync.specs.models import Check, Failover, RegistrationMode, SignatureSpec, Where
from sync.specs.wording import did_you_mean

_NOWHERE = Where("", 0, 0)
PLACES = ("region", "service", "functionName")
# What says something about the registration in its center. The rest tells this provider how to go about it.
SHOWN = ("instanceId", *PLACES, "description", "role", "failover")
REPLACING = frozenset({"instanceId"})  # a registration is in one center


class Inputs(BaseModel):
    """The inputs, all known. Names on the wire are in camel case."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, alias_generator=to_camel, validate_by_name=False)

    instance_id: Annotated[str, Field(min_length=1)]
    region: str
    function_name: str
    service: str = ""
    mode: RegistrationMode = "api"
    description: str | None = None
    role: str | None = None
    failover: Failover | None = None
    adopt: Annotated[str, Field(min_length=1)] | None = None
    formerly: Annotated[tuple[str, ...], Field(strict=False)] = ()
    signature: SignatureSpec | None = None
    checks: Annotated[tuple[Check, ...], Field(strict=False)] = ()
    verify: bool = False
    revision: str | None = None
    allow_flows: Annotated[tuple[str, ...], Field(strict=False)] = ()
    owns_function: bool = False

    @property
    def target(self) -> Address:
        """The function it points at."""
        service = parse_service_name(self.service) if self.service else ""
        return Address(parse_region(self.region), service, parse_function_name(self.function_name))


NAMES = frozenset(to_camel(name) for name in Inputs.model_fields)


def checked(news: Properties) -> tuple[Properties, tuple[Problem, ...]]:
    """The inputs with their defaults, and regions as ids; and what is wrong with those that are known."""
    inputs: Properties = {name: value for name, value in news.items() if value is not None}
    problems = tuple(_problems(inputs))
    return {"service": "", **(inputs if problems else _spelt(inputs))}, problems


def parsed(inputs: Properties) -> Inputs:
    """Inputs that were checked and are known; a state may hold what only another version knows."""
    return Inputs.model_validate({name: plain(value) for name, value in among(inputs).items() if value is not None})


def among(properties: Properties) -> Properties:
    """The inputs among the properties of a state: an old engine gives nothing else to a deletion."""
    return {name: value for name, value in properties.items() if name in NAMES}


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


def _spelt(inputs: Properties) -> Properties:
    """Regions as ids, whatever the program calls them, so that a look at the center finds no difference."""
    spelt = dict(inputs)
    region, failover = plain(inputs.get("region")), plain(inputs.get("failover"))
    if isinstance(region, str):
        spelt["region"] = like(str(parse_region(region)), inputs["region"])
    if isinstance(failover, dict) and not is_unknown(failover):
        stated = Failover.model_validate(failover)
        spelt["failover"] = like({"region": str(parse_region(stated.region)), "weight": stated.weight}, inputs["failover"])
    return spelt


def _problems(inputs: Properties) -> Iterator[Problem]:
    """In the order of the properties; nothing is said about what is not known yet."""
    known = {name: plain(value) for name, value in inputs.items() if not is_unknown(value)}
    wrong: set[str] = set()
    try:
        Inputs.model_validate(known)
    except ValidationError as error:
        for item in error.errors(include_url=False, include_input=False):
            path = item["loc"]
            if item["type"] == "missing" and len(path) == 1 and path[0] in inputs:
                continue
            wrong.add(str(path[0]))
            yield _path(path), _reason(item["type"], item["msg"], str(path[-1]), is_top=len(path) == 1)
    yield from (problem for name, problem in _bad_ids(known) if name not in wrong)


def _bad_ids(known: dict[str, Value]) -> Iterator[tuple[str, Problem]]:
    parsers = {"region": parse_region, "service": parse_service_name, "functionName": parse_function_name}
    for name in PLACES:
        text = known.get(name)
        if isinstance(text, str) and not (name == "service" and not text):
            try:
                parsers[name](text)
            except IdError as error:
                yield name, (name, f"{error.message}: {error.hint}")
    failover, former = known.get("failover"), known.get("formerly")
    if isinstance(failover, dict):
        try:
            parse_region(str(failover.get("region")))
        except IdError as error:
            yield "failover", ("failover.region", f"{error.message}: {error.hint}")
    here = Address(parse_region("cn-hangzhou"), "unknown", "unknown")  # only whether they parse is asked
    for index, text in enumerate(former if isinstance(former, list) else ()):
        try:
            parse_former_address(str(text), here)
        except IdError as error:
            yield "formerly", (f"formerly[{index}]", f"{error.message}: {error.hint}")


def _path(path: tuple[int | str, ...]) -> str:
    """`checks[0].name`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def _reason(kind: str, message: str, name: str, *, is_top: bool) -> str:
    if kind == "missing":
        return "this property is required"
    if kind == "extra_forbidden":
        near = did_you_mean(name, NAMES) if is_top else ""
        return "unknown property" + (f"; {near}" if near else "")
    return message[0].lower() + message[1:]
