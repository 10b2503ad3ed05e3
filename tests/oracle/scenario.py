"""Scenarios: a world, a sequence of changes and commands, and the promises looked at on the way. The seed decides all of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from tests.oracle import console, edits, start, verdict
from tests.oracle.described import described
from tests.oracle.scene import Scene, random_from
from tests.oracle.stage import Account, Ran, Stage
from tests.oracle.told import Said, read_lock, said
from tests.oracle.truth import Broken, broken
from tests.oracle.verdict import Failure

CONSOLE = {change.__name__: change for change in console.CHANGES}
EDITS = {change.__name__: change for change in edits.EDITS}
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
    for _ in range(random.randint(1, 5)):
        yield random.choice(list(EDITS if random.random() < 0.35 else CONSOLE))
        what = random.random()
        if what < 0.55:
            yield "drift" if what < 0.25 else "plan" if what < 0.35 else "apply" if what < 0.5 else "apply-allowing"
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
        if name in ("drift", "plan"):
            return self._look(name)
        return self._import() if name == "import" else self._apply(random, allowing=name == "apply-allowing")

    def _look(self, command: str) -> str:
        ran = self._account.run(command, "--format", "json")
        if self._is_refused(ran):
            return f"ivrsync {command}: exit code {ran.code}"
        told, truth = said(ran.code, ran.out), broken(self._scene)
        lock = read_lock(self._account.registry)
        self._fail(verdict.judge_look(command, told, truth, verdict.claim_of(self._scene, lock)))
        self._count(command, told, truth)
        return f"ivrsync {command}: exit code {ran.code}, names {', '.join(sorted(told.named)) or 'no flow'}"

    def _import(self) -> str:
        ran = self._account.run("import", "--format", "json")
        self._account.take_specs(self._scene)
        return f"ivrsync import: exit code {ran.code}, specs {', '.join(self._scene.specs)}"

    def _apply(self, random: Random, *, allowing: bool) -> str:
        flows = {key for center in self._scene.centers.values() for key in center.flows}
        allowed = {key for key in sorted(flows) if random.random() < 0.6} if allowing else set[str]()
        arguments = [word for key in sorted(allowed) for word in ("--allow-flow", key)]
        arguments += ["--removals", "9"] if allowing or random.random() < 0.3 else []
        before = broken(self._scene)
        ran = self._account.run("apply", "--yes", "--format", "json", *arguments)
        self._account.take(self._scene)
        if self._is_refused(ran):
            return f"ivrsync apply: exit code {ran.code}"
        after, lock = broken(self._scene), read_lock(self._account.registry)
        claim = verdict.claim_of(self._scene, lock)
        self._fail(verdict.judge_apply(ran.code, before, after, claim, allowed))
        self.played.counts["applies",] += 1
        steps = [f"{row['step']}: {row['outcome']}" for row in _results(ran)]
        return f"ivrsync {' '.join(['apply', '--yes', *arguments])}: exit code {ran.code}; {'; '.join(steps) or 'no step'}"

    def _is_refused(self, ran: Ran) -> bool:
        """Whether the command ended without a verdict; a failure unless the registry has a mistake that was made on purpose."""
        if ran.out.startswith("{") and ran.code in (0, 1, 2, 3, 4, 5):
            return False
        self.played.counts["refused",] += 1
        if not (all(words in ran.err for words in MISTAKES) and edits.adopts_what_is_not_its_own(self._scene)):
            kind = verdict.REFUSED if ran.code == verdict.ERROR else verdict.CRASHED
            self.played.failures.append(Failure(kind=kind, detail=f"exit code {ran.code}: {ran.err.strip()[-300:]}"))
        return True

    def _fail(self, found: Iterator[Failure]) -> None:
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
            else:
                how = "silent, exit 0" if told.exit_code == verdict.FINE else f"unnamed, exit {told.exit_code}"
            counts["broken", found.reason, verdict.relation(self._scene, lock, found), "lock" if lock else "no lock", how] += 1
        if command == "drift" and told.exit_code == verdict.BREAKS and not truth:
            for alarm in told.alarms:
                counts["false alarm", alarm.code, alarm.origin] += 1


def _results(ran: Ran) -> list[dict[str, str]]:
    document = json.loads(ran.out) if ran.out.startswith("{") else {}
    return [{"step": row["step"]["id"], "outcome": row["outcome"]} for row in document.get("results", [])]
