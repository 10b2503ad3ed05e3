"""Programs of call centers as values: rendered, edited, written anew; and what the tool itself reads of their packages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from random import Random

from bench.outside.words import CHINESE, THINGS, VERBS, spelled
from sync.core.code_print import CodePrint
from sync.core.signature import sources
from sync.core.signature.inferred import Inferred
from sync.core.signature.model import Signature
from sync.signatures.fingerprint import code_print
from sync.signatures.infer import infer
from sync.signatures.package import package_of

RUNTIMES = {
    "python": ("python3.9", "python3.10", "python3"),
    "node": ("nodejs14", "nodejs16", "nodejs18"),
    "java": ("java11",),
    "go": ("go1",),
    "php": ("php7.2",),  # stands for packages that cannot be read
}
READABLE = ("python", "node")
HOUSES = 3  # ways in which teams write around the steps
_ENTRY = {"java": "com.example.ivr.Entry::handleRequest", "go": "main", "php": "index.handler"}
_PLACE = re.compile(r"\$(\$|[A-Za-z][A-Za-z0-9]*)")
_PART = re.compile(r"^=== (\w+) (\S+) (\w+)\n(.*?)(?=\n=== |\Z)", re.MULTILINE | re.DOTALL)
_LOCALS = ("value", "data", "res", "resp", "tmp", "info", "ret", "arg", "obj", "x", "shuju", "jieguo")
_TEXTS = {
    found.groups()[:3]: found[4].rstrip("\n")
    for found in _PART.finditer(Path(__file__).with_name("handlers.txt").read_text("utf-8"))
}
KINDS = tuple(name for part, name, language in _TEXTS if part == "step" and language == "python")
Constants = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Step:
    """One step: its kind, its constants, and what it is called."""

    kind: str
    constants: Constants
    name: str


@dataclass(frozen=True)
class Program:
    """What one package holds. `own` seeds the names of variables and the comments, `handler` is the entry as it is set."""

    language: str
    house: int
    steps: tuple[Step, ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    title: str
    handler: str
    own: int = 0


def _constants(rng: Random, things: tuple[str, ...]) -> Constants:
    """Mostly about the job itself, some that many jobs have."""
    thing, other, digit = rng.choice(things), rng.choice(THINGS), rng.choice("345678")
    chosen = {
        "host": f"{rng.choice(('api', 'crm', 'gw', 'open', thing))}.{rng.choice(('example', 'corp', 'svc'))}.com",
        "path": f"{rng.choice(('api', 'v1', 'v2', 'openapi'))}/{thing}/{rng.choice(VERBS)}",
        "key": rng.choice(("phone", "mobile", "caller", f"{thing}Id", f"{thing}_no", "customerId")),
        "field": rng.choice((f"{thing}Status", f"{thing}_name", other, "result", "level", f"{thing}Desc")),
        "table": f"t_{thing}_{rng.choice(('info', 'log', 'main', 'record', other))}",
        "word": rng.choice((thing, other, f"{thing}-{other}")),
        "cn": CHINESE[thing] + rng.choice(("", "查询", "提醒", "服务")),
        "ENV": f"{thing.upper()}_{rng.choice(('KEY', 'TOKEN', 'HOOK'))}",
        "n": digit,
        "n000": digit + "000",
        "m": rng.choice(("0", "1", "2", "200")),
        "d": rng.choice("3456"),
        "e": rng.choice("789"),
        "tens": rng.choice(("00", "30")),
        "big": str(rng.randrange(10, 99) * 1001),
    }
    return tuple(chosen.items())


def _step(rng: Random, things: tuple[str, ...], kind: str | None = None) -> Step:
    kind = kind or rng.choice(KINDS)
    return Step(kind, _constants(rng, things), f"{rng.choice(VERBS)}_{rng.choice(things)}_{kind.split('_')[-1]}")


def _fill(text: str, values: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda found: "$" if found[1] == "$" else values.get(found[1], found[0]), text)


def _called(name: str, language: str) -> str:
    head, *rest = name.split("_")
    return name if language == "python" else head + "".join(part.title() for part in rest)


def _function(one: Step, language: str, rng: Random) -> str:
    names = dict(zip("avw", rng.sample(_LOCALS, 3), strict=True))
    body = _fill(_TEXTS["step", one.kind, language], {**dict(one.constants), **names}).split("\n")
    is_python = language == "python"
    if rng.random() < 0.4:
        remark = f"{dict(one.constants)['cn']}，{rng.choice(('勿删', '临时', '见需求文档', '测试过'))}"
        body.insert(0, f"{'#' if is_python else '//'} {remark}")
    inner = "\n".join(("    " if is_python else "  ") + line for line in body)
    head = f"{_called(one.name, language)}({names['a']})"
    return f"def {head}:\n{inner}\n" if is_python else f"async function {head} {{\n{inner}\n}}\n"


def _source(program: Program) -> str:
    language, rng = program.language, Random(program.own)
    is_python = language == "python"
    reads, calls = [], []
    for at, name in enumerate(program.inputs):
        read = (f'evt.get("{name}", "")' if at else f'evt["{name}"]') if is_python else f"evt.{name}" + (" || ''" if at else "")
        reads.append(f"    {name}_ = {read}" if is_python else f"  const {name}_ = {read};")
    for at, one in enumerate(program.steps):
        call = f"{_called(one.name, language)}({program.inputs[at % len(program.inputs)]}_)"
        calls.append(f"    r{at} = {call}" if is_python else f"  const r{at} = await {call};")
    pairs = (f"{repr(name) if is_python else name}: r{at % len(program.steps)}" for at, name in enumerate(program.outputs))
    parts = {
        "entry": program.handler.rpartition(".")[2],
        "reads": "\n".join(reads),
        "calls": "\n".join(calls),
        "answer": "{" + ", ".join(pairs) + "}",
    }
    functions = "\n\n".join(_function(one, language, rng) for one in program.steps)
    needs = (text for (part, sign, of), text in _TEXTS.items() if (part, of) == ("needs", language) and sign in functions)
    head = "\n".join((_TEXTS["head", str(program.house), language], *needs))
    filled = _fill(_TEXTS["handler", str(program.house), language], parts)
    return f"{'#' if is_python else '//'} {program.title}\n{head}\n\n\n{functions}\n\n{filled}\n"


def files(program: Program) -> dict[str, str | bytes]:
    """The package as its files."""
    if program.language in READABLE:
        return {f"{program.handler.rpartition('.')[0]}.{'py' if program.language == 'python' else 'js'}": _source(program)}
    if program.language == "java":
        classes = {f"com/example/ivr/{one.name.title().replace('_', '')}.class": repr(one).encode() for one in program.steps}
        return {**classes, "com/example/ivr/Entry.class": repr(program.inputs).encode(), "com/example/ivr/Json.class": b"json"}
    return {"bootstrap": repr((program.steps, program.inputs, program.outputs, program.own)).encode()}


@lru_cache(maxsize=50_000)
def read(program: Program) -> tuple[CodePrint | None, Signature | None]:
    """What the tool itself reads of the package: the print and the signature."""
    if program.language == "php":
        return None, None
    package = package_of(files(program))
    shown = infer(package, program.handler, RUNTIMES[program.language][0], {})
    return code_print(package, program.handler), sources.implemented(shown) if isinstance(shown, Inferred) else None


def checksum(program: Program, packing: int) -> str:
    """The checksum of the package: another one after every packing."""
    digest = hashlib.sha256(repr((sorted(files(program).items()), packing)).encode()).digest()
    return str(int.from_bytes(digest[:8], "big"))


def entry(rng: Random, language: str) -> str:
    """How the handler of such a program is set."""
    file, name = rng.choice(("index", "index", "index", "main", "app")), rng.choice(("handler", "handler", "main_handler"))
    return _ENTRY.get(language) or f"{file}.{name}"


def edited(rng: Random, program: Program, strength: float, things: tuple[str, ...]) -> Program:
    """The program after work on about so great a share of its steps. At strength 0 only names and comments are other ones."""
    steps = list(program.steps)
    for _ in range(max(1, round(strength * len(steps))) if strength else 0):
        at, way = rng.randrange(len(steps)), rng.random()
        if way < 0.45:
            fresh = dict(_constants(rng, things))
            changed = set(rng.sample(sorted(fresh), 4))
            tweaked = tuple((key, fresh[key] if key in changed else value) for key, value in steps[at].constants)
            steps[at] = replace(steps[at], constants=tweaked)
        elif way < 0.65:
            steps.insert(at, _step(rng, things))
        elif way < 0.8 and len(steps) > 1:
            steps.pop(at)
        else:
            steps[at] = _step(rng, things)
    own = rng.getrandbits(32) if rng.random() < 0.3 or not strength else program.own
    outputs = (rng.choice(("msg", "remark", "traceId", "extra", "next")),) if rng.random() < strength / 2 else ()
    inputs = (rng.choice(("lang", "channel", "tenant", "retry")),) if rng.random() < strength / 3 else ()
    house = (program.house + (strength > 0.5 and rng.random() < 0.3)) % HOUSES
    outputs, inputs = (*program.outputs, *outputs), (*program.inputs, *inputs)
    return replace(program, steps=tuple(steps), own=own, outputs=outputs, inputs=inputs, house=house)


def rewritten(rng: Random, program: Program, things: tuple[str, ...]) -> Program:
    """The same job written anew by somebody else: the same callers, other code, often another language."""
    language = rng.choice(READABLE)
    steps = tuple(_step(rng, things, one.kind if rng.random() < 0.5 else None) for one in program.steps)
    made = replace(program, language=language, steps=steps, house=rng.randrange(HOUSES), own=rng.getrandbits(32))
    return replace(made, handler=entry(rng, language))


def program_for(rng: Random, things: tuple[str, ...], language: str, house: int, title: str) -> Program:
    """A program for such a job, of 20 to 300 lines."""
    steps = tuple(_step(rng, things) for _ in range(min(24, max(1, round(rng.lognormvariate(1.5, 0.7))))))
    thing = things[0]
    inputs = rng.sample(("phone", "caller", "idCard", f"{thing}No", f"{thing}_id", "userId", "code", "date"), rng.randint(1, 3))
    answers = ("status", "result", f"{thing}Status", "text", "amount", "level", "name", "success", f"{things[-1]}Info")
    outputs = rng.sample(answers, rng.randint(1, 4))
    return Program(language, house, steps, tuple(inputs), tuple(outputs), title, entry(rng, language), rng.getrandbits(32))


def job(rng: Random, usual: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """A job: the words of its name, English or pinyin; what it is about, mostly the team's usual things; and its description."""
    verb, things = rng.choice(VERBS), tuple(rng.sample(THINGS, rng.choice((1, 1, 2))))
    things = (rng.choice(usual), *things[1:]) if rng.random() < 0.6 else things
    words = tuple(spelled(rng, word) if rng.random() < 0.3 else word for word in (verb, *things))
    return words, things, CHINESE[verb] + "".join(CHINESE[thing] for thing in things)
