"""How long a `pulumi up` with nothing to do takes for 500 functions and their registrations.

Two readings. (a) Beside the same program and the same resources, with a plugin in the place of ours that does nothing: what our
provider costs. This is held to the limit. (b) Beside the functions alone: what registrations cost, whoever provides them. The
engine and the program are real; the alicloud plugin is a stand-in, and so is the language host where no real one is on PATH. The
three alternate; medians of wall time, and of the processor time of everything that a run starts. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from sync.emulator.server import Emulator
from tests.pulumi import harness
from tests.pulumi.project import REGION, SPEC, Project, new_project, new_world

LIMIT = 1.2
# The first `up` writes the state once, and not after each of its steps: it is not what is measured.
_AT_ONCE = {"PULUMI_EXPERIMENTAL": "true", "PULUMI_SKIP_CHECKPOINTS": "true"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """Seconds of one run."""

    wall: float
    processor: float


WITH, IDLE, WITHOUT = "with registrations", "with an idle plugin", "functions alone"


def declare(project: Project, functions: int, *, registered: bool) -> None:
    """A registry of that many functions, all with the same code."""
    project.declare(with_function=False)
    (project.stack.place / "registry" / "services.yaml").unlink()
    stated = {**SPEC, "checks": [], "registrations": SPEC["registrations"] if registered else {}}
    specs = {f"greet-{number:04}": {**stated, "name": f"greet-{number:04}"} for number in range(functions)}
    service = {"service": "svc", "region": REGION, "generation": "3.0", "functions": specs}
    (project.stack.place / "registry" / "services.yaml").write_text(json.dumps(service), encoding="utf-8")


def provide_nothing(project: Project) -> None:
    """The plugin that does nothing, instead of ours."""
    folder, stated = project.stack.place / "idle", (harness.ROOT / "Pulumi.yaml").read_text(encoding="utf-8")
    folder.mkdir()
    harness.install(folder / "pulumi-resource-ivrsync", (sys.executable, "-m", "tests.pulumi.idle_plugin"))
    file = project.stack.place / "Pulumi.yaml"
    file.unlink()  # a link to the one of this checkout
    file.write_text(stated.replace("path: infra/provider", f"path: {folder}"), encoding="utf-8")


def as_users_run_it(project: Project) -> Project:
    """Without what only the first `up` needs."""
    stated = {name: value for name, value in project.stack.environment.items() if name not in _AT_ONCE}
    return replace(project, stack=replace(project.stack, environment=stated))


def nothing_to_do(project: Project) -> Took:
    """One `up`, which has to find nothing to do and to call nothing."""
    project.emulator.forget_calls()
    words = ("up", "--yes", "--skip-preview", "--expect-no-changes", "--stack", project.stack.name)
    before, began = os.times(), time.perf_counter()
    ran = project.stack.run(*words)
    wall, after = time.perf_counter() - began, os.times()
    assert ran.code == 0, ran.out + ran.err
    assert harness.writes(project.emulator) == []
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Took(wall=wall, processor=used)


def main() -> int:
    """Make all three, measure all three; 0 when the limit holds."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--functions", type=int, default=500)
    asked.add_argument("--runs", type=int, default=5)
    stated = asked.parse_args()
    cli = harness.cli()
    if cli is None:
        print("there is no pulumi CLI: run `make pulumi` first", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="ivrsync-bench-") as folder, ExitStack() as clouds:
        projects: dict[str, Project] = {}
        for number, name in enumerate((WITH, IDLE, WITHOUT)):
            emulator = clouds.enter_context(Emulator.start(new_world(), regions=[REGION]))
            project = new_project(cli, Path(folder) / str(number), emulator, **_AT_ONCE)
            declare(project, stated.functions, registered=name != WITHOUT)
            if name == IDLE:
                provide_nothing(project)
            began = time.perf_counter()
            project.up()
            print(f"{name}: the first up took {time.perf_counter() - began:.0f} s", flush=True)
            projects[name] = as_users_run_it(project)
        took: dict[str, list[Took]] = {name: [] for name in projects}
        for _ in range(stated.runs):
            for name, project in projects.items():
                took[name].append(nothing_to_do(project))
    return report(took, stated.functions)


def report(took: dict[str, list[Took]], functions: int) -> int:
    """The figures, for people and as JSON."""
    wall = {name: statistics.median(each.wall for each in runs) for name, runs in took.items()}
    processor = {name: statistics.median(each.processor for each in runs) for name, runs in took.items()}
    for name, runs in took.items():
        print(f"{name:20} {wall[name]:6.2f} s wall, {processor[name]:6.2f} s of processor, median of {len(runs)}")
    own, alone, least = wall[WITH] / wall[IDLE], wall[WITH] / wall[WITHOUT], wall[IDLE] / wall[WITHOUT]
    holds = own <= LIMIT
    print(f"(a) {own:.2f} times the same program with a plugin that does nothing; limit {LIMIT}: {'pass' if holds else 'fail'}")
    print(f"(b) {alone:.2f} times the functions alone; with the plugin that does nothing it is {least:.2f} times")
    figures = {
        "bench": "pulumi",
        "functions": functions,
        "with_seconds": round(wall[WITH], 2),
        "idle_seconds": round(wall[IDLE], 2),
        "without_seconds": round(wall[WITHOUT], 2),
        "ratio_to_idle": round(own, 2),
        "ratio": round(alone, 2),
        "idle_ratio": round(least, 2),
        "processor_ratio_to_idle": round(processor[WITH] / processor[IDLE], 2),
        "processor_ratio": round(processor[WITH] / processor[WITHOUT], 2),
        "limit": LIMIT,
        "holds": holds,
    }
    print(json.dumps(figures))
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
