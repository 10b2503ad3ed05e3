"""How many of the mistakes that mutmut plants in `sync/core` the tests of the core find.

Names of mutants on the command line (`sync.core.diff*`) keep it to those. Prints every survivor that `mutants-explained.toml`
does not explain, with the mistake; then a table of the modules. The last line is one JSON object. Fails below the bar, for a
survivor without an explanation, and for an explanation without a survivor. A survivor counts as one, explained or not; a mistake
after which the tests never end is found.
"""

from __future__ import annotations

import fnmatch
import json
import os
import shutil
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code

ROOT = Path(__file__).parents[1]
WORK = ROOT / "mutants"  # where mutmut works; made anew each time, since it does not see which tests have changed
EXPLAINED = ROOT / "bench" / "mutants-explained.toml"
BAR = 0.85
FOUND = {"killed", "timeout"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """What was planted where, in words that outlast changes elsewhere in the module: no numbers of lines or mutants."""

    function: str
    was: str
    becomes: str


def main(patterns: list[str]) -> int:
    """Plant, test, print; the exit code."""
    began = time.monotonic()
    shutil.rmtree(WORK, ignore_errors=True)
    # CI: nothing of earlier runs is remembered, so that the result depends on the code alone.
    ran = subprocess.run(
        [Path(sys.executable).with_name("mutmut"), "run", *patterns],
        cwd=ROOT,
        env={**os.environ, "CI": "true"},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if ran.returncode:
        print(ran.stdout.rpartition("\r")[2])
        return ran.returncode
    verdicts = dict(_verdicts(patterns))
    survivors = {name: _mistake(name) for name, verdict in verdicts.items() if verdict not in FOUND}
    return _report(verdicts, survivors, patterns, time.monotonic() - began)


def _verdicts(patterns: list[str]) -> Iterator[tuple[str, str]]:
    for path in sorted(WORK.glob("sync/**/*.meta")):
        for name, code in json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"].items():
            if not patterns or any(fnmatch.fnmatch(name, pattern) for pattern in patterns):
                yield name, status_by_exit_code[code]


def _module(name: str) -> str:
    return name.rpartition(".")[0]


def _function(name: str) -> str:
    """`a.b.x_f__mutmut_1` is `a.b.f`; a method, with a letter of its own between class and name, `a.b.C.m`."""
    last = name.rpartition(".")[2].rpartition("__mutmut_")[0]
    return f"{_module(name)}.{last.removeprefix('x_').removeprefix('xǁ').replace('ǁ', '.')}"


def _mistake(name: str) -> Mistake:
    lines = get_diff_for_mutant(name, path=Path(*_module(name).split(".")).with_suffix(".py")).splitlines()[2:]
    was, becomes = (" ".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+")
    return Mistake(function=_function(name), was=was, becomes=becomes)


def _explained(patterns: list[str]) -> dict[Mistake, str]:
    """The reasons, by mistake; only those that can have been met."""
    entries = tomllib.loads(EXPLAINED.read_text(encoding="utf-8")).get("survivor", [])
    every = {Mistake(function=item["function"], was=item["was"], becomes=item["becomes"]): item["why"] for item in entries}
    wanted = [pattern.replace(".x_", ".") for pattern in patterns]
    return {
        mistake: why
        for mistake, why in every.items()
        if not wanted or any(fnmatch.fnmatch(mistake.function, pattern) for pattern in wanted)
    }


def _report(verdicts: dict[str, str], survivors: dict[str, Mistake], patterns: list[str], seconds: float) -> int:
    explained = _explained(patterns)
    open_ = {name: mistake for name, mistake in survivors.items() if mistake not in explained}
    left_over = sorted(set(explained) - set(survivors.values()), key=str)
    for name, mistake in open_.items():
        print(f"{verdicts[name]}: {mistake.function}\n  - {mistake.was}\n  + {mistake.becomes}")
    for mistake in left_over:
        print(f"explained, but no survivor: {mistake.function}\n  - {mistake.was}\n  + {mistake.becomes}")
    _table(verdicts, survivors, open_)
    found = Counter(verdict for verdict in verdicts.values() if verdict in FOUND)
    score = found.total() / max(1, len(verdicts))
    figures = {
        "killed": found["killed"],
        "survived": len(survivors),
        "explained": len(survivors) - len(open_),
        "timeout": found["timeout"],
        "score": round(score, 4),
        "seconds": round(seconds),
    }
    print(json.dumps(figures))
    return int(score < BAR or bool(open_) or bool(left_over))


def _table(verdicts: dict[str, str], survivors: dict[str, Mistake], open_: dict[str, Mistake]) -> None:
    every, lived, unexplained = (Counter(map(_module, names)) for names in (verdicts, survivors, open_))
    print(f"{'module':36}{'mutants':>9}{'found':>9}{'explained':>11}{'open':>6}{'score':>8}")
    for module, total in sorted(every.items()):
        found = total - lived[module]
        explained = lived[module] - unexplained[module]
        print(f"{module:36}{total:9}{found:9}{explained:11}{unexplained[module]:6}{found / total:8.1%}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
