"""A review as data: what a change of the registry does, what callers meet on the way, and what is left to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sync.core.plan.model import FieldChange, Finding, FlowRef, ModuleRef, Plan
from sync.core.signature.fit import Misfit
from sync.core.worlds import Gap
from sync.specs.ids import Address, CenterName, Uid
from sync.specs.models import Where

ChangeKind = Literal[
    "function-added",
    "function-removed",
    "function-renamed",
    "service-moved",
    "region-moved",
    "migrated",
    "uid-changed",
    "configuration-changed",
    "signature-changed",
    "checks-changed",
    "code-changed",
    "registration-added",
    "registration-removed",
    "registration-changed",
    "center-added",
    "center-removed",
    "center-changed",
    "lock-changed",
]
Fate = Literal["works", "no-registration", "no-function", "broken-code", "does-not-fit"]
MomentKind = Literal["deployed", "step", "held-step", "deleted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryChange:
    """One thing that the change does. `before` and `after` are addresses, uids or names, by its kind; empty: none."""

    kind: ChangeKind
    uid: Uid | None = None
    center: CenterName | None = None
    before: str = ""
    after: str = ""
    fields: tuple[FieldChange, ...] = ()
    where: Where | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A state of the world on the way: once the code is deployed, after a step of the plan, once old functions are deleted.

    `held-step`: a step that apply holds back, and that the change asks for all the same.
    """

    kind: MomentKind
    step: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerImpact:
    """What becomes of the calls of one function module of a published flow.

    `numbers` are all that lead there, also through `callers`: the published flows that call this one as a sub-flow.
    `otherwise` is how they would end without the change. `fails` are the moments at which they fail, in order. `misfits`: in what
    they do not fit, where that is why.
    """

    module: ModuleRef
    numbers: tuple[str, ...]
    uid: Uid | None
    otherwise: Fate
    after: Fate
    fails: tuple[Moment, ...] = ()
    misfits: tuple[Misfit, ...] = ()
    callers: tuple[FlowRef, ...] = ()

    @property
    def is_broken(self) -> bool:
        """Whether callers who are served without the change are not served after it."""
        return self.otherwise == "works" != self.after

    @property
    def is_interrupted(self) -> bool:
        """Whether they are served before and after, and not at some moment between."""
        return self.otherwise == self.after == "works" and bool(self.fails)

    @property
    def is_repaired(self) -> bool:
        """Whether the change serves callers who are not served without it."""
        return self.otherwise != "works" == self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFunction:
    """A function that the change asks for and that does not exist yet. `has_code`: its spec states the code to deploy."""

    uid: Uid
    address: Address
    has_code: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """`plan` is that of the head, once its code is deployed, with all findings; `introduced` are those of the change alone.

    `impacts` are the calls that fare otherwise because of it, broken ones first; `standing` those that fail before and after.
    `doubtful` are published flows that may call what the change takes away, in a form that is not understood.
    """

    changes: tuple[RegistryChange, ...]
    impacts: tuple[CallerImpact, ...]
    standing: tuple[CallerImpact, ...]
    plan: Plan
    introduced: tuple[Finding, ...]
    resolved: tuple[Finding, ...]
    gaps: tuple[Gap, ...]
    doubtful: tuple[FlowRef, ...] = ()

    @property
    def broken(self) -> tuple[CallerImpact, ...]:
        """The calls that the change breaks, for good or for a while."""
        return tuple(item for item in self.impacts if item.is_broken or item.is_interrupted)
