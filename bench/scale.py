"""How `ivrsync plan` grows: from 1,000 to 100,000 functions over ten regions, each registered once, over the emulator.

For each size wall and processor time, peak memory, and how many requests it took; beside it its peer, the bare SDK listing the
same on one thread. Then the growth exponent: the slope of log(seconds) over log(functions), from processor time, because a shared
machine lends its wall time to others. Then one size with 50 ms added to each answer, and one where 20 requests a second are
answered and the others refused. Deployed code is not read here: `nightly.py` measures that.

The emulator runs in a process of its own on the same machine. The last line is one JSON object; `--sizes 1000,10000` is a quick
try, and `--only` runs a part.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

KEY_ID, SECRET, ACCOUNT = "test-key-id", "test-key-secret", "1000000000000001"
INSTANCE = "ccc-bench"
REGIONS = (
    "cn-hangzhou", "cn-shanghai", "cn-qingdao", "cn-beijing", "cn-zhangjiakou",
    "cn-huhehaote", "cn-wulanchabu", "cn-shenzhen", "cn-chengdu", "cn-hongkong",
)  # fmt: skip
SERVE, LIST = "--serve", "--list"
PARTS = ("growth", "delay", "limit")
SIZES = [1_000, 10_000, 50_000, 100_000]
RATE = 20  # requests a second, where there is a limit
GROWTH_BAR, MEMORY_BAR, TIME_BAR, REFUSED_BAR = 1.1, 600, 1.1, 0.02
WORKERS = 16  # what the command uses unless it is told otherwise


@dataclass(frozen=True, slots=True)
class Measured:
    """One whole process: wall and processor seconds, peak memory in MB, exit code.

    Of its requests how many came, how many of them were refused, and the seconds from the first one to the last.
    """

    wall: float
    cpu: float
    memory: float
    code: int
    requests: int
    refused: int
    asking: float


def names(count: int) -> Iterator[tuple[str, str]]:
    """Region and name of every function; the regions take turns."""
    return ((REGIONS[number % len(REGIONS)], f"function-{number:06}") for number in range(count))


def serve(count: int) -> None:
    """Run an emulator with that many functions until standard input ends.

    A line of input is a list of faults that replace those before it. It is answered with what came since the last line: how
    many calls, how many of them were answered, and the seconds between the first and the last.
    """
    from sync.emulator.centers import Registration
    from sync.emulator.server import Emulator
    from sync.emulator.world import World

    world = World()
    world.add_account(ACCOUNT, KEY_ID, SECRET)
    center = world.add_center(INSTANCE, ACCOUNT)
    settings = {"runtime": "python3.10", "handler": "index.handler", "memorySize": 256, "timeout": 10}
    for region, name in names(count):
        world.put_function(ACCOUNT, region, name, settings=settings)
        center.register(Registration(registration_id=f"meta-{name}", region=region, function=name, description=name))
    seen: list[tuple[str, float]] = []
    with Emulator.start(world, observer=lambda moment, _: seen.append((moment, time.monotonic()))) as emulator:
        print(json.dumps(dict(emulator.endpoints)), flush=True)
        for line in sys.stdin:
            emulator.clear_faults()
            emulator.arm(*json.loads(line))
            emulator.forget_calls()
            moments, times = Counter(moment for moment, _ in seen), [at for _, at in seen] or [0.0]
            print(json.dumps([moments["before"], moments["after"], max(times) - min(times)]), flush=True)
            seen.clear()


def list_everything(endpoints: dict[str, str]) -> None:
    """The peer: what the plan has to read, with the bare SDKs, page after page, and nothing done with it."""
    from alibabacloud_ccc20200701 import models as ccc_models
    from alibabacloud_ccc20200701.client import Client as Center
    from alibabacloud_fc20230330 import models as fc_models
    from alibabacloud_fc20230330.client import Client as Functions
    from alibabacloud_tea_openapi.models import Config

    def config(region: str) -> Config:
        return Config(access_key_id=KEY_ID, access_key_secret=SECRET, endpoint=endpoints[region], protocol="HTTP", region_id=region)

    for region in REGIONS:
        functions, token = Functions(config(region)), None
        while True:
            page = functions.list_functions(fc_models.ListFunctionsRequest(limit=100, next_token=token, fc_version="v3")).body
            token = page.next_token
            if not token:
                break
    center, number, total = Center(config("cn-shanghai")), 0, 1
    while number * 100 < total:
        number += 1
        request = ccc_models.ListFunctionMetasRequest(instance_id=INSTANCE, page_number=number, page_size=100)
        total = center.list_function_metas(request).body.data.total_count


def write_registry(root: Path, count: int, seed: int) -> None:
    """Specs for all functions, ten files for each region; one in a thousand wants other memory than is found."""
    chance = random.Random(seed)
    (root / "centers.yaml").write_text(f"centers:\n  hotline: {{instance: {INSTANCE}, registrations: api}}\n", encoding="utf-8")
    files: dict[tuple[str, int], list[str]] = {}
    for number, (region, name) in enumerate(names(count)):
        head = [f"service: {region}-{number * 10 // count}", f"region: {region}", 'generation: "3.0"', "functions:"]
        lines = files.setdefault((region, number * 10 // count), head)
        memory = 512 if chance.random() < 0.001 else 256
        lines += [f"  {name}:", f"    name: {name}", "    runtime: python3.10", "    handler: index.handler"]
        lines += [f"    memory: {memory}", "    timeout: 10", f"    registrations: {{hotline: {{description: {name}}}}}"]
    for (region, part), lines in files.items():
        (root / f"{region}-{part}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


class Stage:
    """A registry, and an emulator that holds the same."""

    def __init__(self, root: Path, endpoints: dict[str, str], orders: IO[str], replies: IO[str]) -> None:
        self._root = root
        self._endpoints = endpoints
        self._orders = orders
        self._replies = replies

    def plan(self, *faults: str) -> Measured:
        """Run the command to its end while that goes wrong."""
        command = [sys.executable, "-m", "sync", "--quiet", "plan", "--no-signatures", "--registry", str(self._root)]
        return self._measure(command, faults)

    def peer(self, *faults: str) -> Measured:
        """Run the peer to its end while that goes wrong."""
        return self._measure([sys.executable, __file__, LIST, json.dumps(self._endpoints)], faults)

    def _measure(self, command: list[str], faults: Sequence[str]) -> Measured:
        """By the operating system's own accounting."""
        self._order(faults)
        started = time.perf_counter()
        process = subprocess.Popen(command, env=environment(self._endpoints), stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        sent, answered, asking = self._order(())
        cpu = usage.ru_utime + usage.ru_stime
        return Measured(wall, cpu, usage.ru_maxrss / 1024, process.returncode, sent, sent - answered, asking)

    def _order(self, faults: Sequence[str]) -> tuple[int, int, float]:
        print(json.dumps(faults), file=self._orders, flush=True)
        sent, answered, asking = json.loads(self._replies.readline())
        return sent, answered, asking


@contextmanager
def stage(count: int, seed: int) -> Iterator[Stage]:
    """A stage of that size, while it stands."""
    root = Path(tempfile.mkdtemp(prefix="ivrsync-bench-"))
    process = subprocess.Popen(
        [sys.executable, __file__, SERVE, "--sizes", str(count)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        write_registry(root, count, seed)
        yield Stage(root, json.loads(process.stdout.readline()), process.stdin, process.stdout)
    finally:
        process.communicate()
        shutil.rmtree(root)


def environment(endpoints: dict[str, str]) -> dict[str, str]:
    """This environment, with the emulator for the clouds, and nothing remembered from other runs."""
    hosts = {f"fc:{region}": host for region, host in endpoints.items()}
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


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float | None:
    """The slope of the straight line through log(seconds) over log(sizes), by least squares; None for fewer than two."""
    if len(sizes) < 2:
        return None
    across, up = [math.log(size) for size in sizes], [math.log(one) for one in seconds]
    middle, level = sum(across) / len(across), sum(up) / len(up)
    run = sum((x - middle) ** 2 for x in across)
    return sum((x - middle) * (y - level) for x, y in zip(across, up, strict=True)) / run


def load() -> str:
    """What else the machine is doing."""
    return f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}"


def row(name: str, one: Measured) -> None:
    """Print one line of the table."""
    print(
        f"  {name:<34} {one.wall:7.2f} s wall {one.cpu:7.2f} s cpu {one.memory:6.0f} MB {one.requests:6} requests "
        f"{one.refused:4} refused  exit {one.code}  ({load()})",
        flush=True,
    )


def growth(sizes: Sequence[int], seed: int) -> dict[str, object]:
    """Plan and peer at every size, one run of each: the fit over the sizes is what averages."""
    ours: list[Measured] = []
    for count in sizes:
        with stage(count, seed) as here:
            ours.append(here.plan())
            row(f"plan of {count}", ours[-1])
            theirs = here.peer()
            row("  bare SDK listing, one thread", theirs)
    cpu, wall = exponent(sizes, [one.cpu for one in ours]), exponent(sizes, [one.wall for one in ours])
    # What a run costs before the first function is the same at every size and flatters the whole fit; the last step shows the most.
    last = exponent(sizes[-2:], [one.cpu for one in ours[-2:]])
    if cpu is not None and wall is not None and last is not None:
        print(f"  growth exponent: {cpu:.2f} of cpu, {wall:.2f} of wall, {last:.2f} of cpu over the last step; bar {GROWTH_BAR}")
    print(f"  peak memory at {sizes[-1]}: {ours[-1].memory:.0f} MB; bar {MEMORY_BAR} MB at 100000")
    return {
        "sizes": list(sizes),
        "seconds": [round(one.wall, 2) for one in ours],
        "cpu_seconds": [round(one.cpu, 2) for one in ours],
        "megabytes": [round(one.memory) for one in ours],
        "exit_codes": [one.code for one in ours],
        "exponent": cpu and round(cpu, 3),
        "exponent_of_wall": wall and round(wall, 3),
        "exponent_of_last_step": last and round(last, 3),
    }


def delayed(count: int, seed: int) -> dict[str, object]:
    """50 ms more for each answer, beside none. They are hidden where requests wait side by side."""
    with stage(count, seed) as here:
        plain, late = here.plan(), here.plan("*:delay=50ms*1000000")
        row(f"plan of {count}", plain)
        row("  50 ms added to each answer", late)
    added, waited = late.wall - plain.wall, late.requests * 0.05
    print(f"  {added:.2f} s longer; {waited:.2f} s one after the other, {waited / WORKERS:.2f} s {WORKERS} at once")
    return {"delayed_functions": count, "delay_added_seconds": round(added, 2), "delay_in_turn_seconds": round(waited, 2)}


def limited(count: int, seed: int) -> dict[str, object]:
    """A limit of requests a second that the command is not told of."""
    with stage(count, seed) as here:
        slowed = here.plan(f"*:rate={RATE}")
    row(f"plan of {count}, {RATE} requests a second", slowed)
    # From the first request to the last: the work before and after them does not wait for the limit.
    answered = slowed.requests - slowed.refused
    share, ratio = slowed.refused / slowed.requests, slowed.asking / (answered / RATE)
    print(f"  {ratio:.2f} x requests / rate (bar {TIME_BAR}), {share:.1%} of requests refused (bar {REFUSED_BAR:.0%})")
    return {
        "limited_functions": count, "limited_requests": answered, "limited_seconds": round(slowed.asking, 2),
        "limited_ratio": round(ratio, 3), "refused": slowed.refused, "refused_share": round(share, 4),
        "limited_exit_code": slowed.code,
    }  # fmt: skip


def main() -> None:
    """Run what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=lambda text: [int(size) for size in text.split(",")], default=SIZES)
    parser.add_argument("--waiting", type=int, default=50_000, help="functions where answers are late or limited")
    parser.add_argument("--only", choices=PARTS, action="append", help="run this part; may be given again")
    parser.add_argument("--seed", type=int, default=20261128)
    parser.add_argument(SERVE, action="store_true", help=argparse.SUPPRESS)
    parser.add_argument(LIST, type=json.loads, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        serve(arguments.sizes[0])
    elif arguments.list:
        list_everything(arguments.list)
    else:
        seed, parts = arguments.seed, arguments.only or PARTS
        print(f"seed {seed}, {load()}")
        figures: dict[str, object] = {"benchmark": "scale", "seed": seed, "load": round(os.getloadavg()[0], 1)}
        figures |= growth(sorted(arguments.sizes), seed) if "growth" in parts else {}
        figures |= delayed(arguments.waiting, seed) if "delay" in parts else {}
        figures |= limited(arguments.waiting, seed) if "limit" in parts else {}
        print(json.dumps(figures))


if __name__ == "__main__":
    main()
