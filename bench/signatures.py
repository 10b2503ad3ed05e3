"""How well and how fast signatures are read from code.

Accuracy over the regression suite of idioms, per language; handlers a second on two cores, with the bare parse of the same files
beside them as the floor; the same for the regression suite of whole handlers, with what its first runs showed; late reads; the time
for a bundle of five megabytes; mutants killed; lines of the engine. The engine was written and improved on both suites: they show
what it has lost, not how good it is. Times are of the processor, so that a busy machine measures the same. The last line is one
JSON object.
"""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from sync.core.signature.inferred import Inferred
from sync.signatures.frontends.tree import parser
from sync.signatures.infer import infer
from sync.signatures.package import package_of
from tests.unit.signatures.cases import HELD_OUT, LANGUAGES, ROOT, Case, cases, contract, expected, wrongly_closed
from tests.unit.signatures.late_reads import counted
from tests.unit.signatures.mutations import mutants

CORES = 2
DOCUMENT = Path(__file__).parents[1] / "docs" / "explanation" / "how-signatures-are-read.md"
ENGINE = Path(__file__).parents[1] / "sync" / "signatures"
FIRST_RUN = ("<!-- first run -->", "<!-- end of first run -->")  # what the document says between these is printed as it stands
SECONDS = 3.0
SIZES = (20, 40, 80, 150, 300)  # lines of the handlers that are timed
BUNDLE = 5 * 1024 * 1024
RUNTIMES = {"python": "python3.10", "javascript": "nodejs16", "php": "php7.2"}
SUFFIXES = {"python": "py", "javascript": "js", "php": "php"}
STEP = {  # one read with a default, a guard and a conversion
    "python": """
    value_{n} = evt.get('key_{n}', {n})
    if value_{n} is None:
        raise ValueError('key_{n}')
    total += int(value_{n})
""",
    "javascript": """
  const value_{n} = evt.key_{n} || {n};
  if (value_{n} === null) {{
    throw new Error('key_{n}');
  }}
  total += Number(value_{n});
""",
    "php": """
    $value_{n} = $evt['key_{n}'] ?? {n};
    if ($value_{n} === null) {{
        throw new Exception('key_{n}');
    }}
    $total += intval($value_{n});
""",
}
FRAME = {
    "python": ("""import json

def handler(event, context):
    evt = json.loads(event)
    total = 0
""", "    return {'total': total}\n"),
    "javascript": ("""exports.handler = async (event) => {
  const evt = JSON.parse(event);
  let total = 0;
""", "  return { total };\n};\n"),
    "php": ("""<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    $total = 0;
""", "    return ['total' => $total];\n}\n"),
}  # fmt: skip
BUNDLED = """{n}: (module, exports, require) => {{
  exports.f{n} = (a, b) => {{
    const c = a.x || b.y;
    if (!c) {{ throw new Error('m{n}'); }}
    return {{ c, d: [1, 2, 3].map((q) => q + c), e: `t${{a}}` }};
  }};
}},
"""
ENTRY = """42: (module, exports, require) => {
  const lib = require(100);
  exports.handler = async (event) => {
    const evt = JSON.parse(event);
    if (!evt.to) throw new Error('to');
    return { sent: evt.to, l: lib.f100(1, 2) };
  };
}
"""
LOADER = """var cache = {};
function load(id) {
  var m = cache[id];
  if (m !== undefined) return m.exports;
  m = cache[id] = { exports: {} };
  modules[id](m, m.exports, load);
  return m.exports;
}
module.exports = load(42);
"""


@dataclass(slots=True)
class Score:
    """Counts over one language's suite."""

    right: int = 0
    invented: int = 0
    missed: int = 0
    required_right: int = 0
    required_wrong: int = 0
    required_missed: int = 0
    required_all: int = 0
    wrong_closed: int = 0
    exact: int = 0
    cases: int = 0

    def add(self, case: Case) -> None:
        """Count one snippet."""
        found, truth = contract(case.infer()), expected(case)
        self.cases += 1
        self.exact += found == truth
        inputs, wanted = found.get("inputs", {}), truth.get("inputs", {})
        self.right += len(inputs.keys() & wanted.keys())
        self.invented += len(inputs.keys() - wanted.keys())
        self.missed += len(wanted.keys() - inputs.keys())
        for name in inputs.keys() & wanted.keys():
            same = inputs[name]["required"] == wanted[name]["required"]
            self.required_right += same
            self.required_wrong += not same
        needed = [name for name, one in wanted.items() if one["required"]]
        self.required_all += len(needed)
        self.required_missed += sum(1 for name in needed if not inputs.get(name, {}).get("required"))
        self.wrong_closed += wrongly_closed(found, truth)

    def figures(self) -> dict[str, float]:
        """The figures of one language."""
        precision = self.right / max(1, self.right + self.invented)
        recall = self.right / max(1, self.right + self.missed)
        return {
            "cases": self.cases,
            "exact": self.exact,
            "key_precision": round(precision, 4),
            "key_recall": round(recall, 4),
            "key_f1": round(2 * precision * recall / max(1e-9, precision + recall), 4),
            "required_accuracy": round(self.required_right / max(1, self.required_right + self.required_wrong), 4),
            "missed_required": round(self.required_missed / max(1, self.required_all), 4),
            "wrong_closed": self.wrong_closed,
        }


def accuracy(language: str, suite: Path) -> dict[str, float]:
    """The figures of one language in a suite."""
    score = Score()
    for case in cases(language, suite):
        score.add(case)
    return score.figures()


def handlers(language: str) -> list[bytes]:
    """Handlers of growing length."""
    start, end = FRAME[language]
    step = STEP[language].lstrip("\n")
    per_step = step.count("\n")
    made = []
    for size in SIZES:
        count = max(1, (size - start.count("\n") - end.count("\n")) // per_step)
        made.append((start + "".join(step.format(n=n) for n in range(count)) + end).encode())
    return made


def _suite(language: str, suite: Path) -> list[tuple[dict[str, bytes], str, str]]:
    """The files to read; the snippets of idioms are short, so longer handlers stand beside them."""
    own = [(case.files, case.truth["handler"], case.truth["runtime"]) for case in cases(language, suite)]
    if suite != ROOT:
        return own
    made = [({f"index.{SUFFIXES[language]}": source}, "index.handler", RUNTIMES[language]) for source in handlers(language)]
    return own + made * 8


def infer_for(language: str, suite: Path) -> tuple[int, float]:
    """Read handlers for a while; answers how many, in how many seconds of this process's own time."""
    work, count = _suite(language, suite), 0
    for files, handler, runtime in work:  # grammars and tables are loaded once, before the clock starts
        infer(package_of(files), handler, runtime, {})
    start = time.process_time()
    while time.process_time() - start < SECONDS:
        for files, handler, runtime in work:
            infer(package_of(files), handler, runtime, {})
        count += len(work)
    return count, time.process_time() - start


def parse_for(language: str, suite: Path) -> tuple[int, float]:
    """Only parse the same files: what no implementation can go below."""
    work, count = _suite(language, suite), 0
    tool = parser(language)
    start = time.process_time()
    while time.process_time() - start < SECONDS / 3:
        for files, _, _ in work:
            for source in files.values():
                tool.parse(source)
        count += len(work)
    return count, time.process_time() - start


def a_second(results: list[tuple[int, float]]) -> float:
    """Handlers a second of all processes together."""
    return sum(count / seconds for count, seconds in results)


def bundle() -> tuple[float, float, int]:
    """Seconds of processor time to read a bundle of five megabytes, to parse it only; inputs found."""
    rows, size, number = [], 0, 100
    while size < BUNDLE:
        rows.append(BUNDLED.format(n=number))
        size += len(rows[-1])
        number += 1
    source = ("var modules = {\n" + "".join(rows) + ENTRY + "};\n" + LOADER).encode()
    start = time.process_time()
    parser("javascript").parse(source)
    parsed = time.process_time() - start
    start = time.process_time()
    found = infer(package_of({"index.js": source}), "index.handler", "nodejs16", {})
    return time.process_time() - start, parsed, len(found.inputs) if isinstance(found, Inferred) else 0


def measured(language: str, suite: Path) -> dict[str, float]:
    """Accuracy and speed of one language in a suite, printed as well."""
    one = accuracy(language, suite)
    with ProcessPoolExecutor(CORES) as pool:
        speed = a_second(list(pool.map(infer_for, [language] * CORES, [suite] * CORES)))
        floor = a_second(list(pool.map(parse_for, [language] * CORES, [suite] * CORES)))
    one |= {"handlers_a_second": round(speed), "parses_a_second": round(floor), "times_the_parse": round(floor / speed, 1)}
    print(f"{language}: {one['exact']:.0f} of {one['cases']:.0f} exact, key F1 {one['key_f1']:.3f}, "
          f"missed required {one['missed_required']:.1%}, wrong closed {one['wrong_closed']:.0f}")  # fmt: skip
    print(f"  {speed:,.0f} handlers a second on {CORES} cores; the bare parse {floor:,.0f}: {floor / speed:.1f} times")
    return one


def engine_lines() -> int:
    """How many lines the engine has: frontends, interpreter, library models and the rest of `sync/signatures`."""
    return sum(len(file.read_text(encoding="utf-8").splitlines()) for file in ENGINE.rglob("*.py"))


def first_run() -> list[str]:
    """What the document says of the first runs over the whole handlers, when the engine had not seen them."""
    text = DOCUMENT.read_text(encoding="utf-8")
    _, _, rest = text.partition(FIRST_RUN[0])
    said, _, _ = rest.partition(FIRST_RUN[1])
    return [line for line in said.splitlines() if line.strip()]


def main() -> None:
    """Measure, print, and end with the figures as JSON."""
    figures: dict[str, object] = {}
    lines = engine_lines()
    print(f"{lines:,} lines of engine\n\nregression suite: idioms, which the engine was written with")
    for language in LANGUAGES:
        figures[language] = measured(language, ROOT)
    print("\nregression suite: whole handlers, which the engine was improved on")
    second: dict[str, object] = {language: measured(language, HELD_OUT) for language in LANGUAGES}
    print("what its first runs showed, held out then (from docs/explanation/how-signatures-are-read.md):")
    print("\n".join(f"  {line}" for line in first_run()), end="\n\n")
    late = {f"{suite.name}, {language}": counted(cases(language, suite)) for suite in (ROOT, HELD_OUT) for language in LANGUAGES}
    print("\n".join(one.told(name) for name, one in late.items()), end="\n\n")
    seconds, parsed, inputs = bundle()
    print(f"a bundle of 5 MB: {seconds:.2f} s, of which the bare parse {parsed:.2f} s; {inputs} input found")
    every = list(mutants())
    killed = sum(mutant.killed() for mutant in every)
    print(f"mutants killed: {killed} of {len(every)}")
    figures["mutants"] = {"killed": killed, "all": len(every)}
    figures["bundle"] = {"seconds": round(seconds, 2), "parse_seconds": round(parsed, 2), "inputs": inputs}
    figures["second_suite"] = second
    figures["late_reads"] = {name: asdict(one) for name, one in late.items()}
    figures["lines_of_engine"] = lines
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
