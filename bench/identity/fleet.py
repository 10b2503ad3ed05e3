"""The functions of a made-up company, before anything happens to them: names, code as hashes of its pieces, settings, flows.

Nothing here is taken from a real fleet. What matters is which things are shared and how widely: a third of the functions come
from a few templates, settings are those of everybody, and the pieces of code that every handler has are in every print.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass, replace
from typing import TypeVar

from sync.core.code_print import SOURCES, CodePrint, sketch_of
from sync.core.matching.identity import Traits
from sync.core.redaction import MARK
from sync.core.signature.model import Parameter, Result, ResultField, Signature
from sync.specs.ids import Address, Region

VERBS = [
    "query", "get", "check", "create", "update", "cancel", "send", "verify", "notify", "calculate", "list", "sync", "import",
    "export", "route", "bind", "transfer", "record", "score", "push", "parse", "validate", "apply", "confirm", "lookup",
]  # fmt: skip
NOUNS = [
    "order", "user", "identity", "balance", "bill", "refund", "ticket", "message", "number", "region", "agent", "queue",
    "shift", "invoice", "payment", "contract", "coupon", "address", "account", "customer", "card", "loan", "policy", "claim",
    "parcel", "driver", "store", "stock", "price", "member", "point", "survey", "callback", "voice", "menu", "holiday",
    "schedule", "level", "blacklist", "complaint", "repair", "meter", "device", "warranty", "delivery", "appointment", "doctor",
    "room", "report", "intent",
]  # fmt: skip
PINYIN = [
    "chaxun", "dingdan", "yonghu", "yue", "tuikuan", "gongdan", "shenfen", "zhangdan", "huiyuan", "jifen", "kefu", "paidui",
    "wuliu", "baoxiu", "yuyue", "tousu", "dizhi", "kahao", "daikuan", "fapiao",
]  # fmt: skip
FIELDS = [
    "phone", "idNumber", "orderId", "userId", "name", "city", "date", "amount", "code", "type", "level", "token", "callId",
    "skill", "language", "channel", "cardNo", "accountId", "storeId", "status", "reason", "page", "size", "keyword", "email",
]  # fmt: skip
VARIABLES = [
    "API_URL", "TABLE", "QUEUE", "BUCKET", "TOPIC", "TENANT", "CRM_HOST", "MAX_ROWS", "CACHE_TTL", "TEMPLATE_ID", "SIGN_NAME",
    "PRODUCT_KEY", "SHEET", "ENDPOINT", "CITY",
]  # fmt: skip
REGIONS = [Region(name) for name in ("cn-hangzhou", "cn-shanghai", "cn-beijing", "cn-shenzhen", "cn-zhangjiakou", "cn-chengdu")]
RUNTIMES = ["python3.9", "python3.10", "nodejs14", "nodejs16", "nodejs18", "php7.2"]
_Number = TypeVar("_Number", int, float)
STYLES = ["camel", "snake", "kebab", "joined"]


def styled(words: list[str], style: str) -> str:
    """A name in one way of writing."""
    match style:
        case "camel":
            return words[0] + "".join(word.capitalize() for word in words[1:])
        case "snake":
            return "_".join(words)
        case "kebab":
            return "-".join(words)
        case _:
            return "".join(words)


def digest(*parts: object) -> str:
    """A short hash of anything."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Job:
    """One function as its makers know it: the words of its name, all pieces of its code, and everything that is set."""

    words: tuple[str, ...]
    style: str
    service: str
    region: Region
    is_3: bool
    pieces: frozenset[int]
    layout: int  # another one: the same code, packed or laid out otherwise
    handler: str
    runtime: str
    memory: int
    timeout: int
    environment: dict[str, str]
    description: str
    inputs: tuple[str, ...]
    results: tuple[str, ...]
    created: float
    function_id: str
    flows: frozenset[str]
    mark: str | None = None
    name: str = ""  # where it is not just its words
    is_templated: bool = False

    @property
    def address(self) -> Address:
        """Where it lives."""
        return Address(self.region, "" if self.is_3 else self.service, self.name or styled(list(self.words), self.style))

    @property
    def traits(self) -> Traits:
        """What a cloud or a lock would show."""
        structure = digest(sorted(self.pieces))
        environment = {name: digest(value) for name, value in self.environment.items()}
        if self.mark and not self.is_3:
            environment[MARK] = digest(self.mark)
        return Traits(
            function_id=self.function_id,
            checksum=digest(structure, self.layout),
            code=CodePrint(version=SOURCES, exact=structure, sketch=sketch_of(self.pieces)),
            description=self.description or None,
            handler=self.handler,
            runtime=self.runtime,
            memory=self.memory,
            timeout=self.timeout,
            environment=environment,
            signature=Signature(
                inputs={name: Parameter(name=name, required=True) for name in self.inputs},
                closed=True,
                result=Result(shape="object", fields={name: ResultField(name=name) for name in self.results}, complete=True),
            ),
            created=self.created,
        )


@dataclass(frozen=True)
class Template:
    """Code that many functions start from."""

    pieces: frozenset[int]
    inputs: tuple[str, ...]
    results: tuple[str, ...]
    handler: str
    variables: tuple[str, ...]
    description: str


@dataclass(frozen=True)
class Team:
    """What the functions of one service have in common."""

    service: str
    region: Region
    is_3: bool
    style: str
    runtime: str
    memory: int
    timeout: int
    environment: dict[str, str]
    pinyin: bool


@dataclass(frozen=True)
class Habits:
    """What is so in all of a company; None: as it happens."""

    teams: int | None = None
    templates: int | None = None
    templated: float | None = None
    described: float | None = None
    pinyin: float = 0.15
    third: float = 0.3  # how many teams are on FC 3.0


class Maker:
    """Makes jobs of one company; all its choices come from one random source."""

    def __init__(self, rng: random.Random, today: float, habits: Habits) -> None:
        self.habits = habits
        self.rng = rng
        self.today = today
        self.common = [rng.getrandbits(60) for _ in range(240)]
        self.templates = [self._template() for _ in range(_given(rng.randint(2, 6), habits.templates))]
        self.templated = _given(rng.uniform(0.2, 0.45), habits.templated)
        self.described = _given(rng.uniform(0.3, 0.9), habits.described)
        self.uniform = rng.uniform(0.5, 0.9)  # how many take the settings everybody takes
        self._count = 0

    def bits(self, count: int) -> frozenset[int]:
        """So many new pieces of code."""
        return frozenset(self.rng.getrandbits(60) for _ in range(count))

    def identity(self) -> str:
        """A FunctionId nobody had."""
        self._count += 1
        return f"id-{self._count}-{self.rng.getrandbits(32):x}"

    def team(self, number: int) -> Team:
        """A service and its habits."""
        rng = self.rng
        service = styled(
            [rng.choice(NOUNS), rng.choice(["service", "svc", "center", "ivr", "api", str(number)])], rng.choice(STYLES[:3])
        )
        return Team(
            service=f"{service}{number}" if rng.random() < 0.5 else service,
            region=rng.choice(REGIONS[:4]),
            is_3=rng.random() < self.habits.third,
            style=rng.choice(STYLES[:3]) if rng.random() < 0.95 else "joined",
            runtime=rng.choice(RUNTIMES),
            memory=rng.choice([128, 256, 512, 512, 512]),
            timeout=rng.choice([3, 10, 60, 60, 60]),
            environment={"LOG_LEVEL": "info", "DB_HOST": f"rm-{rng.getrandbits(24):x}", "STAGE": "prod"}
            if rng.random() < 0.8
            else {},
            pinyin=rng.random() < self.habits.pinyin,
        )

    def job(self, team: Team) -> Job:
        """One function of a team."""
        rng = self.rng
        template = rng.choice(self.templates) if rng.random() < self.templated else None
        words = self.words(team)
        handler = "index.handler" if rng.random() < self.uniform else f"{rng.choice(words)}.{rng.choice(['handler', 'main'])}"
        return Job(
            words=words,
            style=team.style,
            service=team.service,
            region=team.region,
            is_3=team.is_3,
            pieces=self._pieces(template),
            is_templated=template is not None,
            layout=0,
            handler=template.handler if template else handler,
            runtime=team.runtime,
            memory=team.memory if rng.random() < self.uniform else rng.choice([128, 256, 512, 1024]),
            timeout=team.timeout if rng.random() < self.uniform else rng.choice([3, 5, 10, 30, 60, 120]),
            environment=self._environment(team, template),
            description=self._description(words, template),
            inputs=template.inputs if template else tuple(rng.sample(FIELDS, rng.randint(1, 4))),
            results=template.results if template else tuple(rng.sample(FIELDS, rng.randint(1, 4))),
            created=self.today - rng.uniform(1, 900) * 86400,
            function_id=self.identity(),
            flows=frozenset(f"flow-{rng.randint(1, 60)}/{rng.getrandbits(20)}" for _ in range(rng.choice([0, 1, 1, 2, 3]))),
        )

    def words(self, team: Team) -> tuple[str, ...]:
        """The words of a name."""
        rng = self.rng
        if team.pinyin:
            return tuple(rng.sample(PINYIN, rng.randint(2, 3)))
        tail = [str(rng.randint(1, 9))] if rng.random() < 0.05 else []
        return (rng.choice(VERBS), *rng.sample(NOUNS, rng.choice([1, 1, 2])), *tail)

    def edited(self, pieces: frozenset[int], likeness: float) -> frozenset[int]:
        """The code with so much of it kept."""
        ordered = sorted(pieces)
        self.rng.shuffle(ordered)
        keep = max(1, round(len(ordered) * likeness))
        return frozenset(ordered[:keep]) | self.bits(len(ordered) - keep + self.rng.randint(0, max(1, len(ordered) // 20)))

    def _template(self) -> Template:
        rng = self.rng
        return Template(
            pieces=self.bits(rng.randint(40, 260)) | frozenset(rng.sample(self.common, 40)),
            inputs=tuple(rng.sample(FIELDS, rng.randint(1, 4))),
            results=tuple(rng.sample(FIELDS, rng.randint(1, 4))),
            handler=rng.choice(["index.handler", "main.handler", "app.handler"]),
            variables=tuple(rng.sample(VARIABLES, rng.randint(0, 3))),
            description=rng.choice(["", "made from template", "IVR function"]),
        )

    def _pieces(self, template: Template | None) -> frozenset[int]:
        rng = self.rng
        if template is None:
            return self.bits(rng.randint(25, 420)) | frozenset(rng.sample(self.common, rng.randint(5, 60)))
        return template.pieces | self.bits(0 if rng.random() < 0.4 else rng.randint(3, 60))

    def _environment(self, team: Team, template: Template | None) -> dict[str, str]:
        rng = self.rng
        own = template.variables if template else tuple(rng.sample(VARIABLES, rng.choice([0, 0, 1, 2])))
        are_own = rng.random() < 0.7
        return dict(team.environment) | {
            name: f"v-{rng.getrandbits(30):x}" if are_own else rng.choice(["a", "b", "default", "100"]) for name in own
        }

    def _description(self, words: tuple[str, ...], template: Template | None) -> str:
        rng = self.rng
        if rng.random() > self.described:
            return ""
        if template and template.description and rng.random() < 0.5:
            return template.description
        return " ".join([*words, rng.choice(["for callers", "in IVR", "by phone", "", rng.choice(NOUNS)])]).strip()


def _given(drawn: _Number, stated: _Number | None) -> _Number:
    """What is stated, else what was drawn: drawn in any case, so that the rest of the world stays the same."""
    return drawn if stated is None else stated


def remade(job: Job, maker: Maker, **changes: object) -> Job:
    """The same job as a new function: another FunctionId, made after the last sync."""
    return replace(job, function_id=maker.identity(), created=maker.today + maker.rng.uniform(0.01, 20) * 86400, **changes)  # type: ignore[arg-type]
