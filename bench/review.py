"""How long `ivrsync review` takes for a pull request that changes 50 of 5,000 functions, beside `ivrsync validate`
of the same registry.

The repository, the change and the snapshot are made anew, by the seed; 300 flows call functions. Each command runs several times in
a process of its own. Prints the medians; the last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from sync.app.version import tool
from sync.core.normalise import wanted_from
from sync.core.registration_state import new_state
from sync.core.snapshot.codec import encode
from sync.core.snapshot.model import Snapshot, Source
from sync.core.snapshot.reading import planned_readings
from sync.core.snapshot.redact import redacted
from sync.core.worlds import Found, FoundFlow, FoundFunction, FoundRegistration, FoundSignature
from sync.signatures.infer import infer
from sync.signatures.package import package_of
from sync.specs.ids import CenterName
from sync.specs.load import load

ACCOUNT, REGION, INSTANCE, SALT = "1000000000000001", "cn-hangzhou", "ccc-bench", "0" * 32
CODE = (
    "import json\n\n\ndef handler(event, context):\n    told = json.loads(event)\n"
    '    return {{"state": told["{takes}"], "number": {number}}}\n'
)
GIT = ("-c", "user.name=bench", "-c", "user.email=bench@example.invalid")


@dataclass(frozen=True, slots=True)
class Measured:
    """One whole process: wall seconds, processor seconds, peak memory in MB, exit code."""

    wall: float
    cpu: float
    memory: float
    code: int


def code(number: int, takes: str) -> str:
    """The source of a function."""
    return CODE.format(takes=takes, number=number)


def write_registry(root: Path, count: int) -> None:
    """Specs of all functions over 200 files, each function with code of its own."""
    (root / "centers.yaml").write_text(f"centers:\n  hotline: {{instance: {INSTANCE}, registrations: api}}\n", encoding="utf-8")
    size = max(1, count // 200)
    for start in range(0, count, size):
        lines = [f"service: group-{start:05}", f"region: {REGION}", 'generation: "3.0"', "functions:"]
        for number in range(start, min(start + size, count)):
            name = f"function-{number:05}"
            lines += [f"  {name}:", f"    name: {name}", "    runtime: python3.10", "    handler: index.handler"]
            lines += ["    memory: 256", f"    code: code/{name}", "    registrations: {hotline: {}}"]
            folder = root / "code" / name
            folder.mkdir(parents=True)
            (folder / "index.py").write_text(code(number, "order"), encoding="utf-8")
        (root / f"group-{start:05}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_snapshot(path: Path, root: Path, flows: int, chance: random.Random) -> None:
    """What the clouds hold where the registry is in sync."""
    wanted = wanted_from(load(root))
    functions, registrations, signatures = [], [], []
    for number, item in enumerate(wanted.functions):
        functions.append(
            FoundFunction(
                address=item.address, function_id=None, configuration=item.configuration, checksum=str(number), modified=""
            )
        )
        registrations.append(
            FoundRegistration(center=CenterName("hotline"), id=f"meta-{number}", state=new_state(item.registrations[0]))
        )
        shown = infer(package_of({"index.py": code(number, "order")}), "index.handler", "python3.10", {})
        signatures.append(FoundSignature(address=item.address, signature=shown))
    made = tuple(flow(number, chance.randrange(len(functions))) for number in range(flows))
    found = redacted(
        Found(functions=tuple(functions), registrations=tuple(registrations), flows=made, gaps=(), signatures=tuple(signatures)),
        wanted,
        None,
        SALT,
    )
    read = "2026-11-28T00:00:00Z"
    sources = (
        Source(scope="region", subject=REGION, generation="3.0", read=read),
        Source(scope="registrations", subject="hotline", generation=None, read=read),
        Source(scope="flows", subject="hotline", generation=None, read=read),
    )
    snapshot = Snapshot(
        tool=tool(),
        account=ACCOUNT,
        salt=SALT,
        sources=sources,
        instances=((CenterName("hotline"), INSTANCE),),
        planned=planned_readings(wanted, found),
        with_code=True,
        found=found,
    )
    path.write_bytes(encode(snapshot))


def flow(number: int, calls: int) -> FoundFlow:
    """A published flow that passes an order and reads a state."""
    properties = {
        "functionMetaId": f"meta-{calls}",
        "parameters": json.dumps([{"key": "order", "value": "${order}"}]),
        "outputs": [{"key": "state", "value": "state"}],
    }
    activity = {"type": "RUN_FUNCTION", "id": "1", "name": "ask", "properties": properties, "events": []}
    return FoundFlow(
        center=CenterName("hotline"),
        id=f"flow-{number}",
        name=f"flow {number}",
        type="MAIN_FLOW",
        published=True,
        definition=json.dumps({"activities": [activity]}),
        draft_id=None,
        editor=None,
        numbers=(),
    )


def change(root: Path, count: int, changed: int, chance: random.Random) -> None:
    """A pull request: that many functions want another input, memory, or name."""
    for turn, number in enumerate(chance.sample(range(count), changed)):
        name = f"function-{number:05}"
        if turn % 3 == 0:
            (root / "code" / name / "index.py").write_text(code(number, "other"), encoding="utf-8")
            continue
        size = max(1, count // 200)
        path = root / f"group-{number - number % size:05}.yaml"
        before, after = (f"name: {name}\n", f"name: {name}-new\n") if turn % 3 == 1 else ("memory: 256", "memory: 512")
        text = path.read_text(encoding="utf-8")
        at = text.index(f"  {name}:")
        path.write_text(text[:at] + text[at:].replace(before, after, 1), encoding="utf-8")


def git(place: Path, *words: str) -> None:
    """Run git."""
    subprocess.run(["git", *GIT, *words], cwd=place, check=True, capture_output=True)


def measure(place: Path, *words: str) -> Measured:
    """Run one command to its end, by the operating system's own accounting."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "sync", *words], cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Measured(time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, process.returncode)


def medians(runs: list[Measured]) -> dict[str, float]:
    """The median of each."""
    return {name: round(statistics.median(getattr(run, name) for run in runs), 2) for name in ("wall", "cpu", "memory")}


def main() -> None:
    """Make the repository, run both commands, print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--functions", type=int, default=5_000)
    parser.add_argument("--changed", type=int, default=50)
    parser.add_argument("--flows", type=int, default=300)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "registry").mkdir()
        write_registry(place / "registry", asked.functions)
        write_snapshot(place / "s.gz", place / "registry", asked.flows, chance)
        git(place, "init", "-q", "-b", "main")
        git(place, "add", "registry")
        git(place, "commit", "-q", "-m", "base")
        git(place, "checkout", "-q", "-b", "change")
        change(place / "registry", asked.functions, asked.changed, chance)
        git(place, "commit", "-q", "-a", "-m", "change")
        commands = {"review": ("review", "--base", "main", "--snapshot", "s.gz"), "validate": ("validate", "--no-signatures")}
        runs: dict[str, list[Measured]] = {name: [] for name in commands}
        for _ in range(asked.runs):
            for name, words in commands.items():
                runs[name].append(measure(place, *words))
    told = {name: medians(every) for name, every in runs.items()}
    codes = {name: sorted({run.code for run in every}) for name, every in runs.items()}
    for name, figures in told.items():
        spent = f"wall {figures['wall']:.2f} s  cpu {figures['cpu']:.2f} s  memory {figures['memory']:.0f} MB"
        print(f"{name:<9} {spent}  exit {codes[name]}")
    ratio = round(told["review"]["cpu"] / told["validate"]["cpu"], 2)
    sizes = {"functions": asked.functions, "changed": asked.changed, "flows": asked.flows, "seed": asked.seed, "runs": asked.runs}
    print(json.dumps({**sizes, **told, "exit_codes": codes, "cpu_of_validate": ratio}))


if __name__ == "__main__":
    main()
