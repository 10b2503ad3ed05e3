"""Whole worlds: what a call center's platform team recorded once, what lives a while later, and what became of each."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from hashlib import blake2b

from bench.judge.handlers import Program, checksum, edited, read, written_anew
from bench.judge.words import ALL, CASES, Words, joined, renamed, subject
from sync.core.matching.identity import Candidate, Known, Traits
from sync.core.signature import sources
from sync.specs.ids import Address, Region, Uid

REGIONS = ("cn-hangzhou", "cn-shanghai", "cn-beijing", "cn-shenzhen", "cn-chengdu")
SYNCED, DAY = 1_760_000_000.0, 86_400.0
OLD = (0, 0, 0.4, 0, 1)  # share of records that lack print, description, variables and time, by seed
_WORDS = tuple(one[0] for one in ALL)
_ENDS, _COPIES = ("gone", "beside", "takeover", "gone-reused", "split"), ("left-behind", "clone", "staging", "blue-green")
EVENTS = {
    "rename": 30, "service": 12, "region": 7, "migrate": 9, "several": 6, "whole-service": 1.5, "whole-region": 1,
    "whole-migration": 1, "whole-prefix": 1, "gone": 8, "beside": 6, "takeover": 3, "left-behind": 5, "clone": 6, "staging": 5,
    "blue-green": 5, "swap-anew": 2, "swap-upload": 2, "reused": 5, "gone-reused": 3, "replaced": 4, "split": 3, "joined": 3,
    "namesake": 4, "prepared": 2, "declared": 2, "pending": 1, "never-recorded": 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployed:
    """A function that lives, or lived."""

    program: Program
    packing: int
    words: Words
    case: str
    settings: tuple[str, int, int]  # runtime, memory, timeout
    environment: tuple[tuple[str, str], ...]
    description: str
    created: float
    function_id: str
    mark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A world with its truth: the address of each uid now, None where it lives no more, and what happened to it."""

    known: tuple[Known, ...]
    living: tuple[Candidate, ...]
    truth: dict[Uid, Address | None]
    events: dict[Uid, str]


def make(seed: int, size: int, level: float, marks: float) -> Made:
    """A world of that many recorded functions: `level` of those that move are edited too, and that share of them is marked."""
    fleet = Fleet(random.Random(f"judge/{seed}/{size}/{level}/{marks}"), level)
    fleet.settle(size, marks)
    fleet.live_on(size)
    return fleet.made(old=OLD[seed % len(OLD)])


class Fleet:
    """The functions of one company."""

    def __init__(self, rng: random.Random, level: float) -> None:
        self.rng, self.level, self.living = rng, level, dict[Address, Deployed]()
        self.home, self.record, self.now = dict[Uid, Address](), dict[Uid, Deployed](), dict[Uid, Address | None]()
        self.events, self.points, self.wanted = dict[Uid, str](), dict[Uid, Address](), dict[Uid, Address]()
        self.alike, self.common, self.copies = rng.uniform(0.1, 0.8), rng.uniform(0.3, 0.95), rng.choice((0, 0.1, 0.3))
        self.marked, self.regions = 0.0, rng.sample(REGIONS, rng.randint(1, 4))
        self.company = [
            (rng.choice(("LOG_LEVEL", "TZ", "REDIS", "STAGE", "TRACE", "REGION")), rng.choice(_WORDS)) for _ in range(4)
        ]
        self.usual = rng.choice((256, 512, 1024)), rng.choice((5, 10, 60))
        self.telling = rng.choice((0.0, 0.5, 0.9))  # share with a description of its own
        self.prefix = rng.choice(((), (), ("ivr",), ("cc",), ("fn", "prod")))
        self.pinyin, self.library = rng.choice((0, 0, 0.2, 0.8)), rng.choice((0, 0, 1, 2))
        self.languages = rng.choice((("python",), ("js",), ("python", "js")))

    def settle(self, size: int, marks: float) -> None:
        """Everything that lives at the last sync; what is of others, and in no registry, too."""
        rng, self.marked = self.rng, marks
        count = max(2, size // rng.randint(6, 40))
        services = [joined((rng.choice(_WORDS), rng.choice(("svc", "center", "api", "ivr"))), "kebab") for _ in range(count)]
        teams = [(rng.choice(self.regions), rng.choice((service, service, "")), rng.choice(CASES)) for service in services]
        templates = [written_anew(rng, _WORDS, rng.choice(self.languages), self.library) for _ in range(max(1, size // 20))]
        while len(self.home) < size:
            region, service, case = rng.choice(teams)
            one = self._new(case, templates if rng.random() < self.alike else ())
            places = [region, *(other for other in self.regions if other != region and rng.random() < self.copies)]
            recorded = rng.random() < 0.75
            for place in places:
                address = self._free(Address(Region(place), service, joined(one.words, case)))
                self._settle_one(address, replace(one, function_id=self._id()), recorded=recorded)

    def _settle_one(self, address: Address, one: Deployed, *, recorded: bool) -> None:
        if recorded:
            uid = Uid(f"f{len(self.home)}-{joined(one.words, 'kebab')}".lower())
            mark = str(uid) if self.rng.random() < self.marked else None
            one = replace(one, mark=mark)
            self.home[uid], self.record[uid], self.now[uid], self.events[uid] = address, one, address, "stays"
        self.living[address] = one

    def _new(self, case: str, templates: tuple[Program, ...] | list[Program] = ()) -> Deployed:
        rng, about = self.rng, subject(self.rng)
        told = "".join(one[2] for one in about) if rng.random() < 0.6 else " ".join(one[0] for one in about)
        words = (*self.prefix, *(one[1 if rng.random() < self.pinyin else 0] for one in about))
        topic = (*(one[0] for one in about), rng.choice(_WORDS), rng.choice(_WORDS))
        program = written_anew(rng, topic, rng.choice(self.languages), self.library)
        if templates:
            base = rng.choice(templates)
            program = rng.choice((base, replace(base, table=program.table, comment=program.comment), edited(base, rng, topic)))
        own = [
            (f"{rng.choice(topic).upper()}_{rng.choice(('URL', 'DB', 'KEY', 'ID'))}", str(rng.randint(1, 9999))) for _ in range(3)
        ]
        memory, timeout = self.usual if rng.random() < self.common else (rng.choice((128, 512, 2048)), rng.choice((3, 30, 120)))
        runtime = ("python3.10" if rng.random() < 0.9 else "python3.9") if program.language == "python" else "nodejs16"
        shared = [pair for pair in self.company if rng.random() < self.common]
        return Deployed(
            program=program, packing=0, words=words, case=case, settings=(runtime, memory, timeout),
            environment=tuple(dict((*shared, *own[: rng.randint(0, 3)])).items()),
            description=told if rng.random() < self.telling else rng.choice(("", "IVR函数")),
            created=SYNCED - rng.randint(1, 60) * rng.randint(1, 15) * DAY, function_id=self._id(),
        )  # fmt: skip

    def _id(self) -> str:
        return f"{self.rng.getrandbits(64):016x}"

    def _free(self, address: Address) -> Address:
        while address in self.living or address in self.home.values():
            address = replace(address, name=f"{address.name}{self.rng.randint(2, 99)}")
        return address

    def live_on(self, size: int) -> None:
        """What happens until the check."""
        rng, quiet = self.rng, list(self.home)
        rng.shuffle(quiet)
        left = max(3, round(size * rng.uniform(0.08, 0.3)))
        while left > 0 and len(quiet) > 1:
            event, uid = rng.choices(list(EVENTS), list(EVENTS.values()))[0], quiet.pop()
            of = [uid, *self._company_of(event, uid, quiet, left)]
            quiet = [one for one in quiet if one not in set(of)] if len(of) > 1 else quiet
            left -= len(of)
            self._happen(event, of)
        for uid in quiet:
            if rng.random() < self.level * 0.25:
                self.living[self.home[uid]] = self._edited(self.living[self.home[uid]])
        for _ in range(round(size * rng.uniform(0, 0.08))):
            like = rng.choice(list(self.record.values()))
            self._put(Address(Region(rng.choice(self.regions)), "", "x"), self._new(like.case, [like.program] * rng.choice((0, 1))))

    def _company_of(self, event: str, uid: Uid, quiet: list[Uid], left: int) -> list[Uid]:
        if event.startswith(("swap", "joined")):
            return [max(quiet, key=partial(self._fits, uid))]
        home = self.home[uid]
        same = [one for one in quiet if (self.home[one].region, self.home[one].service) == (home.region, home.service)]
        return same[: min(left, self.rng.randint(4, 40))] if event.startswith("whole") else []

    def _fits(self, uid: Uid, other: Uid) -> tuple[bool, bool, bool]:
        one, two, here, there = self.record[uid].program, self.record[other].program, self.home[uid], self.home[other]
        return one.language == two.language, one != two, (here.region, here.service) == (there.region, there.service)

    def _happen(self, event: str, of: list[Uid]) -> None:
        rng = self.rng
        if event.startswith("swap") and not all(self._fits(of[0], of[1])[:2]):
            return
        moves = ("service" in event or "migrat" in event) and not self.home[of[0]].service
        self.events.update(dict.fromkeys(of, event := "rename" if moves else event))
        region, service = Region(rng.choice(REGIONS)), joined((rng.choice(_WORDS), "core"), rng.choice(CASES))
        if event in {"swap-anew", "swap-upload"}:
            self._swap(event, of[0], of[1])
        elif event == "joined":
            self._join(of[0], of[1])
        elif event.startswith("whole") or event in {"rename", "service", "region", "migrate", "several"}:
            form = rng.choice(("{1}", "{0}-{1}", "{0}_{1}", "{0}__{1}"))
            for uid in of:
                self._move(uid, self._target(event, uid, (region, service, form)))
        else:
            handle = self._end if event in _ENDS else self._copied if event in _COPIES else self._else
            handle(event, of[0])

    def _target(self, event: str, uid: Uid, to: tuple[Region, str, str]) -> Address:
        home, (region, service, form) = self.home[uid], to
        if "migrat" in event and home.service:
            return Address(home.region, "", form.format(home.service, home.name))
        if "region" in event:
            return replace(home, region=region if region != home.region else Region("cn-qingdao"))
        if event.endswith("prefix"):
            return replace(home, name=f"{service.split('core')[0].strip('-_')}-{home.name}")
        moved = replace(home, service=service) if "service" in event and home.service else home
        moved = replace(home, region=region, service=home.service and service) if event == "several" else moved
        keeps = moved != home and event != "several" and self.rng.random() > self.level * 0.3
        return moved if keeps else self._renamed(moved, uid)

    def _renamed(self, at: Address, uid: Uid) -> Address:
        words, case = renamed(self.record[uid].words, self.record[uid].case, self.rng)
        return replace(at, name=joined(words, case) or "fn")

    def _put(self, at: Address, one: Deployed, *, before: bool = False, near: bool = True) -> Address:
        """Made anew, there or near it."""
        to = self._free(replace(at, name=joined(one.words, one.case)) if at.name == "x" else at) if near else at
        created = SYNCED - self.rng.random() * 90 * DAY if before else SYNCED + self.rng.random() * 20 * DAY + 60
        self.living[to] = replace(one, created=created, function_id=self._id())
        return to

    def _move(self, uid: Uid, to: Address, *, before: bool = False) -> None:
        one = self.living.pop(self.home[uid])
        kept = replace(one, mark=one.mark if self.rng.random() < 0.95 else None)
        self.now[uid] = self._put(to, self._edited(kept), before=before)
        if self.rng.random() < (0.5 if before else 0.25):
            self.points[uid] = self.now[uid] or to

    def _edited(self, one: Deployed) -> Deployed:
        rng, level, (runtime, memory, timeout) = self.rng, self.level, one.settings
        program = edited(one.program, rng, (*one.words, rng.choice(_WORDS))) if rng.random() < level else one.program
        if rng.random() < level * 0.4:
            program = replace(
                program, file=rng.choice(("index", "main", "app", "src")), entry=rng.choice(("handler", "main", "run"))
            )
        if rng.random() < level * 0.5:
            memory, timeout = rng.choice((memory, memory * 2, 512)), rng.choice((timeout, timeout * 2, 15))
        if program.language != one.program.language or rng.random() < level * 0.1:
            runtime = (
                rng.choice(("python3.10", "python3.9")) if program.language == "python" else rng.choice(("nodejs16", "nodejs14"))
            )
        pairs = [(name, value if rng.random() > level * 0.25 else value + "1") for name, value in one.environment]
        pairs += [(rng.choice(_WORDS).upper(), "on")] if rng.random() < level * 0.4 else []
        told = (
            rng.choice((one.description + "（新）", "", "v2", " ".join(one.words)))
            if rng.random() < level * 0.35
            else one.description
        )
        packing = rng.getrandbits(20) if program != one.program or rng.random() < 0.4 else one.packing
        return replace(
            one,
            program=program,
            packing=packing,
            settings=(runtime, memory, timeout),
            environment=tuple(dict(pairs).items()),
            description=told,
        )

    def _gone(self, uid: Uid) -> Deployed:
        self.now[uid] = None
        return self.living.pop(self.home[uid])

    def _end(self, event: str, uid: Uid) -> None:
        """It is deleted, and something makes it look as if it were not."""
        rng, home, one = self.rng, self.home[uid], self._gone(uid)
        other = self._new(one.case)
        if event == "beside":
            self._put(replace(home, name="x"), self._new(one.case, [one.program]))
        elif event == "takeover":
            taken = replace(other, program=one.program, packing=one.packing, settings=(one.settings[0], *other.settings[1:]))
            self._put(Address(Region(rng.choice(REGIONS)), home.service, "x"), taken)
        elif event == "gone-reused":
            self._put(home, other, near=False)
        elif event == "split":
            steps, half = one.program.steps, len(one.program.steps) // 2
            first = replace(one.program, steps=steps[:half] or steps, answers=one.program.answers[:1])
            for part in (first, replace(one.program, steps=steps[half:], table=())):
                words = (*one.words, rng.choice(("query", "save", "notify", "main")))
                made = replace(one, program=part, packing=rng.getrandbits(20), words=words)
                self._put(replace(home, name="x"), self._edited(made))

    def _copied(self, event: str, uid: Uid) -> None:
        """There are two of it, for a while or for good."""
        rng, home, one = self.rng, self.home[uid], self.living[self.home[uid]]
        suffix = "-green" if event == "blue-green" else rng.choice(("-copy", "_test", "2", "-gray", "-bak"))
        away = event == "staging" or (event == "left-behind" and rng.random() < 0.5)
        region = Region(rng.choice([region for region in REGIONS if region != home.region]))
        before = event == "left-behind" or (event != "blue-green" and rng.random() < 0.5)
        kept = replace(one, mark=one.mark if rng.random() < 0.5 else None)
        to = replace(home, region=region) if away else replace(home, name=home.name + suffix)
        there = self._put(to, kept if rng.random() < 0.6 else self._edited(kept), before=before)
        if event == "blue-green" and rng.random() < 0.25:
            self.points[uid] = there
        elif event == "staging" and rng.random() < 0.4:
            self._move(uid, self._renamed(home, uid))
        elif event == "left-behind":
            self._gone(uid)

    def _swap(self, event: str, one: Uid, other: Uid) -> None:
        here, there = self.home[one], self.home[other]
        first, second = self.living[here], self.living[there]
        if event == "swap-anew":
            self._put(there, self._edited(first), near=False)
            self._put(here, self._edited(second), near=False)
        else:
            self.living[here] = replace(first, program=second.program, packing=second.packing)
            self.living[there] = replace(second, program=first.program, packing=first.packing)
        self.now[one], self.now[other] = there, here

    def _join(self, one: Uid, other: Uid) -> None:
        first, second = self.living[self.home[one]], self._gone(other)
        steps, inputs = (*first.program.steps, *second.program.steps), dict((*first.program.inputs, *second.program.inputs))
        both = replace(first, program=replace(first.program, steps=steps, inputs=tuple(inputs.items())), packing=1)
        if self.rng.random() < 0.5:  # into the first, which lives on
            self.living[self.home[one]] = both
        else:
            self._gone(one)
            words = (*first.words[-2:], *second.words[-1:])
            self._put(replace(self.home[one], name="x"), replace(both, mark=None, words=words))

    def _else(self, event: str, uid: Uid) -> None:
        """Replaced where it is, or renamed with something about it."""
        rng, home, one = self.rng, self.home[uid], self.living[self.home[uid]]
        if event == "replaced":
            new = written_anew(rng, (*one.words, "api"), one.program.language, self.library)
            kept = replace(new, inputs=one.program.inputs, answers=one.program.answers)
            self._put(home, replace(one, program=kept, packing=1), near=False)
        elif event == "pending":
            self.wanted[uid] = self._free(self._renamed(home, uid))
        elif event == "namesake" and rng.random() < 0.5:
            self._gone(uid)
        else:
            self._move(uid, self._renamed(home, uid), before=event == "prepared")
        if event == "declared":
            self.wanted[uid] = self.now[uid] or home
        elif event == "reused":
            self._put(home, self._new(one.case), near=False)
        elif event == "namesake":  # of the other generation, there all along
            there = Address(home.region, "" if home.service else "default", home.name)
            other = self._new(one.case, [one.program] * rng.choice((0, 1)))
            self._put(there, replace(other, packing=rng.getrandbits(20)), before=True)

    def made(self, *, old: float) -> Made:
        """As the tool would see it: locks of several ages, and code read only of what is registered or younger than the lock."""
        rng = self.rng
        timed, synced = rng.random() < 0.75, rng.choice((SYNCED, SYNCED, None))
        stack = rng.choice((0, 0, 0, 0.5, 1))
        known = []
        for uid, home in self.home.items():
            moved = uid in self.wanted
            seen = _recorded(traits(self.record[uid], code=True, timed=timed))
            if rng.random() < old:
                seen = replace(seen, code=None, description=None, environment=None, created=None)
            never = self.events[uid] == "never-recorded"
            said = (self.now[uid] if rng.random() < 0.7 else None) or home
            one = Known(
                uid=uid, address=self.wanted.get(uid, home), recorded=None if never else home, traits=Traits() if never else seen,
                seen=synced, formerly=(home,) if moved else (), stack=said if rng.random() < stack else None,
                points_at=(self.points.get(uid, home),) if rng.random() < 0.93 else (),
            )  # fmt: skip
            known.append(one)
        owned, now = set(self.home.values()), rng.random() < 0.9
        whole = synced is None or not now
        living = [
            Candidate(address=at, mark=one.mark, traits=traits(one, code=whole or at in owned or one.created > SYNCED, timed=now))
            for at, one in self.living.items()
        ]
        rng.shuffle(living)
        return Made(known=tuple(known), living=tuple(living), truth=self.now, events=self.events)


@lru_cache(maxsize=50_000)
def _short(text: str) -> str:
    return blake2b(text.encode(), digest_size=3).hexdigest()


def traits(one: Deployed, *, code: bool, timed: bool) -> Traits:
    """What can be told of it; `code`: it was read."""
    runtime, memory, timeout = one.settings
    shown, signature = read(one.program, runtime) if code else (None, None)
    return Traits(
        function_id=one.function_id, checksum=checksum(one.program, one.packing), code=shown, description=one.description or None,
        handler=one.program.handler, runtime=runtime, memory=memory, timeout=timeout,
        environment={_short(name): _short(value) for name, value in one.environment},
        signature=signature, created=one.created if timed else None,
    )  # fmt: skip


def _recorded(seen: Traits) -> Traits:
    return replace(seen, signature=sources.recorded(sources.to_record(seen.signature))) if seen.signature else seen
