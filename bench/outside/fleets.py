"""A company's functions before anything happens: teams with houses of their own, templates, copies, and what is in no registry."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from random import Random

from bench.outside import programs
from bench.outside.programs import Program
from bench.outside.words import CHINESE, COMPANIES, STYLES, THINGS, Name
from sync.core.matching.identity import Traits
from sync.specs.ids import Address, Region

DAY = 86_400.0
SYNC = 1_790_000_000.0  # when the lock was written
REGIONS = tuple(map(Region, ("cn-hangzhou", "cn-shanghai", "cn-beijing", "cn-shenzhen", "cn-zhangjiakou")))


@dataclass(frozen=True)
class Function:
    """A function as it lives, before anybody looks. `things` is what its job is about."""

    address: Address
    name: Name
    program: Program
    packing: int
    description: str
    runtime: str
    memory: int
    timeout: int
    environment: tuple[tuple[str, str], ...]
    created: float
    number: str
    things: tuple[str, ...]
    mark: str | None = None

    def at(self, address: Address, name: Name | None = None) -> Function:
        """The same at another address."""
        return replace(self, address=address, name=name or self.name)

    def traits(self, *, code: bool = True) -> Traits:
        """What the tool would know of it; without its code where that is not read."""
        code_print, signature = programs.read(self.program) if code else (None, None)
        return Traits(
            function_id=self.number,
            checksum=programs.checksum(self.program, self.packing),
            code=code_print,
            description=self.description,
            handler=self.program.handler,
            runtime=self.runtime,
            memory=self.memory,
            timeout=self.timeout,
            environment={_digest(name): _digest(name + "=" + value) for name, value in self.environment},
            signature=signature,
            created=float(int(self.created)),
        )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


@dataclass
class Team:
    """Who owns a service, or a group of functions of 3.0, and what they do alike."""

    rng: Random
    region: Region
    service: str
    language: str
    house: int
    style: str
    prefix: tuple[str, ...]
    settings: tuple[int, int]
    shared: tuple[tuple[str, str], ...]
    things: tuple[str, ...]
    describes: float
    template: Function | None = None
    taken: set[Address] = field(default_factory=set)

    def address(self, name: Name) -> Address:
        """Where a function of that name would live."""
        return Address(self.region, self.service, str(name))

    def make(self, *, created: float) -> Function:
        """A function with a job of its own, or another instance of the team's template."""
        rng = self.rng
        verb, things, title = programs.job(rng)
        if rng.random() < 0.6:
            things = (rng.choice(self.things), *things[1:])
            title = CHINESE[verb] + "".join(CHINESE[thing] for thing in things)
        name, address = self._named(verb, things)
        own = tuple((f"{thing.upper()}_{rng.choice(('TABLE', 'API', 'TPL', 'TOPIC'))}", f"{thing}-{rng.randrange(10**4)}") for thing in things)
        if self.template is not None and rng.random() < 0.33:
            return self._instance(self.template, name, address, title, own, created)
        program = programs.program_for(rng, things, self.language, self.house, title)
        memory, timeout = self.settings if rng.random() < 0.7 else (rng.choice((128, 256, 512, 1024)), rng.choice((3, 5, 10, 30, 60)))
        made = Function(
            address=address, name=name, program=program, packing=rng.getrandbits(32), description=self._said(title),
            runtime=rng.choice(programs.RUNTIMES[self.language]) if rng.random() < 0.2 else programs.RUNTIMES[self.language][0],
            memory=memory, timeout=timeout, environment=self.shared + (own if rng.random() < 0.6 else ()), created=created,
            number=f"{rng.getrandbits(64):016x}", things=things,
        )  # fmt: skip
        self.template = self.template or made
        return made

    def _named(self, verb: str, things: tuple[str, ...]) -> tuple[Name, Address]:
        while True:
            name = Name((*self.prefix, *programs.words(self.rng, verb, things)), self.style)
            if self.address(name) in self.taken:
                name = replace(name, words=(*name.words, self.rng.choice((*COMPANIES, *THINGS, "2", "3", "hz", "test"))))
            if self.address(name) not in self.taken:
                self.taken.add(self.address(name))
                return name, self.address(name)

    def _instance(self, of: Function, name: Name, address: Address, title: str, own: tuple[tuple[str, str], ...], created: float) -> Function:
        """The template's package as it is, or with constants of its own; settings and variables of its own."""
        rng, program, packing = self.rng, of.program, of.packing
        if rng.random() < 0.4:
            program = replace(programs.edited(rng, program, 0.1, of.things), title=title)
            packing = rng.getrandbits(32)
        return replace(
            of, address=address, name=name, program=program, packing=packing, description=self._said(title), environment=self.shared + own,
            created=created, number=f"{rng.getrandbits(64):016x}",
        )  # fmt: skip

    def _said(self, title: str) -> str:
        rng = self.rng
        return (title + rng.choice(("", "", "函数", "接口", "，IVR用", "（新）"))) if rng.random() < self.describes else ""


def team(rng: Random, taken: set[Address]) -> Team:
    """A team with a service of its own, or with functions of 3.0."""
    language = rng.choices(("python", "node", "java", "go", "php"), (50, 32, 8, 5, 5))[0]
    things = tuple(rng.sample(THINGS, 3))
    service = str(Name((rng.choice(COMPANIES), things[0], rng.choice(("service", "svc", "ivr", "center"))), rng.choice(STYLES)))
    shared = (("LOG_LEVEL", "info"), ("REDIS_HOST", f"r-{rng.randrange(10**4)}.redis"), ("DB_HOST", f"rm-{rng.randrange(10**3)}.rds"))
    return Team(
        rng=rng, region=rng.choices(REGIONS, (50, 25, 12, 8, 5))[0], service=service if rng.random() < 0.6 else "", language=language,
        house=rng.randrange(3), style=rng.choice(STYLES), prefix=(rng.choice(COMPANIES),) if rng.random() < 0.4 else (),
        settings=(rng.choice((128, 256, 512)), rng.choice((3, 10, 30, 60))), shared=shared[: rng.randint(0, 3)], things=things,
        describes=rng.choice((0.1, 0.5, 0.9)), taken=taken,
    )  # fmt: skip


def fleet(rng: Random, size: int) -> tuple[list[tuple[Team, list[Function]]], list[Function]]:
    """So many functions by team, and some that were never registered."""
    teams: list[tuple[Team, list[Function]]] = []
    taken: set[Address] = set()
    left = size
    while left:
        one = team(rng, taken)
        born = SYNC - rng.uniform(40, 1000) * DAY
        count = min(left, 1 + int(rng.lognormvariate(2.0, 0.8)))
        teams.append((one, [one.make(created=born + rng.choice((60.0, 5 * DAY)) * at * rng.random()) for at in range(count)]))
        left -= count
    others = [rng.choice(teams)[0].make(created=SYNC - rng.uniform(2, 900) * DAY) for _ in range(size // 4)]
    return teams, others
