"""How long `ivrsync --help` takes, beside what any Python program and the smallest click program take here; and a small plan.

Wall time of whole processes, best and median of the runs. For the plan of the demo's three functions over the emulator, whose code
is in the cache: processor time of the whole process, and how many modules it imports, beside those of the SDKs' clients alone. The
last line is one JSON object.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

RUNS = 21
LIMIT = 0.15  # seconds, median
_SMALLEST_CLICK = "import click; click.command()(lambda: None).main(['--help'])"
PROGRAMS = {
    "python -c pass": ["-c", "pass"],
    "smallest click --help": ["-c", _SMALLEST_CLICK],
    "ivrsync --help": ["-m", "sync", "--help"],
    "ivrsync plan --help": ["-m", "sync", "plan", "--help"],
}
PLANS = 9
ROOT = Path(__file__).parents[1]
_CLIENTS = ("credentials", "ccc20200701", "fc20230330", "fc_open20210406")
PLAN_PROGRAMS = {
    "the SDKs' clients": ["-c", "import " + ", ".join(f"alibabacloud_{name}.client" for name in _CLIENTS)],
    "ivrsync plan": ["-m", "sync", "plan", "--exit-zero"],
}


def seconds(arguments: list[str]) -> float:
    """Wall time of one run of this interpreter."""
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def processor_seconds(arguments: list[str], place: Path, environment: Mapping[str, str]) -> float:
    """Processor time of one run, by the operating system's own accounting."""
    command = [sys.executable, *arguments]
    process = subprocess.Popen(command, cwd=place, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_utime + usage.ru_stime


def imported(arguments: list[str], place: Path, environment: Mapping[str, str]) -> int:
    """How many modules one run imports."""
    command = [sys.executable, "-X", "importtime", *arguments]
    done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=True)
    return sum(line.startswith("import time:") for line in done.stderr.splitlines()) - 1  # a heading


def plans() -> dict[str, dict[str, float]]:
    """The plan of three functions, in a copy of the sample registry, and what the SDKs take of it."""
    from sync.emulator.server import Emulator
    from sync.emulator.world import World
    from sync.emulator.worldfile import read_world

    figures: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="ivrsync-bench-") as folder:
        place = Path(folder)
        for name in ("registry", "examples"):
            shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__", ".*", "registry.lock.json"))
        with Emulator.start(read_world(ROOT / "examples" / "demo" / "world.yaml", World)) as emulator:
            hosts = {f"fc:{region}": host for region, host in emulator.endpoints.items()}
            hosts |= {"ccc": emulator.center_endpoint, "call_center": emulator.center_endpoint}
            variables = {
                "HOME": folder,
                "PYTHONPATH": str(ROOT),
                "IVRSYNC_ENDPOINTS": ",".join(f"{name}={host}" for name, host in hosts.items()),
                "IVRSYNC_PROTOCOL": "http",
                "IVRSYNC_ACCOUNT_ID": "1000000000000001",
                "ALIBABA_CLOUD_ACCESS_KEY_ID": "test-key-id",
                "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "test-key-secret",
                "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true",
            }
            for name, arguments in PLAN_PROGRAMS.items():
                modules = imported(arguments, place, variables)  # the first plan reads the code, the second finds it in the cache
                processor_seconds(arguments, place, variables)
                runs = [processor_seconds(arguments, place, variables) for _ in range(PLANS)]
                figures[name] = {
                    "best": round(min(runs), 4), "median": round(statistics.median(runs), 4),
                    "modules": min(modules, imported(arguments, place, variables)),
                }  # fmt: skip
    return figures


def main() -> None:
    """Measure, print a table, then the JSON line."""
    figures: dict[str, dict[str, float]] = {}
    for name, arguments in PROGRAMS.items():
        seconds(arguments)  # byte code and file cache, which a second run of a user has too
        runs = [seconds(arguments) for _ in range(RUNS)]
        figures[name] = {"best": round(min(runs), 4), "median": round(statistics.median(runs), 4)}
    bare = figures["python -c pass"]["median"]
    for name, figure in figures.items():
        median, best = figure["median"] * 1000, figure["best"] * 1000
        print(f"{name:<24} median {median:6.1f} ms   best {best:6.1f} ms   x{figure['median'] / bare:4.1f}")
    planned = plans()
    for name, figure in planned.items():
        median, best, modules = figure["median"] * 1000, figure["best"] * 1000, figure["modules"]
        print(f"{name:<24} median {median:6.1f} ms   best {best:6.1f} ms   of the processor, {modules} modules")
    held = figures["ivrsync --help"]["median"] < LIMIT
    report = {"benchmark": "startup", "unit": "s", "limit": LIMIT, "held": held, "figures": figures, "processor": planned}
    print(json.dumps(report))


if __name__ == "__main__":
    main()
