"""A finding code: its texts, the arguments of its sentences, and the only way to make its findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import JsonValue

from sync.core.plan.model import FieldChange, Finding, FlowRef, ModuleRef, Origin, When
from sync.specs.ids import CenterName, Uid
from sync.specs.models import Where

Severity = Literal["error", "warning", "info"]
Breaks = Literal["", "calls", "requests", "answers"]
ArgumentKind = Literal[
    "address",  # region/service/name, or region/name
    "baseline",  # what something is compared with: a `Baseline`
    "cause",  # a cause of `sync.core.plan.cause`, as JSON
    "center",
    "check",  # center/uid/name of a check
    "count",
    "differences",  # of a signature: {change, name, before, after} each
    "fate",  # of a function that is missing: a `Fate`
    "evidence",  # of a match: {kind, weight} each
    "kinds",  # how a function moved: a list of `Kind`
    "rivals",  # of a match: {address, probability, lost} each
    "share",  # from 0 to 1
    "detail",  # a detail from reading the code
    "failover",  # {region, weight}; null for none
    "flag",  # true or false; never shown by itself
    "generation",  # null for both
    "identifier",  # the id of a registration, or an error code of a cloud
    "module",  # a function module by its name and its id in the flow
    "name",
    "names",
    "need",  # "required" or "optional"
    "place",  # file:line, "" where there is none
    "region",
    "said",  # a cloud's own message; "" where `code` is enough
    "setting",  # null and "" for none
    "source",  # which side is meant: a `Source`, shown with the `place` beside it
    "type",  # of an input or a field: its name, a pattern, or the list of values
    "uid",
    "value",  # any JSON; null where `secret` says that it is not shown
]
Source = Literal["implemented", "declared"]
Fate = Literal["gone", ""]  # it was recorded, and nothing that was searched and made since is like it; nothing more is known
Baseline = Literal["declared", "recorded", "declared-and-recorded", "declared-before"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """Where a rule applies, its origin, and whom it affects: all of a finding but its code and its arguments (see `Finding`)."""

    subject: str
    origin: Origin | None
    uid: Uid | None = None
    center: CenterName | None = None
    where: Where | None = None
    changes: tuple[FieldChange, ...] = ()
    flows: tuple[FlowRef, ...] = ()
    modules: tuple[ModuleRef, ...] = ()
    lock_only: bool = False
    breaks: bool = False
    when: When = "now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of the catalogue.

    `message` is filled from a finding's arguments, which `args` declares. `why` is for somebody whose callers are on the line;
    `fix` says what a person does, and `fix_pending` what instead where it was the registry that changed. `apply` completes
    "ivrsync apply ..." and is said only where the plan has, or holds back, a step for the finding: the first of `settled_by`, which
    are ids of steps to be filled with the finding's uid, center and subject.
    `up` completes "pulumi up ..." and is said where a Pulumi stack owns what the finding is about, with `fix_up`, if there is
    one, in place of `fix`.
    `breaks` says whether it can break callers, and which way: their calls reach nothing, what they pass no longer suffices
    (requests), or what they read is no longer there (answers).
    `identity` names the arguments that tell two findings about one subject apart: the input, field or check they are about. What
    was found of it (a type, a value, a list of names, a line) is no part of it: a finding that gets worse is the same finding.
    """

    code: str
    name: str
    severity: Severity
    message: str
    args: Mapping[str, ArgumentKind] = field(hash=False)
    why: str
    fix: str
    fix_pending: str = ""
    apply: str = ""
    settled_by: tuple[str, ...] = ()
    up: str = ""
    fix_up: str = ""
    breaks: Breaks = ""
    identity: tuple[str, ...] = ("name",)
    since: str = "0.1.0"

    def finding(self, at: Occurrence, /, **args: JsonValue) -> Finding:
        """The finding of this rule at that place; a `TypeError` unless the arguments are those that the rule declares."""
        if args.keys() != self.args.keys():
            raise TypeError(self.code, sorted(self.args), sorted(args))
        return Finding(
            code=self.code,
            args=args,
            subject=at.subject,
            origin=at.origin,
            uid=at.uid,
            center=at.center,
            where=at.where,
            changes=at.changes,
            flows=at.flows,
            modules=at.modules,
            lock_only=at.lock_only,
            breaks=at.breaks,
            when=at.when,
        )
