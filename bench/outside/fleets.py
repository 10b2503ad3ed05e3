"""A company's functions before anything happens: teams with ways of their own, templates, and what is in no registry."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from random import Random

from bench.outside import programs
from bench.outside.programs import Program
from bench.outside.words import COMPANIES, STYLES, THINGS, Name
from sync.core.matching.identity import Traits
from sync.specs.ids import Address, Region

DAY = 86_400.0
SYNC = 1_790_000_000.0  # when the lock was written
REGIONS = tuple(map(Region, ("cn-hangzhou", "cn-shanghai", "cn-beijing", "cn-shenzhen", "cn-zhangjiakou")))
MEMORY, TIMEOUT = (128, 256, 512, 1024), (3, 5, 10, 30, 60)
Variables = tuple[tuple[str, str], ...]


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
    environment: Variables
    created: float
    number: str
    things: tuple[str, ...]
    mark: str | None = None

    def traits(self, *, code: bool) -> Traits:
        """What the tool would know of it; without its code where that is not read."""
        code_print, signature = programs.read(self.program) if code else (None, None)
        return Traits(
            function_id=self.number, checksum=programs.checksum(self.program, self.packing), code=code_print,
            description=self.description, handler=self.program.handler, runtime=self.runtime, memory=self.memory,
            timeout=self.timeout, signature=signature, created=float(int(self.created)),
            environment={_digest(name): _digest(f"{name}={value}") for name, value in self.environment},
        )  # fmt: skip


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def number(rng: Random) -> str:
    """A FunctionId."""
    return f"{rng.getrandbits(64):016x}"


@dataclass
class Team:
    """Who owns a service, or a group of functions of 3.0, and what they do alike."""

    rng: Random
    region: Region
    service: str
    language: str
    style: str
    prefix: tuple[str, ...]
    shared: Variables
    things: tuple[str, ...]
    describes: float
    taken: set[Address]
    house: int
    memory: int
    timeout: int
    template: Function | None = field(default=None)

    def make(self, *, created: float) -> Function:
        """A function with a job of its own, or another instance of the team's template."""
        rng = self.rng
        words, things, title = programs.job(rng, self.things)
        name = self._named(words)
        kinds = [f"{thing.upper()}_{rng.choice(('TABLE', 'API', 'TPL', 'TOPIC'))}" for thing in things]
        own = tuple((kind, f"{things[0]}-{rng.randrange(10**4)}") for kind in kinds)
        is_usual, is_instance = rng.random() < 0.7, self.template is not None and rng.random() < 0.33
        made = Function(
            address=Address(self.region, self.service, str(name)), name=name, packing=rng.getrandbits(32), things=things,
            program=programs.program_for(rng, things, self.language, self.house, title),
            description=title + rng.choice(("", "", "函数", "接口", "，IVR用", "（新）")) if rng.random() < self.describes else "",
            runtime=programs.RUNTIMES[self.language][0] if rng.random() < 0.8 else rng.choice(programs.RUNTIMES[self.language]),
            memory=self.memory if is_usual else rng.choice(MEMORY), timeout=self.timeout if is_usual else rng.choice(TIMEOUT),
            environment=self.shared + (own if is_instance or rng.random() < 0.6 else ()), created=created, number=number(rng),
        )  # fmt: skip
        if is_instance and self.template is not None:
            return self._instance(self.template, made, title)
        self.template = self.template or made
        return made

    def _named(self, words: tuple[str, ...]) -> Name:
        name = Name((*self.prefix, *words), self.style)
        while Address(self.region, self.service, str(name)) in self.taken:
            name = replace(name, words=(*name.words, self.rng.choice((*COMPANIES, *THINGS, "2", "3", "hz", "test"))))
        self.taken.add(Address(self.region, self.service, str(name)))
        return name

    def _instance(self, of: Function, made: Function, title: str) -> Function:
        """The template's very package, or one with constants of its own; the description and variables are its own."""
        rng, program, packing = self.rng, of.program, of.packing
        if rng.random() < 0.4:
            program = replace(programs.edited(rng, program, 0.1, of.things), title=title)
            packing = rng.getrandbits(32)
        made = replace(made, program=program, packing=packing, things=of.things)
        return replace(made, runtime=of.runtime, memory=of.memory, timeout=of.timeout)


def _team(rng: Random, taken: set[Address]) -> Team:
    things = tuple(rng.sample(THINGS, 3))
    service = Name((rng.choice(COMPANIES), things[0], rng.choice(("service", "svc", "ivr", "center"))), rng.choice(STYLES))
    host = f"{rng.randrange(10**4)}.example"
    shared = (("LOG_LEVEL", "info"), ("REDIS_HOST", f"redis-{host}"), ("DB_HOST", f"rds-{host}"))
    return Team(
        rng=rng, region=rng.choices(REGIONS, (50, 25, 12, 8, 5))[0], service=str(service) if rng.random() < 0.6 else "",
        language=rng.choices(tuple(programs.RUNTIMES), (50, 32, 8, 5, 5))[0], house=rng.randrange(programs.HOUSES),
        style=rng.choice(STYLES), prefix=(rng.choice(COMPANIES),) if rng.random() < 0.4 else (), shared=shared[: rng.randint(0, 3)],
        memory=rng.choice(MEMORY[:3]), timeout=rng.choice(TIMEOUT), things=things, taken=taken,
        describes=rng.choice((0.1, 0.5, 0.9)),
    )  # fmt: skip


def fleet(rng: Random, size: int) -> tuple[list[tuple[Team, list[Function]]], list[Function]]:
    """So many functions by team, and some that were never registered."""
    teams: list[tuple[Team, list[Function]]] = []
    taken: set[Address] = set()
    left = size
    while left:
        one, born = _team(rng, taken), SYNC - rng.uniform(40, 1000) * DAY
        count = min(left, 1 + int(rng.lognormvariate(2.0, 0.8)))
        teams.append((one, [one.make(created=born + rng.choice((60.0, 5 * DAY)) * rng.random()) for _ in range(count)]))
        left -= count
    return teams, [rng.choice(teams)[0].make(created=SYNC - rng.uniform(2, 900) * DAY) for _ in range(size // 4)]
