"""How long `ivrsync validate` takes on a large registry, beside a plain YAML load of the same files without any validation.

Prints a table, and as its last line one JSON object with the same figures and the seed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
REGIONS = ["cn-hangzhou", "华东2（上海）", "cn-beijing", "华南1(深圳)", "ap-southeast-1"]
RUNTIMES = ["python3.10", "python3.9", "nodejs20", "nodejs16", "java11"]
WORDS = ["身份验证", "号码归属地", "订单状态", "余额查询", "预约", "报修", "物流", "会员", "发票", "回访"]
INPUTS = ["idNumber", "phone", "orderId", "customer", "city", "channel", "language", "reason"]
VALIDATE = ["-m", "sync", "validate", "--registry"]
LOAD = ["-c", "import sys, pathlib; from sync.specs.load import load; load(pathlib.Path(sys.argv[1]))"]
PLAIN_LOAD = """
import sys, pathlib, yaml
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.yaml")):
    list(yaml.load_all(path.read_bytes(), yaml.CSafeLoader))
"""
PEER = ["-c", PLAIN_LOAD]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One program on one registry: the best time of all runs, and the largest memory of its process."""

    seconds: float
    megabytes: float


def main() -> None:
    """Generate, measure, print."""
    options = _options()
    figures: dict[str, dict[str, Figure]] = {}
    for layout, files in (("many files", options.files), ("one file", 1)):
        with tempfile.TemporaryDirectory(prefix="ivrsync-bench-") as folder:
            size = generate(Path(folder), options.functions, files, options.seed)
            print(f"{options.functions:,} functions in {layout} ({files}), {size / 1e6:.1f} MB of YAML")
            ours = measure(LOAD if options.load_only else VALIDATE, folder, options.runs)
            peer = measure(PEER, folder, options.runs)
        print(f"  {'specs.load' if options.load_only else 'ivrsync validate':<28}{ours.seconds:6.2f} s {ours.megabytes:6.0f} MB")
        print(f"  {'yaml.CSafeLoader, no checks':<28}{peer.seconds:6.2f} s {peer.megabytes:6.0f} MB")
        print(f"  {'ratio':<28}{ours.seconds / peer.seconds:6.2f}   {ours.megabytes / peer.megabytes:6.2f}")
        figures[layout] = {"ours": ours, "peer": peer}
    print(json.dumps(_summary(options, figures)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--functions", type=int, default=20_000)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--seed", type=int, default=20_260_101)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--load-only", action="store_true", help="the loading alone, without the command line")
    return parser.parse_args()


def _summary(options: argparse.Namespace, figures: dict[str, dict[str, Figure]]) -> dict[str, object]:
    rows = {layout.replace(" ", "_"): {who: asdict(figure) for who, figure in row.items()} for layout, row in figures.items()}
    ratios = {
        f"{layout.replace(' ', '_')}_ratio": round(row["ours"].seconds / row["peer"].seconds, 3) for layout, row in figures.items()
    }
    return {"benchmark": "validate", "functions": options.functions, "seed": options.seed, **rows, **ratios}


def generate(folder: Path, functions: int, files: int, seed: int) -> int:
    """Write a registry as people write them; answers its size in bytes."""
    source = random.Random(seed)
    share = -(-functions // files)
    (folder / "services").mkdir()
    (folder / "code").mkdir()
    (folder / "centers.yaml").write_text(
        "centers:\n  hotline: {instance: ccc-test, registrations: api}\n  sales: {instance: ccc-sales}\n"
    )
    size = 0
    for number in range(files):
        lines = [
            "# yaml-language-server: $schema=../../registry.schema.json",
            f"service: service-{number}",
            f"region: {source.choice(REGIONS)}",
            'generation: "2.0"',
            "functions:",
        ]
        for index in range(number * share, min((number + 1) * share, functions)):
            lines += _function(index, source)
        text = "\n".join(lines) + "\n"
        size += len(text.encode())
        (folder / "services" / f"service-{number:04}.yaml").write_text(text, encoding="utf-8")
    return size


def _function(index: int, source: random.Random) -> list[str]:
    """Some lines are the same in many functions, as in life; names, descriptions and checks are not."""
    first, second = source.sample(INPUTS, 2)
    word = source.choice(WORDS)
    lines = [
        f"  function-{index}:",
        f"    name: function{index}",
        f"    description: {word} {index}",
        f"    runtime: {source.choice(RUNTIMES)}",
        "    handler: index.handler",
        f"    memory: {source.choice([128, 256, 512, 1024])}",
        f"    timeout: {source.randint(1, 60)}",
        "    code: ../code",
        "    signature:",
        "      inputs:",
        f"        {first}: {{type: string, required: true}}",
        f'        {second}: {{type: string, default: ""}}',
        "      result: {verified: boolean, name: string}",
        "    registrations:",
        f"      {source.choice(['hotline', 'sales'])}: {{description: {word}{source.randint(1, 999)}}}",
        "    checks:",
        f'      - {{name: a known caller, input: {{{first}: "{source.randint(100000, 999999)}"}}, expect: {{verified: true}}}}',
    ]
    if source.random() < 0.2:
        lines += ["    environment:", f'      ENDPOINT: "https://service-{index % 50}.example.com"  # reached from the function']
    return lines


def measure(arguments: list[str], folder: str, runs: int) -> Figure:
    """Run a program on the registry; a failure of it is a failure of the benchmark."""
    figures = [_run(arguments, folder) for _ in range(runs)]
    return Figure(seconds=round(min(f.seconds for f in figures), 3), megabytes=max(f.megabytes for f in figures))


def _run(arguments: list[str], folder: str) -> Figure:
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, *arguments, folder], cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed with exit code {process.returncode}")
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10  # ru_maxrss counts bytes there, kilobytes elsewhere
    return Figure(seconds=seconds, megabytes=round(usage.ru_maxrss / unit, 1))


if __name__ == "__main__":
    main()
