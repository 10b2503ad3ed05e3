"""How long `ivrsync plan` takes for 20,000 registrations over the emulator, beside its peer: the bare SDK listing the same.

Deployed code is not read here: `nightly.py` measures that.

The emulator runs in a process of its own on the same machine, so its work is part of the wall time of both. Prints the medians
of several runs; the last line is one JSON object. A few functions, chosen by the seed, differ, so that there is something to plan.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

KEY_ID, SECRET, ACCOUNT = "test-key-id", "test-key-secret", "1000000000000001"
REGION, INSTANCE = "cn-hangzhou", "ccc-bench"
SERVE, LIST = "--serve", "--list"


@dataclass(frozen=True, slots=True)
class Measured:
    """One whole process: wall seconds, processor seconds, peak memory in MB, exit code."""

    wall: float
    cpu: float
    memory: float
    code: int


def names(count: int) -> list[str]:
    """The functions' names, in order."""
    return [f"function-{number:05}" for number in range(count)]


def serve(count: int) -> None:
    """Run an emulator with that many functions, each registered once, until standard input ends."""
    from sync.emulator.centers import Registration
    from sync.emulator.server import Emulator
    from sync.emulator.world import World

    world = World()
    world.add_account(ACCOUNT, KEY_ID, SECRET)
    center = world.add_center(INSTANCE, ACCOUNT)
    settings = {"runtime": "python3.10", "handler": "index.handler", "memorySize": 256, "timeout": 10}
    for name in names(count):
        world.put_function(ACCOUNT, REGION, name, settings=settings)
        center.register(Registration(registration_id=f"meta-{name}", region=REGION, function=name, description=name))
    with Emulator.start(world) as emulator:
        print(json.dumps(dict(emulator.endpoints)), flush=True)
        sys.stdin.read()


def list_everything(endpoint: str, center_endpoint: str) -> None:
    """The peer: what the plan has to read, with the bare SDKs, page after page, and nothing done with it."""
    from alibabacloud_ccc20200701 import models as ccc_models
    from alibabacloud_ccc20200701.client import Client as Center
    from alibabacloud_fc20230330 import models as fc_models
    from alibabacloud_fc20230330.client import Client as Functions
    from alibabacloud_tea_openapi.models import Config

    def config(host: str) -> Config:
        return Config(access_key_id=KEY_ID, access_key_secret=SECRET, endpoint=host, protocol="HTTP", region_id=REGION)

    functions, token, seen = Functions(config(endpoint)), None, 0
    while True:
        page = functions.list_functions(fc_models.ListFunctionsRequest(limit=100, next_token=token, fc_version="v3")).body
        seen += len(page.functions)
        token = page.next_token
        if not token:
            break
    center, number = Center(config(center_endpoint)), 1
    while True:
        data = center.list_function_metas(
            ccc_models.ListFunctionMetasRequest(instance_id=INSTANCE, page_number=number, page_size=100)
        ).body.data
        seen += len(data.list or [])
        if number * 100 >= data.total_count:
            break
        number += 1
    print(seen)


def write_registry(root: Path, count: int, seed: int) -> None:
    """Specs for all functions, over 200 files; one in a thousand wants other memory than is found."""
    chance = random.Random(seed)
    (root / "centers.yaml").write_text(f"centers:\n  hotline: {{instance: {INSTANCE}, registrations: api}}\n", encoding="utf-8")
    every = names(count)
    size = max(1, count // 200)
    for start in range(0, count, size):
        lines = [f"service: group-{start:05}", f"region: {REGION}", 'generation: "3.0"', "functions:"]
        for name in every[start : start + size]:
            memory = 512 if chance.random() < 0.001 else 256
            lines += [f"  {name}:", f"    name: {name}", "    runtime: python3.10", "    handler: index.handler"]
            lines += [f"    memory: {memory}", "    timeout: 10", f"    registrations: {{hotline: {{description: {name}}}}}"]
        (root / f"group-{start:05}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


@contextmanager
def emulator(count: int) -> Iterator[dict[str, str]]:
    """The emulator's endpoints by region, while it runs."""
    command = [sys.executable, __file__, SERVE, "--count", str(count)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.communicate()


def measure(command: list[str], environment: dict[str, str]) -> Measured:
    """Run one process to its end, by the operating system's own accounting."""
    started = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Measured(time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, process.returncode)


def environment(endpoints: dict[str, str]) -> dict[str, str]:
    """This environment, with the emulator for the clouds."""
    hosts = {**{f"fc:{region}": host for region, host in endpoints.items()}}
    hosts |= {"ccc": endpoints["cn-shanghai"], "call_center": endpoints["cn-shanghai"]}
    own = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return own | {
        "IVRSYNC_ENDPOINTS": ",".join(f"{name}={host}" for name, host in hosts.items()),
        "IVRSYNC_PROTOCOL": "http",
        "IVRSYNC_ACCOUNT_ID": ACCOUNT,
        "ALIBABA_CLOUD_ACCESS_KEY_ID": KEY_ID,
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": SECRET,
        "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true",
    }


def median(runs: list[Measured]) -> Measured:
    """The median of each figure."""
    figures = (statistics.median(getattr(run, name) for run in runs) for name in ("wall", "cpu", "memory"))
    return Measured(*figures, runs[-1].code)


def compare(count: int, seed: int, rounds: int) -> dict[str, object]:
    """Measure both, in turn, and print a row for each."""
    place = Path(tempfile.mkdtemp(prefix="ivrsync-bench-"))
    try:
        write_registry(place, count, seed)
        with emulator(count) as endpoints:
            variables = environment(endpoints)
            plan = [sys.executable, "-m", "sync", "--quiet", "plan", "--no-signatures", "--registry", str(place)]
            peer = [sys.executable, __file__, LIST, endpoints[REGION], endpoints["cn-shanghai"]]
            pairs = [(measure(plan, variables), measure(peer, variables)) for _ in range(rounds)]
    finally:
        shutil.rmtree(place)
    ours, theirs = median([pair[0] for pair in pairs]), median([pair[1] for pair in pairs])
    print(f"{count} functions, {count} registrations, seed {seed}, median of {rounds}")
    for name, row in (("ivrsync plan", ours), ("bare SDK listing, one thread", theirs)):
        print(f"  {name:<30} {row.wall:6.2f} s wall  {row.cpu:6.2f} s cpu  {row.memory:6.0f} MB  exit {row.code}")
    return {
        "benchmark": "plan", "seed": seed, "registrations": count, "rounds": rounds,
        "plan_seconds": round(ours.wall, 3), "plan_cpu_seconds": round(ours.cpu, 3), "plan_megabytes": round(ours.memory, 1),
        "plan_exit_code": ours.code, "peer_seconds": round(theirs.wall, 3), "ratio": round(ours.wall / theirs.wall, 3),
    }  # fmt: skip


def main() -> None:
    """Run what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(SERVE, action="store_true", help=argparse.SUPPRESS)
    parser.add_argument(LIST, nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        serve(arguments.count)
    elif arguments.list:
        list_everything(*arguments.list)
    else:
        print(json.dumps(compare(arguments.count, arguments.seed, arguments.rounds)))


if __name__ == "__main__":
    main()
