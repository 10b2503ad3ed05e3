"""Scenarios: a world, a sequence of changes and commands, and the promises looked at on the way. The seed decides all of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.oracle import console, edits, start, verdict
from tests.oracle.described import described
from tests.oracle.scene import Scene, random_from
from tests.oracle.stage import Account, Ran, Stage
from tests.oracle.told import LOCK, Said, read_lock, said
from tests.oracle.truth import UNKNOWN_REGION, Broken, broken
from tests.oracle.verdict import Failure

CONSOLE = {change.__name__: change for change in console.CHANGES}
EDITS = {change.__name__: change for change in edits.EDITS}
BETWEEN = {
    "drift": 22, "drift-half-blind": 3, "plan": 10, "apply": 10, "apply-twice": 7, "apply-allowing": 5, "save-plan": 3,
    "apply-saved": 3, "import": 3, "lose-lock": 2, "keep-lock": 2, "old-lock": 2,
}  # fmt: skip
MISTAKES = ("error: the registry has", "mistake")


@dataclass(frozen=True, slots=True)
class Step:
    """One change or command by name; the number decides what of the world it takes."""

    name: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A world by its number, and what happens in it. `imports`: the registry begins with centers and nothing else."""

    seed: int
    world: int
    imports: bool
    steps: tuple[Step, ...]


@dataclass(slots=True, kw_only=True)
class Played:
    """What came of a scenario: told in words, judged, counted."""

    words: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    counts: Counter[tuple[str, ...]] = field(default_factory=Counter)


def scenario_of(seed: int) -> Scenario:
    """The scenario of a seed."""
    random = random_from(seed)
    names = list(_names(random))
    imports = names[0] == "import"
    steps = tuple(Step(name, random.getrandbits(32)) for name in names)
    return Scenario(seed=seed, world=random.getrandbits(32), imports=imports, steps=steps)


def _names(random: Random) -> Iterator[str]:
    """Mostly a registry that was applied once; then changes, with commands between them; a look at the end."""
    begin = random.random()
    if begin < 0.15:
        yield "import"
    if random.random() < 0.15:
        yield random.choice(list(CONSOLE))
    if begin < 0.1 or begin > 0.25:
        yield "apply"
    for _ in range(random.randint(1, 5) if random.random() < 0.8 else random.randint(6, 12)):
        yield random.choice(list(EDITS if random.random() < 0.35 else CONSOLE))
        if random.random() < 0.55:
            yield from random.choices(list(BETWEEN), weights=list(BETWEEN.values()))
    yield "drift"


def play(scenario: Scenario, stage: Stage) -> Played:
    """Let a scenario happen."""
    scene = start.scene_of(random_from(scenario.world))
    if scenario.imports:
        scene.specs.clear()
    with stage.account() as account:
        player = _Player(scene, account)
        player.begin()
        for step in scenario.steps:
            player.take(step)
    return player.played


class _Player:
    """One scenario under way."""

    def __init__(self, scene: Scene, account: Account) -> None:
        self.played = Played()
        self._scene = scene
        self._account = account

    def begin(self) -> None:
        self._account.write(self._scene)
        self.played.words += described(self._scene)

    def take(self, step: Step) -> None:
        random = random_from(step.number)
        if step.name in CONSOLE:
            words = CONSOLE[step.name](self._scene, random)
        elif step.name in EDITS:
            words = EDITS[step.name](self._scene, random)
            edits.tidy(self._scene)
            self._account.write(self._scene)
        else:
            self._account.put(self._scene)
            words = self._command(step.name, random)
        if words:
            self.played.words.append(words)

    def _command(self, name: str, random: Random) -> str:
        match name:
            case "drift" | "plan":
                return self._look(name)
            case "drift-half-blind":
                return self._half_blind(random)
            case "import":
                return self._import()
            case "lose-lock" | "keep-lock" | "old-lock":
                return self._lock(name)
            case "save-plan":
                return self._save_plan()
            case "apply-saved":
                return self._apply_saved()
            case _:
                return self._apply(name, random)

    def _look(self, command: str) -> str:
        ran = self._account.run(command, "--format", "json")
        if self._is_refused(ran):
            return f"ivrsync {command}: exit code {ran.code}"
        told, truth = said(ran.code, ran.out), broken(self._scene)
        lock = read_lock(self._account.registry)
        self._fail(verdict.judge_look(command, told, truth, verdict.claim_of(self._scene, lock)))
        self._count(command, told, truth)
        return _seen(command, told)

    def _half_blind(self, random: Random) -> str:
        """A look while one center cannot be read."""
        hidden = random.choice(list(self._scene.centers.values()))
        with self._account.hiding(hidden):
            ran = self._account.run("drift", "--format", "json")
        if self._is_refused(ran):
            return f"ivrsync drift: exit code {ran.code}"
        told = said(ran.code, ran.out)
        truth = tuple(found for found in broken(self._scene) if found.center != hidden.name)
        claim = verdict.claim_of(self._scene, read_lock(self._account.registry))
        self._fail(verdict.judge_half_blind(told, truth, claim))
        return f"{hidden.name} cannot be read now; {_seen('drift', told)}; it can again"

    def _import(self) -> str:
        ran = self._account.run("import", "--format", "json")
        self._account.take_specs(self._scene)
        return f"ivrsync import: exit code {ran.code}, specs {', '.join(self._scene.specs)}"

    def _lock(self, what: str) -> str:
        """The lock is not committed, or an old one is checked out again."""
        path = self._account.registry / LOCK
        kept = path.with_name("kept.json")
        if what == "keep-lock" and path.exists():
            kept.write_bytes(path.read_bytes())
            return "the lock is committed as it is"
        if what == "old-lock" and kept.exists():
            path.write_bytes(kept.read_bytes())
            return "the lock committed before is checked out again"
        if what == "lose-lock" and path.exists():
            path.unlink()
            return "the lock is lost"
        return ""

    def _save_plan(self) -> str:
        ran = self._account.run("plan", "--format", "json", "--out", "plan.json")
        self._is_refused(ran)
        return f"ivrsync plan --out plan.json: exit code {ran.code}"

    def _apply_saved(self) -> str:
        """A plan made before; it may be of another registry or lock by now, and is refused then."""
        return self._carry_out(["plan.json"], set(), may_refuse=True) if Path("plan.json").exists() else ""

    def _apply(self, name: str, random: Random) -> str:
        flows = {key for center in self._scene.centers.values() for key in center.flows}
        allowed = {key for key in sorted(flows) if random.random() < 0.6} if name == "apply-allowing" else set[str]()
        arguments = [word for key in sorted(allowed) for word in ("--allow-flow", key)]
        arguments += ["--removals", "9"] if allowed or random.random() < 0.3 else []
        words = self._carry_out(arguments, allowed)
        if name == "apply-twice":
            words += "; at once again: " + self._carry_out(arguments, allowed, is_second=True)
        return words

    def _carry_out(self, arguments: list[str], allowed: set[str], *, may_refuse: bool = False, is_second: bool = False) -> str:
        before = broken(self._scene)
        ran = self._account.run("apply", "--yes", "--format", "json", *arguments)
        self._account.take(self._scene)
        command = " ".join(["ivrsync apply --yes", *arguments])
        if (may_refuse and ran.code == verdict.ERROR and not ran.out) or self._is_refused(ran):
            return f"{command}: exit code {ran.code}, {ran.err.strip()[-160:]}"
        after, claim = broken(self._scene), verdict.claim_of(self._scene, read_lock(self._account.registry))
        self._fail(verdict.judge_apply(ran.code, before, after, claim, allowed))
        self.played.counts["applies",] += 1
        report = json.loads(ran.out)
        steps = [f"{row['step']['id']}: {row['outcome']}" for row in report["results"]]
        if report["exit_code"] != ran.code:
            self._fail([Failure(kind=verdict.TWO_CODES, detail=f"document {report['exit_code']}, process {ran.code}")])
        if is_second:
            self._fail(
                verdict.judge_second({row["step"]["id"]: row["reason"] for row in report["results"] if row["outcome"] == "done"})
            )
        return f"{command}: exit code {ran.code}; {'; '.join(steps) or 'no step'}"

    def _is_refused(self, ran: Ran) -> bool:
        """Whether the command ended without a verdict; a failure unless the registry has a mistake that was made on purpose."""
        if ran.out.startswith("{") and ran.code in (0, 1, 2, 3, 4, 5):
            return False
        self.played.counts["refused",] += 1
        if not (all(words in ran.err for words in MISTAKES) and edits.adopts_what_is_not_its_own(self._scene)):
            kind = verdict.REFUSED if ran.code == verdict.ERROR else verdict.CRASHED
            self.played.failures.append(Failure(kind=kind, detail=f"exit code {ran.code}: {ran.err.strip()[-300:]}"))
        return True

    def _fail(self, found: Iterable[Failure]) -> None:
        step = len(self.played.words) + 1
        self.played.failures += [Failure(kind=each.kind, detail=f"line {step}: {each.detail}") for each in found]

    def _count(self, command: str, told: Said, truth: tuple[Broken, ...]) -> None:
        lock = read_lock(self._account.registry)
        counts, claim = self.played.counts, verdict.claim_of(self._scene, lock)
        counts["looks",] += 1
        for found in truth:
            if found.flow in told.named:
                how = "named" if told.exit_code == verdict.BREAKS else "named, other code"
            elif not claim.covers(found):
                how = "not due"
            elif found.reason == UNKNOWN_REGION and told.exit_code in (verdict.DRIFT, verdict.BREAKS, verdict.UNREAD):
                how = "told as unknown"
            else:
                how = "silent, exit 0" if told.exit_code == verdict.FINE else f"unnamed, exit {told.exit_code}"
            counts["broken", found.reason, verdict.relation(self._scene, lock, found), "lock" if lock else "no lock", how] += 1
        if command == "drift" and told.exit_code == verdict.BREAKS and not truth:
            for alarm in told.alarms:
                counts["false alarm", alarm.code, alarm.origin] += 1


def _seen(command: str, told: Said) -> str:
    return f"ivrsync {command}: exit code {told.exit_code}, names {', '.join(sorted(told.named)) or 'no flow'}"
