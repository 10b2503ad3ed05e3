"""What a program states of a registration, checked property by property."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from infra.wire import UNKNOWN, Problem, Properties, Value, is_unknown, like, plain
from sync.specs.ids import (
    Address,
    IdError,
    parse_former_address,
    parse_function_name,
    parse_region,
    parse_service_name,
)
from sync.specs.models import Check, Failover, RegistrationMode, SignatureSpec
from sync.specs.wording import did_you_mean

PLACES = ("region", "service", "functionName")
# What says something about the registration in its center. The rest tells this provider how to go about it.
SHOWN = ("instanceId", *PLACES, "description", "role", "failover")
LOCAL = frozenset({"revision"})  # says nothing of the registration, but asks for its checks again
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


def differences(olds: Properties, news: Properties) -> tuple[str, ...]:
    """The inputs that call for an update. What a program does not state is left as it is, and so is no difference."""
    stated = [name for name in SHOWN if name in news and olds.get(name) != news[name]]
    again = [name for name in sorted(LOCAL) if name in news and olds.get(name) != news[name]]
    return (*stated, *again)


def may_misfit(olds: Properties, news: Properties) -> bool:
    """Whether it is to point elsewhere, or at other code, and it is known where."""
    is_moved = any(olds.get(name) != news.get(name) for name in PLACES)
    return not is_unknown(news) and (is_moved or not LOCAL.isdisjoint(differences(olds, news)))


def replacing(names: tuple[str, ...]) -> tuple[str, ...]:
    """Those among them that make another registration of it."""
    return tuple(name for name in names if name in REPLACING)


def previewed(inputs: Properties, olds: Properties) -> Properties:
    """The outputs as far as they are known before anything is done."""
    return {**inputs, "registrationId": olds.get("registrationId", UNKNOWN), "byHand": UNKNOWN}


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
