"""The oracle's own model of a world: what the clouds hold, what flows do, and what the registry's files say.

It shares nothing with the tool. Whoever changes a scene knows by that what is broken in it; see `truth`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Literal, NamedTuple

Language = Literal["python", "nodejs"]
Dialect = Literal["tracking", "plugin", "map"]
RUNTIMES: dict[Language, str] = {"python": "python3.10", "nodejs": "nodejs16"}
REGIONS = {"cn-hangzhou": "华东1（杭州）", "cn-shenzhen": "华南1（深圳）", "cn-beijing": "华北2（北京）"}


class Address(NamedTuple):
    """Where a function is; without a service it is one of FC 3.0."""

    region: str
    service: str
    name: str

    def __str__(self) -> str:
        return "/".join(part for part in self if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One handler in a package: what its code demands, what it takes too, and which fields it answers (None: one text)."""

    name: str = "handler"
    demands: frozenset[str] = frozenset()
    takes: frozenset[str] = frozenset()
    answers: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One package: a file in some language with its handlers. `version` makes two packages of the same content two."""

    language: Language
    entries: tuple[Entry, ...]
    file: str = "index"
    is_garbled: bool = False
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """What Function Compute holds at one address."""

    runtime: str
    handler: str
    code: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What a center was told of a function, as somebody typed it."""

    region: str
    service: str
    name: str

    def __str__(self) -> str:
        return "/".join(part for part in (self.region, self.service, self.name) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One function module: the id it holds, the name it shows (which proves nothing), what it passes, which fields it reads.

    `reads` None: it keeps the whole answer.
    """

    holds: str
    shows: str
    passes: frozenset[str]
    reads: frozenset[str] | None
    dialect: Dialect = "tracking"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One flow. Calls run `published`; `draft` is what nobody calls yet. `says` is spoken text."""

    name: str
    published: tuple[Module, ...] | None
    draft: tuple[Module, ...] | None = None
    says: str = ""


@dataclass(slots=True, kw_only=True)
class Center:
    """One call center of the registry."""

    name: str
    instance: str
    by_hand: bool = False  # registrations cannot be written by API: the tool says what a person has to do
    registrations: dict[str, Registration] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """One function as the registry's files want it. `centers` are those that may call it, with the id adopted there, if any."""

    address: Address
    centers: tuple[tuple[str, str | None], ...]
    formerly: tuple[Address, ...] = ()
    runtime: str | None = None
    handler: str | None = None
    memory: int | None = None
    inputs: tuple[tuple[str, bool], ...] | None = None  # name, required
    result: frozenset[str] | Literal["text"] | None = None


@dataclass(slots=True, kw_only=True)
class Scene:
    """Everything at one moment, and the numbers from which new names are made.

    `focus` is the address that the last change was about: what happens next is often about the same.
    """

    random: Random
    functions: dict[Address, Function] = field(default_factory=dict)
    centers: dict[str, Center] = field(default_factory=dict)
    specs: dict[str, Spec] = field(default_factory=dict)
    number: int = 0
    focus: Address | None = None

    def next(self) -> int:
        """A number that was not given yet."""
        self.number += 1
        return self.number

    def new_id(self) -> str:
        """An id as a center gives them: in no order, never twice."""
        return f"{self.random.getrandbits(32):08x}-{self.next():04x}"

    def modules(self) -> Iterator[tuple[Center, str, int]]:
        """Every function module that calls run: its center, its flow's id, its place in the flow."""
        for center in self.centers.values():
            for flow_id, flow in center.flows.items():
                for place in range(len(flow.published or ())):
                    yield center, flow_id, place

    def registered(self) -> list[tuple[Center, str]]:
        """Every registration, as center and id."""
        return [(center, identity) for center in self.centers.values() for identity in center.registrations]

    def reached(self, center: Center, identity: str) -> Address | None:
        """What the registration of that id names, None when the center has none or its region is none."""
        registration = center.registrations.get(identity)
        return None if registration is None else target_of(registration)

    def owners(self, address: Address) -> list[str]:
        """The uids whose spec wants that address."""
        return [uid for uid, spec in self.specs.items() if spec.address == address]


def region_of(text: str) -> str | None:
    """The region that a typed text means, by id or by the name that the console shows, in wide brackets or not; None: none."""
    wide = text.replace("(", "（").replace(")", "）")
    return next((region for region, shown in REGIONS.items() if wide in (region, shown)), None)


def target_of(registration: Registration) -> Address | None:
    """The address a registration names; None when its region is none."""
    region = region_of(registration.region)
    return None if region is None else Address(region, registration.service, registration.name)


def random_from(number: int) -> Random:
    """Chance that is the same for the same number."""
    return Random(number)  # noqa: S311  nothing secret: a failure must be repeatable
