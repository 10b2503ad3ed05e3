"""What is asked about functions and what is answered: the recorded ones, the living ones, and which is which.

Values only. Nothing here knows a cloud, a registry file or a lock, so that whole worlds can be made for tests and benchmarks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Self

from sync.core.code_print import CodePrint
from sync.core.signature.model import Signature
from sync.specs.ids import Address, Generation, Region, Uid

Certainty = Literal["certain", "suspected", "unsure", "gone"]
Kind = Literal["renamed", "service-moved", "region-moved", "migrated", "swapped"]
EvidenceKind = Literal[
    "declared", "mark", "stack", "registration", "checksum", "address", "function-id", "code", "signature", "handler", "runtime",
    "settings", "environment", "description", "name", "place", "created", "siblings", "rivals", "gap",
]  # fmt: skip
Loss = Literal["less-alike", "too-close", "claimed-by-another", "left-behind", "part", "there-before", "another-job", "unlikely"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What may be told of a function, recorded or living. None and empty mean: not known. Times in seconds since 1970."""

    function_id: str | None = None
    checksum: str | None = None
    code: CodePrint | None = None
    description: str | None = None
    handler: str | None = None
    runtime: str | None = None
    memory: int | None = None
    timeout: int | None = None
    environment: Mapping[str, str] | None = None  # name -> digest of the value
    signature: Signature | None = None
    created: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A function of the registry: where it should be, where and how the last sync saw it, and who says it is elsewhere."""

    uid: Uid
    address: Address  # wanted
    recorded: Address | None = None
    traits: Traits = field(default_factory=Traits)
    seen: float | None = None  # when the last sync saw it; None: after the youngest recorded function was made
    formerly: tuple[Address, ...] = ()
    stack: Address | None = None  # where the state of the Pulumi stack has it
    points_at: tuple[Address, ...] = ()  # where its recorded registrations point now

    @property
    def was(self) -> Address:
        """Where it was last known to be."""
        return self.recorded or self.address


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A living function; `mark` is the uid that it carries."""

    address: Address
    traits: Traits = field(default_factory=Traits)
    mark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One reason for or against: `weight` is what it adds to the log-odds, 0 where a rule alone decides."""

    kind: EvidenceKind
    weight: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """Another function that it could have been, and why it is not the one."""

    address: Address
    probability: float
    lost: Loss


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionMatch:
    """Which living function a uid is. `found` None: gone, or not to be told (unsure), and then `rivals` has all that may be it.

    `kinds` says how `found` differs from where the function was.
    """

    uid: Uid
    was: Address
    found: Address | None
    certainty: Certainty
    probability: float
    evidence: tuple[Evidence, ...] = ()
    rivals: tuple[Rival, ...] = ()
    kinds: tuple[Kind, ...] = ()

    @classmethod
    def of(
        cls,
        one: Known,
        found: Address | None,
        certainty: Certainty,
        probability: float,
        evidence: tuple[Evidence, ...] = (),
        rivals: tuple[Rival, ...] = (),
        *,
        swapped: bool = False,
    ) -> Self:
        """Of this uid, with the kinds that follow."""
        differs = kinds(one.was, found, swapped=swapped) if found else ()
        return cls(
            uid=one.uid,
            was=one.was,
            found=found,
            certainty=certainty,
            probability=probability,
            evidence=evidence,
            rivals=rivals,
            kinds=differs,
        )


Place = tuple[Region, Generation]  # what is listed by one API in one region, and may be unreadable


def place(address: Address) -> Place:
    """Which listing shows the function."""
    return address.region, address.generation


def kinds(was: Address, now: Address, *, swapped: bool = False) -> tuple[Kind, ...]:
    """How one address differs from another. A name that a migration makes of service and name is no rename."""
    found: list[Kind] = []
    migrated = was.generation != now.generation
    if swapped:
        found.append("swapped")
    elif was.name != now.name and not (migrated and _joined(was, now)):
        found.append("renamed")
    if not migrated and was.service != now.service:
        found.append("service-moved")
    if was.region != now.region:
        found.append("region-moved")
    if migrated:
        found.append("migrated")
    return tuple(found)


def _joined(was: Address, now: Address) -> bool:
    old, new = (was, now) if was.service else (now, was)
    return new.name in {old.service + joint + old.name for joint in ("-", "_", "__", "$", "")}
