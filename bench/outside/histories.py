"""What people do to a fleet between a sync and a check, with what became of each function kept beside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random

from bench.outside import programs
from bench.outside.fleets import DAY, MEMORY, REGIONS, SYNC, TIMEOUT, Function, Team, fleet, number
from bench.outside.words import THINGS, Name, renamed
from sync.core.matching.identity import Candidate, Known, Place, place
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


LEVELS = (
    Level("nightly", 1, 0.32, 0.6, 0.02, 0.02),
    Level("weekly", 7, 0.59, 1.0, 0.04, 0.06),
    Level("monthly", 30, 0.79, 1.6, 0.08, 0.15),
)
MARKS = {"none": 0.0, "half": 0.5, "all": 1.0}
_STRENGTHS, _SHARES = (0.0, 0.1, 0.2, 0.35, 0.6), (10, 35, 27, 18, 10)  # of the edits


@dataclass(frozen=True)
class Truth:
    """What became of a uid: `now` None is gone; naming `also`, or nothing then, is no mistake; `hidden` is in what was not read."""

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
    points: dict[Uid, Address] = field(default_factory=dict)
    declared: dict[Uid, Address] = field(default_factory=dict)
    used: set[Address] = field(default_factory=set)

    def put(self, one: Function) -> None:
        """Let it live."""
        self.living[one.address] = one
        self.used.add(one.address)

    def later(self) -> float:
        """Some time after the sync."""
        return SYNC + self.rng.random() * self.level.days * DAY

    def before(self, days: float) -> float:
        """Some time in the days before the sync."""
        return SYNC - self.rng.uniform(0.1, days) * DAY

    def anew(self, one: Function, address: Address, name: Name | None = None, *, edits: float | None = None) -> Function:
        """The function created again elsewhere: another FunctionId, perhaps packed, edited and set up differently on the way."""
        rng, program, packing = self.rng, one.program, one.packing
        if rng.random() < (self.level.edits if edits is None else edits):
            strength, packing = rng.choices(_STRENGTHS, _SHARES)[0], rng.getrandbits(32)
            is_new = rng.random() < self.level.rewrites
            program = (
                programs.rewritten(rng, program, one.things) if is_new else programs.edited(rng, program, strength, one.things)
            )
        elif rng.random() < 0.4:
            packing = rng.getrandbits(32)
        if rng.random() < 0.15 and program.language in programs.READABLE:  # the handler's text, and the file with it
            program = replace(program, handler=programs.entry(rng, program.language))
        runtime = one.runtime if program.language == one.program.language else programs.RUNTIMES[program.language][0]
        made = replace(one, program=program, packing=packing, runtime=runtime, created=self.later(), number=number(rng))
        return replace(self._set_up(made), address=address, name=name or one.name)

    def _set_up(self, one: Function) -> Function:
        rng = self.rng
        if rng.random() < 0.12:
            one = replace(one, memory=rng.choice(MEMORY), timeout=rng.choice(TIMEOUT))
        if rng.random() < 0.08 and one.environment:
            (key, value), *rest = one.environment
            one = replace(one, environment=((key, value + "-new"), *rest))
        if rng.random() < 0.08:
            one = replace(one, environment=(*one.environment, (f"FEATURE_{rng.choice(THINGS).upper()}", "on")))
        if rng.random() < 0.1 and one.description:
            one = replace(one, description=rng.choice(("", one.description + " v2", "迁移")))
        return replace(one, mark=one.mark if rng.random() < 0.9 else None)

    def new_name(self, uid: Uid) -> tuple[Address, Name]:
        """A free address beside the old one."""
        one = self.homes[uid]
        while True:
            name = renamed(self.rng, one.name)
            address = replace(one.address, name=str(name))
            if address not in self.used:
                return address, name

    def move(self, uid: Uid, address: Address, name: Name | None = None, *, story: str) -> None:
        """Let the uid's function live elsewhere, if nothing does or did there."""
        if address not in self.used:
            self.living.pop(self.homes[uid].address, None)
            self.put(self.anew(self.homes[uid], address, name))
            self.truth[uid] = Truth(story, address)

    def rename(self, uid: Uid, story: str) -> Address:
        """Let it live under another name; answers where."""
        address, name = self.new_name(uid)
        self.move(uid, address, name, story=story)
        return address

    def another(self, uid: Uid) -> Function:
        """Something else that the same team made since."""
        return self.teams[uid].make(created=self.later())


def _rename(history: History, uids: list[Uid]) -> None:
    for uid in uids:
        history.rename(uid, "renamed")


def _service(history: History, uids: list[Uid]) -> None:
    """The service of several is another one; where there are no services, their names are."""
    service = str(renamed(history.rng, Name(tuple(history.homes[uids[0]].address.service.split("-")), "kebab")))
    for uid in uids:
        address = history.homes[uid].address
        if address.service:
            history.move(uid, replace(address, service=service), story="service-moved")
        else:
            history.rename(uid, "renamed")


def _region(history: History, uids: list[Uid]) -> None:
    region = history.rng.choice(REGIONS)
    for uid in uids:
        history.move(uid, replace(history.homes[uid].address, region=region), story="region-moved")


def _migrated(history: History, uids: list[Uid]) -> None:
    joint = history.rng.choice((None, "-", "_", "__"))
    for uid in uids:
        one = history.homes[uid].address
        name = one.name if joint is None else one.service + joint + one.name
        address = Address(one.region, "", name) if one.service else Address(one.region, "legacy", one.name)
        history.move(uid, address, story="migrated")


def _both(history: History, uids: list[Uid]) -> None:
    for uid in uids:
        address, name = history.new_name(uid)
        moved = replace(address, region=history.rng.choice(REGIONS), service=address.service and address.service + "-v2")
        history.move(uid, moved, name, story="renamed-and-moved")


def _gone(history: History, uids: list[Uid]) -> None:
    """Deleted; now and then the team makes something else in the same days."""
    for uid in uids:
        history.living.pop(history.homes[uid].address)
        history.truth[uid] = Truth("gone", None)
        if history.rng.random() < 0.6:
            history.put(history.another(uid))


def _stayed(history: History, uids: list[Uid]) -> None:
    """Worked on in its place; now and then deleted and created again under its name."""
    for uid in uids:
        one = history.homes[uid]
        work, is_new = history.anew(one, one.address, edits=0.9), history.rng.random() < 0.2
        history.put(work if is_new else replace(work, number=one.number, created=one.created))
        history.truth[uid] = Truth("recreated" if is_new else "edited-in-place", one.address)


def _replaced(history: History, uids: list[Uid]) -> None:
    """Something else takes the address; what was there is gone or, half the time, lives under another name."""
    for uid in uids:
        one = history.homes[uid]
        if history.rng.random() < 0.5:
            history.rename(uid, "name-reused")
        else:
            history.truth[uid] = Truth("replaced", None, also=frozenset({one.address}))
        history.put(replace(history.another(uid), address=one.address, name=one.name))


def _swapped(history: History, uids: list[Uid]) -> None:
    """Made anew in each other's place, or only the code was uploaded to it: then a mark stays behind, and may be believed."""
    for one, other in zip(uids[::2], uids[1::2], strict=False):
        anew, homes = history.rng.random() < 0.5, {uid: history.homes[uid] for uid in (one, other)}
        if homes[one].program == homes[other].program:
            continue
        for uid, away in ((one, homes[other]), (other, homes[one])):
            code = homes[uid]
            uploaded = replace(away, program=code.program, packing=code.packing, runtime=code.runtime)
            history.put(history.anew(code, away.address, away.name, edits=0.2) if anew else uploaded)
            also = frozenset({code.address} if code.mark and not anew else ())
            history.truth[uid] = Truth("swapped" if anew else "code-swapped", away.address, also)


def _split(history: History, uids: list[Uid]) -> None:
    """Most of it lives on under one name, the rest under another; of halves, either is it."""
    for uid in uids:
        one, steps = history.homes[uid], history.homes[uid].program.steps
        at = max(2, round(len(steps) * history.rng.choice((0.5, 0.65, 0.8))))
        if len(steps) <= at:
            continue
        history.living.pop(one.address)
        parts = []
        for half in (steps[:at], steps[at:]):
            parts.append(history.anew(replace(one, program=replace(one.program, steps=half)), *history.new_name(uid), edits=0.0))
            history.put(parts[-1])
        also = frozenset({parts[1].address} if at <= len(steps) * 0.55 else ())
        history.truth[uid] = Truth("split", parts[0].address, also)


def _joined(history: History, uids: list[Uid]) -> None:
    """One takes the other in, under a new name; the other is no more. Of equals, the new one may be either."""
    for left, right in zip(uids[::2], uids[1::2], strict=False):
        one, other = history.homes[left], history.homes[right]
        history.living.pop(one.address)
        history.living.pop(other.address)
        address, name = history.new_name(left)
        program = replace(one.program, steps=one.program.steps + other.program.steps)
        made = history.anew(replace(one, program=program), address, name, edits=0.1)
        history.put(replace(made, packing=history.rng.getrandbits(32)))
        both = frozenset({address} if len(other.program.steps) >= 0.8 * len(one.program.steps) else ())
        history.truth |= {left: Truth("joined", address, both), right: Truth("joined-away", None, both)}


def _taken_over(history: History, uids: list[Uid]) -> None:
    """The function is deleted, and its very package runs as another job, by other settings."""
    for uid in uids:
        one = history.homes[uid]
        history.living.pop(one.address)
        history.put(replace(history.another(uid), program=one.program, packing=one.packing, runtime=one.runtime))
        history.truth[uid] = Truth("taken-over", None)


def _copied(history: History, uids: list[Uid]) -> None:
    """Clones, staging copies, blue and green, some of them old; the original stays."""
    for uid in uids:
        one, rng = history.homes[uid], history.rng
        address, name = history.new_name(uid)
        if rng.random() < 0.5:
            name = replace(one.name, words=(*one.name.words, rng.choice(("staging", "blue", "green", "gray", "test", "bak"))))
            address = replace(one.address, name=str(name), region=rng.choice(REGIONS))
        if address not in history.used:
            copy = history.anew(one, address, name, edits=0.3)
            history.put(copy if rng.random() < 0.6 else replace(copy, created=history.before(90)))
            history.truth[uid] = Truth("copied", one.address)


def _beside(history: History, uids: list[Uid]) -> None:
    """Renamed, with an old copy of it that lives on."""
    for uid in uids:
        address, name = history.new_name(uid)
        copy = replace(history.homes[uid], address=address, name=name, number=number(history.rng))
        history.put(replace(copy, created=history.before(90)))
        history.rename(uid, "renamed-beside-copy")


def _followed(history: History, uids: list[Uid]) -> None:
    """Somebody did all of it by hand: the new function and the registration; half the time the old one is still there."""
    for uid in uids:
        history.points[uid] = history.rename(uid, "followed-by-hand")
        if history.rng.random() < 0.5:
            history.put(history.homes[uid])


def _made_early(history: History, uids: list[Uid]) -> None:
    """The new one was tried out for some days before the sync; the old one was deleted after it."""
    for uid in uids:
        now = history.rename(uid, "made-before-sync")
        history.put(replace(history.living[now], created=history.before(10)))


def _declared(history: History, uids: list[Uid]) -> None:
    for uid in uids:
        history.declared[uid] = history.rename(uid, "declared")


# What is done, the share of the uids, how many at once at most, and whether it is a decoy, of which harder worlds have more.
ACTS: tuple[tuple[Callable[[History, list[Uid]], None], float, int, bool], ...] = (
    (_rename, 0.10, 6, False), (_service, 0.05, 12, False), (_region, 0.015, 8, False), (_migrated, 0.025, 10, False),
    (_both, 0.005, 1, False), (_gone, 0.04, 3, True), (_stayed, 0.08, 3, False), (_replaced, 0.015, 1, True),
    (_swapped, 0.01, 2, True), (_split, 0.01, 1, True), (_joined, 0.015, 2, True), (_taken_over, 0.008, 1, True),
    (_copied, 0.05, 2, True), (_beside, 0.01, 1, True), (_followed, 0.015, 2, False), (_made_early, 0.008, 1, False),
    (_declared, 0.01, 1, False),
)  # fmt: skip


def make(seed: int, size: int, level: Level, marks: str = "none") -> World:
    """A world: equal seeds make equal worlds."""
    rng = Random(f"{seed} {size} {level.name} {marks}")
    history = History(rng, level)
    teams, others = fleet(rng, size)
    for at, (team, one) in enumerate((team, one) for team, functions in teams for one in functions):
        uid = Uid(f"f{at:05d}")
        history.homes[uid], history.teams[uid] = replace(one, mark=uid if rng.random() < MARKS[marks] else None), team
        history.truth[uid] = Truth("stayed", one.address)
    for one in (*history.homes.values(), *others):
        history.put(one)
    free = [[uid for uid in history.homes if history.teams[uid] is team] for team, _ in teams]
    for act, share, most, is_decoy in ACTS:
        count = round(size * share * (level.decoys if is_decoy else 1.0) + rng.random() - 0.5)
        while count > 0 and any(free):
            group = rng.choice([group for group in free if group])
            taken = group[: most if rng.random() < 0.54 else min(most, 2)]  # 54 % come several to a commit
            del group[: len(taken)]
            act(history, taken)
            count -= len(taken)
    for _ in range(size // 12):
        history.put(rng.choice(teams)[0].make(created=history.later()))
    return _seen(history)


def _seen(history: History) -> World:
    """What of all that the tool is told: old locks, regions that cannot be read, code that was not."""
    rng, missing = history.rng, history.level.missing
    unread: set[Place] = {(rng.choice(REGIONS[1:]), rng.choice(("2.0", "3.0")))} if rng.random() < 2 * missing else set()
    old = rng.choice((0.5, 1.0)) if rng.random() < 1.5 * missing else 0.0  # entries written before prints were kept
    known = [_known(history, uid, is_old=rng.random() < old) for uid in history.homes]
    addresses = {one.address for one in history.homes.values()}
    living = []
    for address, one in history.living.items():
        is_read = (address in addresses or one.created >= SYNC) and rng.random() >= missing / 3  # as the tool fetches code
        if place(address) not in unread:
            living.append(Candidate(address=address, traits=one.traits(code=is_read), mark=one.mark))
    truth = {
        uid: replace(one, story="hidden", hidden=True) if one.now is not None and place(one.now) in unread else one
        for uid, one in history.truth.items()
    }
    rng.shuffle(known)
    rng.shuffle(living)
    return World(known, living, truth, unread)


def _known(history: History, uid: Uid, *, is_old: bool) -> Known:
    one = history.homes[uid]
    traits = one.traits(code=not is_old and history.rng.random() >= history.level.missing / 4)
    if is_old:
        traits = replace(traits, function_id=None, description=None, environment=None, created=None)
    points_at = history.points.get(uid, one.address)
    return Known(
        uid=uid, address=history.declared.get(uid, one.address), recorded=one.address, traits=traits, seen=SYNC,
        points_at=(points_at,) if uid in history.points or history.rng.random() < 0.9 else (),
    )  # fmt: skip
