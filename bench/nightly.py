"""What a nightly check fetches to know the signatures of 10,000 functions: a first run, a second, and one after ten changed.

Beside it the peer, with nothing kept: the package of every function fetched whole with `requests`, and then each distinct one
once. The emulator runs in a process of its own on this machine; calls and bytes are counted there, where they are answered. Wall
times include its work, of both alike. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

KEY_ID, SECRET, ACCOUNT = "test-key-id", "test-key-secret", "1000000000000001"
REGION, SERVE = "cn-hangzhou", "--serve"
SMALL, LARGE = 300, 12  # distinct packages
LARGE_BYTES = 4 << 20
LARGE_SHARE = 0.02  # of the functions
CHANGED = 10
WORKERS = 8
SERVICES = 50  # that hold the half of the functions that is of generation 2.0
HANDLER = """import json

def handler(event, context):
    asked = json.loads(event)
    return {{'key': asked['key_{number}'], 'area': asked.get('area', '{number}')}}
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """One run: wall seconds, GetFunctionCode calls, requests to the storage and bytes of packages that it sent."""

    seconds: float
    calls: int
    requests: int
    size: int


def package(number: int, size: int) -> bytes:
    """A package with a small handler, and a library of that size that no compression makes smaller."""
    from sync.emulator.code import zip_files

    library = {"library.so": hashlib.shake_128(str(number).encode()).digest(size)} if size else {}
    return zip_files({"index.py": HANDLER.format(number=number), **library})


def serve(count: int, seed: int) -> None:
    """Run an emulator with that many functions; obey each line of standard input, and answer it with the counts so far."""
    from sync.emulator import code
    from sync.emulator.server import Emulator
    from sync.emulator.world import World

    chance, world, sent, lock = random.Random(seed), World(), [0, 0], threading.Lock()
    world.add_account(ACCOUNT, KEY_ID, SECRET)
    small = [package(number, 0) for number in range(SMALL)]
    large = [package(SMALL + number, LARGE_BYTES) for number in range(LARGE)]
    places = [("" if number % 2 else f"service-{number % SERVICES:02}", f"function-{number:05}") for number in range(count)]

    def put(place: tuple[str, str], content: bytes) -> None:
        settings = {"runtime": "python3.10", "handler": "index.handler"}
        world.put_function(ACCOUNT, REGION, place[1], service=place[0], package=content, settings=settings)

    for number, place in enumerate(places):
        put(place, small[number] if number < SMALL else chance.choice(large if chance.random() < LARGE_SHARE else small))
    download = code.download

    def counted(*arguments: object) -> object:
        reply = download(*arguments)
        with lock:
            sent[0], sent[1] = sent[0] + 1, sent[1] + len(reply.body)
        return reply

    code.download = counted  # downloads are no calls of an API, so the emulator's own record has none of them
    with Emulator.start(world) as emulator:
        print(json.dumps(dict(emulator.endpoints)), flush=True)
        for line in sys.stdin:
            if line.strip() == "change":
                for number, place in enumerate(chance.sample(places, CHANGED)):
                    put(place, package(SMALL + LARGE + number, 0))
            calls = sum(call.operation == "GetFunctionCode" for call in emulator.calls())
            print(json.dumps([calls, *sent]), flush=True)


class Cloud:
    """The emulator's process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.endpoints: dict[str, str] = json.loads(self._line())

    def tell(self, word: str) -> list[int]:
        """Have something done; answers GetFunctionCode calls, requests to the storage and bytes since the start."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{word}\n")
        self._process.stdin.flush()
        found: list[int] = json.loads(self._line())
        return found

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


@contextmanager
def cloud(count: int, seed: int) -> Iterator[Cloud]:
    """The emulator while it runs."""
    command = [sys.executable, __file__, SERVE, "--count", str(count), "--seed", str(seed)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Cloud(process)
    finally:
        process.communicate()


class Run:
    """Runs over one cloud: ours with a cache in `folder`, and the peer's."""

    def __init__(self, running: Cloud, folder: Path) -> None:
        from sync.adapters.connect import Timing, connect_readers
        from sync.adapters.connection_config import ConnectionConfig
        from sync.adapters.credentials import Keys

        self._cloud, self._folder = running, folder
        self._host = running.endpoints[REGION]
        access = ConnectionConfig(account_id=ACCOUNT, protocol="http", endpoints={f"fc:{REGION}": self._host})
        self._readers = connect_readers(
            access, keys=Keys(access_key_id=KEY_ID, access_key_secret=SECRET), timing=Timing(rate=10_000)
        )

    def listed(self) -> list[object]:
        """Every function now."""
        from sync.specs.ids import Region

        generations = ("2.0", "3.0")
        return [item for one in generations for item in self._readers.functions.functions(Region(REGION), one)]

    def ours(self) -> Counted:
        """One run of the tool's own reading."""
        from sync.discovery.cache import SignatureCache
        from sync.discovery.signatures import read_signatures

        functions = self.listed()
        before, started = self._cloud.tell("count"), time.perf_counter()
        signatures, gaps = read_signatures(
            self._readers.code, SignatureCache(self._folder), functions, workers=WORKERS, progress=lambda _progress: None
        )
        seconds = time.perf_counter() - started
        assert len(signatures) == len(functions), gaps[:3]
        return self._since(before, seconds)

    def whole(self, functions: list[object]) -> Counted:
        """The peer: the package of each function whole. The bare SDKs for its URL, `requests` for its bytes, on as many threads."""
        import requests
        from alibabacloud_fc20230330 import models as models3
        from alibabacloud_fc20230330.client import Client as Client3
        from alibabacloud_fc_open20210406 import models as models2
        from alibabacloud_fc_open20210406.client import Client as Client2
        from alibabacloud_tea_openapi.models import Config

        settings = {"access_key_id": KEY_ID, "access_key_secret": SECRET, "endpoint": self._host, "protocol": "HTTP"}
        client2, client3 = Client2(Config(**settings)), Client3(Config(**settings))
        session = requests.Session()
        session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=WORKERS))

        def fetch(function: object) -> int:
            address = function.address
            if address.service:
                found = client2.get_function_code(address.service, address.name, models2.GetFunctionCodeRequest())
            else:
                found = client3.get_function_code(address.name, models3.GetFunctionCodeRequest())
            return len(session.get(found.body.url, timeout=60).content)

        before, started = self._cloud.tell("count"), time.perf_counter()
        with ThreadPoolExecutor(WORKERS) as pool:
            size = sum(pool.map(fetch, functions))
        counted = self._since(before, time.perf_counter() - started)
        assert size == counted.size
        return counted

    def _since(self, before: list[int], seconds: float) -> Counted:
        calls, requests, size = (now - then for now, then in zip(self._cloud.tell("count"), before, strict=True))
        return Counted(seconds, calls, requests, size)


def measure(count: int, seed: int) -> dict[str, object]:
    """All runs, a row printed for each."""
    folder = Path(tempfile.mkdtemp(prefix="ivrsync-bench-"))
    try:
        with cloud(count, seed) as running:
            run = Run(running, folder)
            rows = {"first": run.ours(), "second": run.ours()}
            running.tell("change")
            rows["after_10_changes"] = run.ours()
            functions = run.listed()
            rows["peer"] = run.whole(functions)
            rows["peer_distinct"] = run.whole(list({item.checksum: item for item in functions}.values()))
    finally:
        shutil.rmtree(folder)
    print(f"{count} functions of both generations, {SMALL + LARGE} distinct packages, {LARGE} of them of 4 MB, seed {seed}")
    titles = {
        "first": "first run", "second": "second run", "after_10_changes": "after 10 changed",
        "peer": "peer, each time: all, whole", "peer_distinct": "peer, each code once, whole",
    }  # fmt: skip
    for name, row in rows.items():
        print(f"  {titles[name]:<28} {row.calls:6} GetFunctionCode {row.requests:6} downloads "
              f"{row.size / 1e6:9.2f} MB {row.seconds:7.2f} s")  # fmt: skip
    figures = {
        name: {"calls": row.calls, "downloads": row.requests, "bytes": row.size, "seconds": round(row.seconds, 2)}
        for name, row in rows.items()
    }
    assert rows["second"].calls == 0
    assert rows["after_10_changes"].calls == CHANGED
    return {"benchmark": "nightly", "seed": seed, "functions": count, "processors": os.cpu_count(), **figures}


def main() -> None:
    """Run what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument(SERVE, action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        serve(arguments.count, arguments.seed)
    else:
        print(json.dumps(measure(arguments.count, arguments.seed)))


if __name__ == "__main__":
    main()
