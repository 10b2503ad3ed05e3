"""Programs of call centers as values that can be rendered, edited, split and joined, and what is told of their packages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random

from bench.outside.blocks import BLOCKS, HOUSES, MODULES
from bench.outside.words import CHINESE, THINGS, VERBS, spelled
from sync.core.code_print import CodePrint
from sync.core.signature import sources
from sync.core.signature.inferred import Inferred
from sync.core.signature.model import Signature
from sync.signatures.fingerprint import code_print
from sync.signatures.infer import infer
from sync.signatures.package import package_of

RUNTIMES = {"python": ("python3.9", "python3.10", "python3"), "node": ("nodejs14", "nodejs16", "nodejs18"), "java": ("java11",),
            "go": ("go1",), "php": ("php7.2",)}  # fmt: skip
_ENTRY = {"java": "com.example.ivr.Entry::handleRequest", "go": "main", "php": "index.handler"}
_PLACE = re.compile(r"\$(\$|[A-Za-z][A-Za-z0-9]*)")


@dataclass(frozen=True)
class Step:
    """One step: its kind, its constants, and what it is called."""

    kind: str
    constants: tuple[tuple[str, str], ...]
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

    @property
    def lines(self) -> int:
        """How long the source is."""
        return sum(text.count("\n") for text in files(self).values() if isinstance(text, str))


def constants(rng: Random, things: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The constants of a step: those of its own job mostly, some that many jobs have."""
    thing, other = rng.choice(things), rng.choice(THINGS)
    digit = rng.choice("345678")
    return tuple({
        "host": f"{rng.choice(('api', 'crm', 'gw', 'open', thing))}.{rng.choice(('example', 'corp', 'svc'))}.com",
        "path": f"{rng.choice(('api', 'v1', 'v2', 'openapi'))}/{thing}/{rng.choice(VERBS)}",
        "key": rng.choice(("phone", "mobile", "caller", f"{thing}Id", f"{thing}_no", "customerId")),
        "field": rng.choice((f"{thing}Status", f"{thing}_name", other, "result", "level", f"{thing}Desc")),
        "table": f"t_{thing}_{rng.choice(('info', 'log', 'main', 'record', other))}",
        "word": rng.choice((thing, other, f"{thing}-{other}")), "cn": CHINESE.get(thing, "业务") + rng.choice(("", "查询", "提醒", "服务")),
        "ENV": f"{thing.upper()}_{rng.choice(('KEY', 'TOKEN', 'HOOK'))}", "n": digit, "n000": digit + "000",
        "m": rng.choice(("0", "1", "2", "200")), "d": rng.choice("3456"), "e": rng.choice("789"), "tens": rng.choice(("00", "30")),
        "big": str(rng.randrange(10, 99) * 1001),
    }.items())  # fmt: skip


def step(rng: Random, things: tuple[str, ...], kind: str | None = None) -> Step:
    """A step about these things."""
    kind = kind or rng.choice(list(BLOCKS))
    return Step(kind, constants(rng, things), f"{rng.choice(VERBS)}_{rng.choice(things)}_{kind.split('_')[-1]}")


def _fill(text: str, values: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda found: "$" if found[1] == "$" else values.get(found[1], found[0]), text)


def _call(name: str, style: str) -> str:
    head, *rest = name.split("_")
    return name if style == "python" else head + "".join(part.title() for part in rest)


def _function(one: Step, side: int, language: str, rng: Random) -> str:
    names = dict(zip("avw", rng.sample(("value", "data", "res", "resp", "tmp", "info", "ret", "arg", "obj", "x", "shuju", "jieguo"), 3), strict=True))
    body = _fill(BLOCKS[one.kind][side].strip("\n"), {**dict(one.constants), **names})
    if rng.random() < 0.4:
        body = f"{'#' if language == 'python' else '//'} {dict(one.constants)['cn']}，{rng.choice(('勿删', '临时', '见需求文档', '测试过'))}\n{body}"
    pad = "    " if language == "python" else "  "
    inner = "\n".join(pad + line for line in body.split("\n"))
    title = _call(one.name, language)
    return f"def {title}({names['a']}):\n{inner}\n" if language == "python" else f"async function {title}({names['a']}) {{\n{inner}\n}}\n"


def _source(program: Program) -> str:
    language, rng = program.language, Random(program.own)
    side = 0 if language == "python" else 1
    head, handler = (part[side] for part in HOUSES[program.house])
    pad = "    " if language == "python" else "  "
    reads, calls = [], []
    for at, name in enumerate(program.inputs):
        read = (f'evt["{name}"]' if at == 0 else f'evt.get("{name}", "")') if side == 0 else f"evt.{name}" + (" || ''" if at else "")
        reads.append(f"{pad}{'' if side == 0 else 'const '}{_local(name)} = {read}{'' if side == 0 else ';'}")
    for at, one in enumerate(program.steps):
        given = _local(program.inputs[at % len(program.inputs)])
        call = f"{_call(one.name, language)}({given})"
        calls.append(f"{pad}r{at} = {call}" if side == 0 else f"{pad}const r{at} = await {call};")
    answer = ", ".join(f'{name if side else repr(name)}: r{at % len(program.steps)}' for at, name in enumerate(program.outputs))
    parts = [_function(one, side, language, rng) for one in program.steps]
    entry = program.handler.rpartition(".")[2]
    filled = _fill(handler, {"entry": entry, "reads": "\n".join(reads), "calls": "\n".join(calls), "answer": "{" + answer + "}"})
    return f"{'#' if side == 0 else '//'} {program.title}\n" + "\n\n".join((head + _imports(parts, side), *parts, filled))


def _imports(parts: list[str], side: int) -> str:
    text = "\n".join(parts)
    needed = (line for sign, line in MODULES.items() if sign in text and line.startswith("const") == bool(side))
    return "".join(f"{line}\n" for line in needed)


def _local(name: str) -> str:
    return name.replace("-", "_") + "_"


def files(program: Program) -> dict[str, str | bytes]:
    """The package as its files."""
    if program.language in {"python", "node"}:
        extension = "py" if program.language == "python" else "js"
        return {f"{program.handler.rpartition('.')[0] or 'index'}.{extension}": _source(program)}
    binary = repr((program.steps, program.inputs, program.outputs, program.own)).encode()
    if program.language != "java":
        return {"bootstrap" if program.language == "go" else "index.php": binary}
    classes = {f"com/example/ivr/{''.join(map(str.title, one.name.split('_')))}.class": repr(one).encode() for one in program.steps}
    return {**classes, "com/example/ivr/Entry.class": repr(program.inputs).encode(), "com/example/ivr/Json.class": b"json"}


@lru_cache(maxsize=50_000)
def read(program: Program) -> tuple[CodePrint | None, Signature | None]:
    """What the tool itself reads of the package: the print and the signature."""
    if program.language == "php":
        return None, None
    package, runtime = package_of(files(program)), RUNTIMES[program.language][0]
    shown = infer(package, program.handler, runtime, {})
    signature = sources.implemented(shown) if isinstance(shown, Inferred) else None
    return code_print(package, program.handler), signature


def checksum(program: Program, packing: int) -> str:
    """The checksum of the package: another one after every packing."""
    digest = hashlib.sha256(repr((sorted(files(program).items()), packing)).encode()).digest()
    return str(int.from_bytes(digest[:8], "big"))


def entry(rng: Random, language: str) -> str:
    """How the handler of such a program is set."""
    return _ENTRY.get(language) or f"{rng.choice(('index', 'index', 'index', 'main', 'app'))}.{rng.choice(('handler', 'handler', 'main_handler'))}"


def edited(rng: Random, program: Program, strength: float, things: tuple[str, ...]) -> Program:
    """The program after work on it: about so great a share of its steps is another one. At strength 0 only names and comments are."""
    steps = list(program.steps)
    for _ in range(max(1, round(strength * len(steps))) if strength else 0):
        at, way = rng.randrange(len(steps)), rng.random()
        if way < 0.45:
            steps[at] = replace(steps[at], constants=_tweaked(rng, steps[at].constants, things))
        elif way < 0.65:
            steps.insert(at, step(rng, things))
        elif way < 0.8 and len(steps) > 1:
            steps.pop(at)
        else:
            steps[at] = step(rng, things)
    made = replace(program, steps=tuple(steps), own=rng.getrandbits(32) if rng.random() < 0.3 or not strength else program.own)
    return _with_other_sides(rng, made, strength)


def _tweaked(rng: Random, values: tuple[tuple[str, str], ...], things: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    fresh = dict(constants(rng, things))
    changed = set(rng.sample(sorted(fresh), 4))
    return tuple((key, fresh[key] if key in changed else value) for key, value in values)


def _with_other_sides(rng: Random, program: Program, strength: float) -> Program:
    if rng.random() < strength / 2:
        program = replace(program, outputs=(*program.outputs, rng.choice(("msg", "remark", "traceId", "extra", "next"))))
    if rng.random() < strength / 3:
        program = replace(program, inputs=(*program.inputs, rng.choice(("lang", "channel", "tenant", "retry"))))
    if strength > 0.5 and rng.random() < 0.3:
        program = replace(program, house=(program.house + 1) % len(HOUSES))
    return program


def rewritten(rng: Random, program: Program, things: tuple[str, ...]) -> Program:
    """The same job written anew by somebody else: the same callers, other code, often another language."""
    language = rng.choice(("python", "node"))
    steps = tuple(step(rng, things, one.kind if rng.random() < 0.5 else None) for one in program.steps)
    return replace(program, language=language, house=rng.randrange(len(HOUSES)), steps=steps, own=rng.getrandbits(32), handler=entry(rng, language))


def program_for(rng: Random, things: tuple[str, ...], language: str, house: int, title: str) -> Program:
    """A program for such a job, of 20 to 300 lines."""
    count = min(24, max(1, round(rng.lognormvariate(1.5, 0.7))))
    steps = tuple(step(rng, things) for _ in range(count))
    inputs = rng.sample(("phone", "caller", "idCard", f"{things[0]}No", f"{things[0]}_id", "userId", "code", "date"), rng.randint(1, 3))
    outputs = rng.sample(("status", "result", f"{things[0]}Status", "text", "amount", "level", "name", "success", things[-1]), rng.randint(1, 4))
    return Program(language, house, steps, tuple(inputs), tuple(dict.fromkeys(outputs)), title, entry(rng, language), rng.getrandbits(32))


def job(rng: Random) -> tuple[str, tuple[str, ...], str]:
    """A job: what is done, to what, and how people describe it."""
    verb, things = rng.choice(VERBS), tuple(rng.sample(THINGS, rng.choice((1, 1, 2))))
    return verb, things, CHINESE[verb] + "".join(CHINESE[thing] for thing in things)


def words(rng: Random, verb: str, things: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a name for that job, English or pinyin."""
    return tuple(spelled(rng, word) if rng.random() < 0.3 else word for word in (verb, *things))
