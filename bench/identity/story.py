"""Hard worlds: what happened to a fleet since the last sync, and which living function each uid really is.

The shares are those that histories of public repositories show: 22 % renamed or moved, more than half of them several at a time;
of the names a fifth is new altogether. Whether code, settings, handler and description change as well depends on the level.
Every world draws its own habits, so that a figure over many worlds is not one of a single company.
"""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from bench.identity.fleet import FIELDS, NOUNS, PINYIN, REGIONS, STYLES, VARIABLES, VERBS, Habits, Job, Maker, remade
from sync.core.matching.identity import Candidate, Known
from sync.specs.ids import Address, Uid

Level = Literal["easy", "hard", "extreme"]
Marks = Literal["none", "half", "all"]
LEVELS: tuple[Level, ...] = ("easy", "hard", "extreme")
MARKS: tuple[Marks, ...] = ("none", "half", "all")
TODAY = 1_800_000_000.0
# Shares per level: code edited, packed anew, settings, handler text, description changed with a move; how alike edited code stays.
EDITED = {"easy": 0.30, "hard": 0.70, "extreme": 0.85}
REPACKED = {"easy": 0.25, "hard": 0.5, "extreme": 0.7}
SETTINGS = {"easy": 0.12, "hard": 0.25, "extreme": 0.45}
HANDLER = {"easy": 0.15, "hard": 0.33, "extreme": 0.4}
DESCRIBED = {"easy": 0.1, "hard": 0.2, "extreme": 0.35}
SIGNED = {"easy": 0.1, "hard": 0.2, "extreme": 0.35}
LIKENESS = {"easy": (0.7, 0.83, 0.92, 0.98), "hard": (0.5, 0.78, 0.92, 0.98), "extreme": (0.3, 0.6, 0.83, 0.95)}
MOVED = 0.22
ABBREVIATED = {
    "query": "qry", "user": "usr", "message": "msg", "number": "num", "address": "addr", "account": "acct", "customer": "cust",
    "calculate": "calc", "validate": "val", "notify": "notif",
}  # fmt: skip
KINDS = {"several": 33, "one": 30, "all": 19, "spelling": 18, "inflected": 15, "suffix": 12, "shorter": 10, "prefix": 8, "slip": 19}
NEWER = {"python3.9": "python3.10", "nodejs14": "nodejs18", "nodejs16": "nodejs20"}


@dataclass
class World:
    """One question with its answer. A uid that `truth` has as None is gone, or is no longer one function."""

    seed: int
    level: Level
    marks: Marks
    known: list[Known] = field(default_factory=list)
    living: list[Candidate] = field(default_factory=list)
    truth: dict[Uid, Address | None] = field(default_factory=dict)
    events: dict[Uid, str] = field(default_factory=dict)
    modules: dict[Uid, int] = field(default_factory=dict)  # of flows, that call it

    @property
    def moved(self) -> list[Known]:
        """The functions that no longer live where they were, whether gone or elsewhere."""
        return [known for known in self.known if self.truth[known.uid] != known.was]


class Story(ABC):
    """Tells a world: each function of the fleet meets one event."""

    def __init__(self, seed: int, size: int, level: Level, marks: Marks, habits: Habits) -> None:
        self.rng = random.Random(f"{seed}/{size}/{level}/{marks}")
        self.level: Level = level
        self.maker = Maker(self.rng, TODAY, habits)
        self.world = World(seed=seed, level=level, marks=marks)
        self.living: dict[Address, Job] = {}
        self.taken: set[Address] = set()
        self.points: dict[str, tuple[Address, ...]] = {}
        self.teams = [self.maker.team(number) for number in range(habits.teams or max(3, size // 12))]
        self.team_of: dict[str, list[str]] = defaultdict(list)
        self.jobs: dict[str, Job] = {}
        self._found(size, marks)
        self._play()
        self._tell()

    def _found(self, size: int, marks: Marks) -> None:
        """The fleet as the last sync saw it; some functions never had a uid."""
        share = {"none": 0.0, "half": 0.5, "all": 1.0}[marks]
        while len(self.jobs) < size:
            team = self.rng.choice(self.teams)
            job = self.maker.job(team)
            if not self._free(job.address):
                continue
            uid = f"uid-{len(self.jobs):05}"
            job = replace(job, mark=uid) if self.rng.random() < share else job
            self.taken.add(job.address)
            self.jobs[uid] = job
            self.team_of[f"{team.region}/{team.service}/{team.is_3}"].append(uid)
        for _ in range(size // 6):
            self._live(self.maker.job(self.rng.choice(self.teams)))

    def _free(self, address: Address) -> bool:
        return address not in self.taken

    def _live(self, job: Job) -> bool:
        """Let it live, unless something else does there."""
        if not self._free(job.address) or job.address in self.living:
            return False
        self.living[job.address] = job
        self.taken.add(job.address)
        return True

    def _end(self, uid: str, event: str, job: Job | None) -> None:
        """What became of a uid; a job whose place is taken stays where it was."""
        before = self.jobs[uid]
        if job is not None and job.address != before.address and not self._live(job):
            event, job = "stayed", before
        if job is not None and job.address == before.address:
            self.living[job.address] = job
        self.world.truth[Uid(uid)] = job.address if job else None
        self.world.events[Uid(uid)] = event

    def _play(self) -> None:
        size = len(self.jobs)
        left = dict.fromkeys(self.rng.sample(sorted(self.jobs), size))
        quota = round(size * MOVED)
        whole = [team for team in self.team_of.values() if len(team) > 2]
        self.rng.shuffle(whole)
        while whole and quota > round(size * MOVED * 0.46):
            uids = [uid for uid in whole.pop() if uid in left]
            self._together(uids)
            for uid in uids:
                del left[uid]
            quota -= len(uids)
        order = list(left)
        for _ in range(max(0, quota)):
            if order:
                self._alone(order.pop())
        self._decoys(order, size)
        for uid in order:
            self._stay(uid)

    @abstractmethod
    def _decoys(self, order: list[str], size: int) -> None:
        """Take uids off the order, and play a decoy with each."""

    @abstractmethod
    def _stay(self, uid: str) -> None:
        """Nothing much happens."""

    @abstractmethod
    def _copy(self, job: Job, *, staging: bool) -> None:
        """Another one like it, for other purposes."""

    # What really moves

    def _together(self, uids: list[str]) -> None:
        """A whole service is renamed, moved to another region, or migrated to 3.0."""
        if not uids:
            return
        first = self.jobs[uids[0]]
        ways = ["service", "region", "rename"] + (["migrate", "migrate"] if not first.is_3 else [])
        way = self.rng.choice(ways)
        region = self.rng.choice([region for region in REGIONS if region != first.region])
        service = self._new_service(first.service)
        joint = self.rng.choice(["", "-", "_", "__"])
        style = self.rng.choice(STYLES[:3])
        for uid in uids:
            job = self.jobs[uid]
            changes: dict[str, object] = {}
            if way == "service" and not job.is_3:
                changes = {"service": service}
            elif way == "migrate":
                changes = {"is_3": True, "name": job.service + joint + job.address.name if joint else job.address.name}
            elif way == "region":
                changes = {"region": region}
            else:
                changes = {"style": style, "name": ""} if style != job.style else {"name": f"{service}-{job.address.name}"[:128]}
            self._end(uid, f"whole {way}", self._changed(remade(job, self.maker, **changes), likely=0.7))
            self._aftermath(uid)

    def _alone(self, uid: str) -> None:
        job = self.jobs[uid]
        draw = self.rng.random()
        if draw < 0.60:
            event, new = "renamed", self._renamed(job)
        elif draw < 0.82:
            team = self.rng.choice(self.teams)
            target = team.service if self.rng.random() < 0.6 else self._new_service(job.service)
            event, new = "service", remade(job, self.maker, service=target) if not job.is_3 else self._renamed(job)
        elif draw < 0.90:
            event, new = "region", remade(job, self.maker, region=self.rng.choice(REGIONS))
        elif draw < 0.96:
            event, new = "renamed and moved", replace(self._renamed(job), service=self.rng.choice(self.teams).service)
        else:
            event, new = "migrated", remade(job, self.maker, is_3=True, name=f"{job.service}_{job.address.name}")
        self._end(uid, event, self._changed(new, likely=1.0))
        self._aftermath(uid)

    def _aftermath(self, uid: str) -> None:
        """Somebody repointed the registration; a staging copy, a clone or blue beside green lives on."""
        to = self.world.truth[Uid(uid)]
        if to is None or to == self.jobs[uid].address:
            return
        if self.rng.random() < 0.1:
            self.points[uid] = (to,)
        draw = self.rng.random()
        if draw < 0.04:
            self._copy(self.jobs[uid], staging=True)
        elif draw < 0.07:
            self._copy(self.living[to], staging=False)
        elif draw < 0.09:  # the name that was freed goes to something else
            old = self.jobs[uid]
            stranger = self.maker.job(self.rng.choice(self.teams))
            self.living[old.address] = remade(stranger, self.maker, **place_of(old), flows=frozenset())  # fmt: skip

    def _changed(self, job: Job, likely: float) -> Job:
        """What else changes with a move."""
        rng, level = self.rng, self.level
        job = self._recoded(job)
        if rng.random() < SETTINGS[level] * likely:
            job = self._resettled(job)
        if rng.random() < HANDLER[level]:
            handlers = [f"src/{job.handler}", "main.handler", "index.main", f"{rng.choice(job.words)}.handler"]
            job = replace(job, handler=rng.choice(handlers))
        if rng.random() < DESCRIBED[level]:
            job = replace(job, description=rng.choice(["", f"{job.description} v2".strip(), " ".join(job.words)]))
        if rng.random() < 0.8:  # another function, other flows of its own; those that stay call it by its registration
            job = replace(job, flows=job.flows if rng.random() < 0.15 else frozenset())
        return replace(job, mark=None) if job.mark and rng.random() < 0.1 else job

    def _recoded(self, job: Job) -> Job:
        rng, level = self.rng, self.level
        if rng.random() >= EDITED[level]:
            return replace(job, layout=rng.getrandbits(30)) if rng.random() < REPACKED[level] else job
        low, quarter, half, high = LIKENESS[level]
        likeness = rng.uniform(*rng.choice([(low, quarter), (quarter, half), (half, high), (quarter, high)]))
        job = replace(job, pieces=self.maker.edited(job.pieces, likeness), layout=rng.getrandbits(30))
        if rng.random() >= SIGNED[level]:
            return job
        return replace(job, inputs=(*job.inputs[rng.randint(0, 1) :], rng.choice(FIELDS)))

    def _resettled(self, job: Job) -> Job:
        rng = self.rng
        environment = dict(job.environment)
        match rng.randint(0, 4):
            case 0:
                timeout = rng.choice([job.timeout, 3, 10, 30, 60, 120])  # often a profile is changed as a whole
                return replace(job, memory=rng.choice([128, 256, 512, 1024, 2048]), timeout=timeout)
            case 1:
                return replace(job, timeout=rng.choice([3, 10, 30, 60, 120]))
            case 2:
                return replace(
                    job,
                    runtime={"python3.9": "python3.10", "nodejs14": "nodejs18", "nodejs16": "nodejs20"}.get(
                        job.runtime, job.runtime
                    ),
                )
            case 3:
                environment[rng.choice(VARIABLES)] = f"v-{rng.getrandbits(30):x}"
            case _:
                for name in list(environment):
                    if rng.random() < 0.4:
                        environment[name] = f"v-{rng.getrandbits(30):x}"
        return replace(job, environment=environment)

    def _new_service(self, old: str) -> str:
        rng = self.rng
        return rng.choice(
            [
                f"{old}-v2",
                f"ivr-{old}",
                f"{rng.choice(NOUNS)}-{rng.choice(['service', 'svc', 'center'])}",
                old.replace("-", "_") + "s",
            ]
        )

    def _renamed(self, job: Job) -> Job:
        """A new name, of the kinds and in the shares that histories show."""
        kind = self.rng.choices(list(KINDS), list(KINDS.values()))[0]
        style = self.rng.choice([other for other in STYLES if other != job.style]) if kind == "spelling" else job.style
        return remade(job, self.maker, words=tuple(self._reworded(list(job.words), kind)), style=style, name="")

    def _reworded(self, words: list[str], kind: str) -> list[str]:
        rng, pool = self.rng, PINYIN if words[0] in PINYIN else VERBS + NOUNS
        at = rng.randrange(len(words))
        other = [*words[:at], rng.choice(pool), *words[at + 1 :]]
        inflected = rng.choice([f"{words[at]}s", f"{words[at].rstrip('e')}ing", f"{words[at]}ed"])
        ways: dict[str, Callable[[], list[str]]] = {
            "several": lambda: [rng.choice(pool), *other[1:], *rng.sample(pool, rng.randint(0, 1))],
            "one": lambda: other,
            "all": lambda: rng.sample(pool, rng.choice([1, 2, 3])),
            "spelling": lambda: words,
            "inflected": lambda: [*words[:at], inflected, *words[at + 1 :]],
            "suffix": lambda: [*words, rng.choice(["v2", "handler", "function", "new", "api", "ivr", rng.choice(pool)])],
            "shorter": lambda: words[1:] if len(words) > 1 else [*words, "fn"],
            "prefix": lambda: [rng.choice(["ivr", "ccc", "fc", "hotline", rng.choice(pool)]), *words],
            "slip": lambda: self._slipped(words, at),
        }
        return ways[kind]()

    def _slipped(self, words: list[str], at: int) -> list[str]:
        """Abbreviated where that is usual, else a letter is lost."""
        short = [ABBREVIATED.get(word, word) for word in words]
        cut = self.rng.randrange(1, max(2, len(words[at])))
        return short if short != words else [*words[:at], words[at][:cut] + words[at][cut + 1 :], *words[at + 1 :]]

    def _tell(self) -> None:
        """Every other world has a lock that does not say when it was written."""
        seen = TODAY if self.world.seed % 2 else None
        self.world.known = [
            Known(
                uid=Uid(uid),
                address=job.address,
                recorded=job.address,
                traits=job.traits,
                seen=seen,
                points_at=self.points.get(uid, (job.address,)),
            )
            for uid, job in self.jobs.items()
        ]
        self.world.modules = {Uid(uid): len(job.flows) for uid, job in self.jobs.items()}
        self.world.living = [Candidate(address=address, traits=job.traits, mark=job.mark) for address, job in self.living.items()]
        self.rng.shuffle(self.world.living)
        assert self.world.truth.keys() == {known.uid for known in self.world.known}


def place_of(job: Job) -> dict[str, object]:
    """Whatever makes its address."""
    return {
        "words": job.words, "style": job.style, "name": job.name, "service": job.service, "region": job.region, "is_3": job.is_3,
    }  # fmt: skip
