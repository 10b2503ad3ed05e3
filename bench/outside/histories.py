"""What people do to a fleet between a sync and a check, with what became of each function kept beside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random

from bench.outside import programs
from bench.outside.fleets import DAY, REGIONS, SYNC, Function, Team, fleet
from bench.outside.words import THINGS, Name, renamed
from sync.core.matching.identity import Candidate, Known, Place, Traits, place
from sync.specs.ids import Address, Uid


@dataclass(frozen=True)
class Level:
    """How hard a world is: how long since the sync (so how much was edited), how many decoys, how much is not known."""

    name: str
    days: float
    edits: float  # the share of renames and moves with another code
    decoys: float
    rewrites: float  # the share of those edits that are a new program for the same job
    missing: float  # how much of what the lock or the cloud should tell is not there


LEVELS = (Level("nightly", 1, 0.32, 0.6, 0.02, 0.02), Level("weekly", 7, 0.59, 1.0, 0.04, 0.06), Level("monthly", 30, 0.79, 1.6, 0.08, 0.15))
MARKS = {"none": 0.0, "half": 0.5, "all": 1.0}


@dataclass(frozen=True)
class Truth:
    """What became of a uid: `now` None is gone. `also` would be no mistake, nor is saying nothing then. `hidden`: nobody can see it."""

    story: str
    now: Address | None
    also: frozenset[Address] = frozenset()
    hidden: bool = False


@dataclass
class World:
    """What the matching is asked, and the truth."""

    known: list[Known]
    living: list[Candidate]
    truth: dict[Uid, Truth]
    unread: set[Place]


@dataclass
class History:
    """A fleet on its way from the sync to the check."""

    rng: Random
    level: Level
    living: dict[Address, Function] = field(default_factory=dict)
    homes: dict[Uid, Function] = field(default_factory=dict)
    teams: dict[Uid, Team] = field(default_factory=dict)
    truth: dict[Uid, Truth] = field(default_factory=dict)
    points: dict[Uid, tuple[Address, ...]] = field(default_factory=dict)
    declared: dict[Uid, Address] = field(default_factory=dict)

    def later(self) -> float:
        """Some time after the sync."""
        return SYNC + self.rng.random() * self.level.days * DAY

    def is_free(self, address: Address) -> bool:
        """Whether nobody lives or lived there."""
        return address not in self.living and all(address != one.address for one in self.homes.values())

    def anew(self, one: Function, address: Address, name: Name | None = None, *, edits: float | None = None) -> Function:
        """The function created again elsewhere: another FunctionId, perhaps packed, edited and set up differently on the way."""
        rng, program, packing = self.rng, one.program, one.packing
        if rng.random() < (self.level.edits if edits is None else edits):
            strength = rng.choices((0.0, 0.1, 0.2, 0.35, 0.6), (10, 35, 27, 18, 10))[0]
            rewritten = rng.random() < self.level.rewrites
            program = programs.rewritten(rng, program, one.things) if rewritten else programs.edited(rng, program, strength, one.things)
            packing = rng.getrandbits(32)
        elif rng.random() < 0.4:
            packing = rng.getrandbits(32)
        if rng.random() < 0.15 and program.language in {"python", "node"}:  # the handler's text, and the file with it
            program = replace(program, handler=programs.entry(rng, program.language))
        made = replace(one, program=program, packing=packing, created=self.later(), number=f"{rng.getrandbits(64):016x}")
        if program.language != one.program.language:
            made = replace(made, runtime=programs.RUNTIMES[program.language][0])
        return self._set_up(made).at(address, name)

    def _set_up(self, one: Function) -> Function:
        rng = self.rng
        if rng.random() < 0.12:
            one = replace(one, memory=rng.choice((128, 256, 512, 1024)), timeout=rng.choice((3, 10, 30, 60)))
        if rng.random() < 0.08 and one.environment:
            at = rng.randrange(len(one.environment))
            name, value = one.environment[at]
            one = replace(one, environment=(*one.environment[:at], (name, value + "-new"), *one.environment[at + 1 :]))
        if rng.random() < 0.08:
            one = replace(one, environment=(*one.environment, (f"FEATURE_{rng.choice(THINGS).upper()}", "on")))
        if rng.random() < 0.1:
            one = replace(one, description=rng.choice(("", one.description + " v2", "迁移")))
        return one if one.mark is None or rng.random() < 0.9 else replace(one, mark=None)

    def put(self, one: Function) -> None:
        """Let it live."""
        self.living[one.address] = one

    def move(self, uid: Uid, address: Address, name: Name | None = None, *, story: str, edits: float | None = None) -> None:
        """Let the uid's function live elsewhere."""
        one = self.homes[uid]
        self.living.pop(one.address, None)
        self.put(self.anew(one, address, name, edits=edits))
        self.truth[uid] = Truth(story, address)

    def new_name(self, uid: Uid) -> tuple[Address, Name]:
        """A free address beside the old one."""
        one = self.homes[uid]
        while True:
            name = renamed(self.rng, one.name)
            address = replace(one.address, name=str(name))
            if self.is_free(address):
                return address, name


def _rename(history: History, uids: list[Uid]) -> None:
    """A rename, or the rename of several of a service on one day."""
    for uid in uids:
        history.move(uid, *history.new_name(uid), story="renamed")


def _service(history: History, uids: list[Uid]) -> None:
    service = str(renamed(history.rng, Name(tuple(history.homes[uids[0]].address.service.split("-")), "kebab")))
    for uid in uids:
        one = history.homes[uid].address
        address = replace(one, service=service) if one.service else history.new_name(uid)[0]
        if history.is_free(address):
            history.move(uid, address, story="service-moved" if one.service else "renamed")


def _region(history: History, uids: list[Uid]) -> None:
    region = history.rng.choice([region for region in REGIONS if region != history.homes[uids[0]].address.region])
    for uid in uids:
        address = replace(history.homes[uid].address, region=region)
        if history.is_free(address):
            history.move(uid, address, story="region-moved")


def _migrated(history: History, uids: list[Uid]) -> None:
    joint = history.rng.choice((None, "-", "_", "__"))
    for uid in uids:
        one = history.homes[uid].address
        name = one.name if joint is None else one.service + joint + one.name
        address = Address(one.region, "", name) if one.service else Address(one.region, "legacy", name)
        if history.is_free(address):
            history.move(uid, address, story="migrated")


def _both(history: History, uids: list[Uid]) -> None:
    for uid in uids:
        address, name = history.new_name(uid)
        moved = replace(address, region=history.rng.choice(REGIONS), service=address.service and address.service + "-v2")
        if history.is_free(moved):
            history.move(uid, moved, name, story="renamed-and-moved")


def _gone(history: History, uids: list[Uid]) -> None:
    """Deleted; now and then the team makes something else in the same days."""
    for uid in uids:
        history.living.pop(history.homes[uid].address, None)
        history.truth[uid] = Truth("gone", None)
        if history.rng.random() < 0.6:
            history.put(history.teams[uid].make(created=history.later()))


def _stayed(history: History, uids: list[Uid], *, story: str = "edited-in-place") -> None:
    for uid in uids:
        one = history.homes[uid]
        work = history.anew(one, one.address, edits=0.9)
        again = history.rng.random() < 0.2  # deleted and created under its name
        history.put(work if again else replace(work, number=one.number, created=one.created))
        history.truth[uid] = Truth("recreated" if again else story, one.address)


def _replaced(history: History, uids: list[Uid]) -> None:
    """Something else takes the address; what was there is gone or, half the time, lives under another name."""
    for uid in uids:
        one = history.homes[uid]
        if history.rng.random() < 0.5:
            history.move(uid, *history.new_name(uid), story="name-reused")
        else:
            history.living.pop(one.address)
            history.truth[uid] = Truth("replaced", None, also=frozenset({one.address}))
        other = history.teams[uid].make(created=history.later())
        history.put(replace(other.at(one.address, one.name), description=other.description or "新"))


def _swapped(history: History, uids: list[Uid]) -> None:
    for left, right in zip(uids[::2], uids[1::2], strict=False):
        one, other = history.homes[left], history.homes[right]
        if one.program == other.program:
            continue
        if history.rng.random() < 0.5:
            history.put(history.anew(one, other.address, other.name, edits=0.2))
            history.put(history.anew(other, one.address, one.name, edits=0.2))
        else:  # the code alone was uploaded to each other's place
            history.put(replace(one, program=other.program, packing=other.packing, runtime=other.runtime))
            history.put(replace(other, program=one.program, packing=one.packing, runtime=one.runtime))
            # A mark stays with the function, so a marked one may be said to have stayed.
            at_home = {uid: frozenset({history.homes[uid].address} if history.homes[uid].mark else ()) for uid in (left, right)}
            history.truth |= {left: Truth("code-swapped", other.address, at_home[left]), right: Truth("code-swapped", one.address, at_home[right])}
            continue
        history.truth |= {left: Truth("swapped", other.address), right: Truth("swapped", one.address)}


def _split(history: History, uids: list[Uid]) -> None:
    """Most of it lives on under one name, the rest under another."""
    for uid in uids:
        one = history.homes[uid]
        steps = one.program.steps
        if len(steps) < 3:
            continue
        history.living.pop(one.address)
        at = max(2, round(len(steps) * history.rng.choice((0.5, 0.65, 0.8))))
        parts = []
        for half in (steps[:at], steps[at:]):
            address, name = history.new_name(uid)
            parts.append(history.anew(replace(one, program=replace(one.program, steps=half)), address, name, edits=0.0))
            history.put(parts[-1])
        even = at <= len(steps) * 0.55
        history.truth[uid] = Truth("split", parts[0].address, also=frozenset({parts[1].address}) if even else frozenset())


def _joined(history: History, uids: list[Uid]) -> None:
    """One takes the other in, under a new name; the other is no more."""
    for left, right in zip(uids[::2], uids[1::2], strict=False):
        one, other = history.homes[left], history.homes[right]
        history.living.pop(one.address)
        history.living.pop(other.address)
        address, name = history.new_name(left)
        program = replace(one.program, steps=one.program.steps + other.program.steps)
        history.put(replace(history.anew(replace(one, program=program), address, name, edits=0.1), packing=history.rng.getrandbits(32)))
        even = len(other.program.steps) >= 0.8 * len(one.program.steps)
        both = frozenset({address}) if even else frozenset()
        history.truth |= {left: Truth("joined", address, both), right: Truth("joined-away", None, both)}


def _taken_over(history: History, uids: list[Uid]) -> None:
    """The function is deleted, and its very package runs as another job, by other settings."""
    for uid in uids:
        one, other = history.homes[uid], history.teams[uid].make(created=history.later())
        history.living.pop(one.address)
        history.put(replace(other, program=replace(one.program, title=other.program.title), packing=one.packing, runtime=one.runtime))
        if one.program.language not in {"python", "node"}:
            history.living[other.address] = replace(history.living[other.address], program=one.program)
        history.truth[uid] = Truth("taken-over", None)


def _copied(history: History, uids: list[Uid]) -> None:
    """Clones, staging copies, blue and green; the original stays, and now and then is what is deleted by mistake later."""
    for uid in uids:
        one, rng = history.homes[uid], history.rng
        address, name = history.new_name(uid)
        if rng.random() < 0.5:
            name = replace(one.name, words=(*one.name.words, rng.choice(("staging", "blue", "green", "gray", "test", "bak"))))
            address = replace(one.address, name=str(name), region=rng.choice(REGIONS))
        if history.is_free(address):
            copy = history.anew(one, address, name, edits=0.3)
            history.put(copy if rng.random() < 0.6 else replace(copy, created=SYNC - rng.uniform(1, 90) * DAY))
            history.truth[uid] = Truth("copied", one.address)


def _beside(history: History, uids: list[Uid]) -> None:
    """Renamed, with a copy of the old one made long before, which is still there."""
    for uid in uids:
        one = history.homes[uid]
        address, name = history.new_name(uid)
        copy = replace(one.at(address, name), created=SYNC - history.rng.uniform(5, 90) * DAY, number=f"{history.rng.getrandbits(64):016x}")
        history.put(copy)
        history.move(uid, *history.new_name(uid), story="renamed-beside-copy")


def _followed(history: History, uids: list[Uid]) -> None:
    """Somebody did all of it by hand: the new function and the registration; half the time the old one is still there."""
    for uid in uids:
        one = history.homes[uid]
        history.move(uid, *history.new_name(uid), story="followed-by-hand")
        now = history.truth[uid].now
        assert now is not None
        history.points[uid] = (now,)
        if history.rng.random() < 0.5:
            history.put(one)


def _made_early(history: History, uids: list[Uid]) -> None:
    """The new one was tried out for some days before the sync; the old one was deleted after it."""
    for uid in uids:
        history.move(uid, *history.new_name(uid), story="made-before-sync")
        now = history.truth[uid].now
        assert now is not None
        history.put(replace(history.living[now], created=SYNC - history.rng.uniform(0.1, 10) * DAY))


def _declared(history: History, uids: list[Uid]) -> None:
    for uid in uids:
        history.move(uid, *history.new_name(uid), story="declared")
        now = history.truth[uid].now
        assert now is not None
        history.declared[uid] = now


# Each with its share of the uids, how many come at once at most, and whether decoys multiply it.
Act = Callable[[History, list[Uid]], None]
ACTS: tuple[tuple[Act, float, int, bool], ...] = (
    (_rename, 0.10, 6, False), (_service, 0.05, 12, False), (_region, 0.015, 8, False), (_migrated, 0.025, 10, False), (_both, 0.005, 1, False),
    (_gone, 0.04, 3, True), (_stayed, 0.08, 3, False), (_replaced, 0.015, 1, True), (_swapped, 0.01, 2, True), (_split, 0.01, 1, True),
    (_joined, 0.015, 2, True), (_taken_over, 0.008, 1, True), (_copied, 0.05, 2, True), (_beside, 0.01, 1, True), (_followed, 0.015, 2, False),
    (_made_early, 0.008, 1, False), (_declared, 0.01, 1, False),
)  # fmt: skip


def make(seed: int, size: int, level: Level, marks: str = "none") -> World:
    """A world: equal seeds make equal worlds."""
    rng = Random(f"{seed} {size} {level.name} {marks}")
    history = History(rng, level)
    teams, others = fleet(rng, size)
    for group, functions in teams:
        for function in functions:
            uid = Uid(f"f{len(history.homes):05d}")
            marked = replace(function, mark=uid) if rng.random() < MARKS[marks] else function
            history.homes[uid], history.teams[uid], history.truth[uid] = marked, group, Truth("stayed", function.address)
            history.put(marked)
    for other in others:
        history.put(other)
    free = [[uid for uid in history.homes if history.teams[uid] is group] for group, _ in teams]
    for act, share, most, decoy in ACTS:
        _act(history, act, round(size * share * (level.decoys if decoy else 1.0) + rng.random() - 0.5), most, free)
    for _ in range(size // 12):
        history.put(rng.choice(teams)[0].make(created=history.later()))
    return _seen(history)


def _act(history: History, act: Act, count: int, most: int, free: list[list[Uid]]) -> None:
    rng = history.rng
    while count > 0 and any(free):
        group = rng.choice([group for group in free if group])
        alone = 2 if most == 2 else 1
        taken = group[: most if rng.random() < 0.54 else alone]
        del group[: len(taken)]
        act(history, taken)
        count -= len(taken)


def _seen(history: History) -> World:
    """What of all that the tool is told."""
    rng, level = history.rng, history.level
    unread: set[Place] = set()
    if rng.random() < 2 * level.missing:
        unread.add((rng.choice(REGIONS[1:]), rng.choice(("2.0", "3.0"))))
    old = rng.choice((0.0, 1.0, 0.5)) if rng.random() < 2 * level.missing else 0.0  # entries written before prints were kept
    known = [_known(history, uid, old=rng.random() < old) for uid in history.homes]
    addresses = {one.address for one in history.homes.values()}
    living = []
    for address, function in history.living.items():
        if place(address) in unread:
            continue
        is_read = (address in addresses or function.created >= SYNC) and rng.random() >= level.missing / 3
        living.append(Candidate(address=address, traits=function.traits(code=is_read), mark=function.mark))
    for uid, truth in history.truth.items():
        if truth.now is not None and place(truth.now) in unread:
            history.truth[uid] = replace(truth, story="hidden", hidden=True)
    rng.shuffle(known)
    rng.shuffle(living)
    return World(known, living, history.truth, unread)


def _known(history: History, uid: Uid, *, old: bool) -> Known:
    one = history.homes[uid]
    traits = one.traits(code=not old and history.rng.random() >= history.level.missing / 4)
    if old:
        traits = Traits(function_id=None, checksum=traits.checksum, handler=traits.handler, runtime=traits.runtime, memory=traits.memory, timeout=traits.timeout)
    return Known(
        uid=uid,
        address=history.declared.get(uid, one.address),
        recorded=one.address,
        traits=traits,
        seen=SYNC,
        points_at=history.points.get(uid, (one.address,) if history.rng.random() < 0.9 else ()),
    )
