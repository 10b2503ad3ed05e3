"""What a command ends with, as a value that each output format can write.

Named tuples: every command loads them, and dataclasses would take it three times as long to make.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from datetime import timedelta

    from sync.core.acceptance import Accepted, Elsewhere, Unrecorded
    from sync.core.flows.call_graph import CallGraph
    from sync.core.importing import LeftOut
    from sync.core.locking import LockEntry
    from sync.core.plan.exit_status import ExitCode
    from sync.core.plan.model import Finding, Plan
    from sync.core.plan.report import Report
    from sync.core.review.model import NewFunction, Review
    from sync.core.rules.rule import Rule, Severity
    from sync.core.signature.inferred import Inferred, Unknown
    from sync.core.snapshot.model import Snapshot
    from sync.core.stack_imports import StackImports
    from sync.core.worlds import Gap, WantedCenter
    from sync.render.documents import CodeSource, DoctorRow, ImportedRow
    from sync.render.signature import Excerpts
    from sync.specs.diagnostics import Problem
    from sync.specs.models import Registry


class PlanOutput(NamedTuple):
    """A plan; the file that it was saved to, and the options that allowed some of its steps. `begins`: apply is about to ask.

    `graph`: who calls what, where a format shows it.
    """

    plan: Plan
    bar: Severity
    saved: str = ""
    allowed: tuple[str, ...] = ()
    begins: bool = False
    graph: CallGraph | None = None
    command: Literal["plan"] = "plan"


class DriftOutput(NamedTuple):
    """What changed in the clouds since the last sync: a plan without steps. `graph`: as in `PlanOutput`."""

    plan: Plan
    bar: Severity
    graph: CallGraph | None = None
    command: Literal["drift"] = "drift"


class ReviewOutput(NamedTuple):
    """What a change of the registry does. `to_make`: functions that have to be made first.

    `is_whole`: there is a snapshot that can be relied on. `is_parted`: it is known where the two parted.
    """

    review: Review
    bar: Severity
    base: str
    head: str
    snapshot: Snapshot | None
    age: timedelta | None
    to_make: tuple[NewFunction, ...]
    is_whole: bool
    graph: CallGraph | None = None
    is_parted: bool = True
    command: Literal["review"] = "review"

    @property
    def plan(self) -> Plan:
        """The plan of the head with the findings of the change alone, and all that could not be read."""
        from sync.core.rules.observation import CODES  # noqa: PLC0415 - not every output needs it

        made, told = self.review, self.review.introduced
        if not made.changes:
            return dataclasses.replace(made.plan, findings=told, gaps=())
        unread = (item for item in made.plan.findings if item.code in CODES.values() and item not in told)
        return dataclasses.replace(made.plan, findings=(*told, *unread), gaps=made.gaps)


class GraphOutput(NamedTuple):
    """Who calls what."""

    graph: CallGraph
    command: Literal["graph"] = "graph"


class WhyOutput(NamedTuple):
    """The findings of a uid or a fingerprint, and the places where a missing function could not be looked for.

    `gaps`: what could not be read, of which nothing is concluded.
    """

    asked: str
    findings: tuple[Finding, ...]
    unsearched: tuple[Gap, ...]
    gaps: tuple[Gap, ...] = ()
    command: Literal["why"] = "why"


class ApplyOutput(NamedTuple):
    """How a plan was carried out; `after` is the plan that would be made now, unless it was stopped.

    `recorded` is the lock file, where it had to be written; `unrecorded`: what is so now could not be recorded.
    """

    report: Report
    code: ExitCode
    after: Plan | None
    recorded: str
    unrecorded: bool
    command: Literal["apply"] = "apply"


class InvokeOutput(NamedTuple):
    """How test calls ended."""

    report: Report
    code: ExitCode
    command: Literal["test"] = "test"


class ValidateOutput(NamedTuple):
    """A registry, or the mistakes in it; `findings`: where the code beside its specs is not what they declare."""

    registry: Registry | None
    problems: tuple[Problem, ...] = ()
    findings: tuple[Finding, ...] = ()
    command: Literal["validate"] = "validate"

    @property
    def has_mistakes(self) -> bool:
        """Whether something has to be corrected: the code or the spec, where the two contradict each other."""
        from sync.core.rules.catalogue import BY_CODE  # noqa: PLC0415  most outputs need no catalogue

        return bool(self.problems) or any(BY_CODE[finding.code].severity != "info" for finding in self.findings)


class DoctorOutput(NamedTuple):
    """What was tried."""

    account: str
    rows: tuple[DoctorRow, ...]
    command: Literal["doctor"] = "doctor"


class RulesOutput(NamedTuple):
    """The catalogue of finding codes."""

    rules: tuple[Rule, ...]
    command: Literal["rules"] = "rules"


class Edit(NamedTuple):
    """A file of the registry and what it says now, or would say; `before` is None for a new one."""

    path: str
    before: str | None
    after: str

    @property
    def changes(self) -> bool:
        """Whether the edit changes the file."""
        return self.before != self.after


class SignatureOutput(NamedTuple):
    """What code shows, with the lines that show it; `edit` is what was done about its spec, if anything.

    `shown`: people have been shown the signature already, before its spec was written.
    """

    subject: str
    source: CodeSource
    handler: str
    runtime: str
    signature: Inferred | Unknown
    excerpts: Excerpts
    code: ExitCode
    edit: Edit | None = None
    shown: bool = False
    command: Literal["signature"] = "signature"


class Adopted(NamedTuple):
    """What the next `pulumi up` takes over, and the file that says so."""

    path: str
    ids: StackImports


class ImportOutput(NamedTuple):
    """The specs made, the files they went to (or would go to), and what was left out."""

    code: ExitCode
    dry_run: bool
    edits: tuple[Edit, ...]
    centers: tuple[WantedCenter, ...]
    functions: tuple[ImportedRow, ...]
    left_out: tuple[LeftOut, ...]
    gaps: tuple[Gap, ...]
    adopted: Adopted | None = None
    command: Literal["import"] = "import"


class AcceptOutput(NamedTuple):
    """What accept writes into the registry, or would write, and what else was found elsewhere.

    `unrecorded`: what is missing and not in the lock. `recorded`: there is a lock. `shown`: people have been shown all of it
    already, before it was written.
    """

    code: ExitCode
    written: bool
    edits: tuple[Edit, ...]
    accepted: tuple[Accepted, ...]
    others: tuple[Elsewhere, ...]
    gaps: tuple[Gap, ...]
    unsearched: tuple[Gap, ...] = ()
    unrecorded: tuple[Unrecorded, ...] = ()
    recorded: bool = True
    shown: bool = False
    command: Literal["accept"] = "accept"


class LockOutput(NamedTuple):
    """What is recorded, or would be, and which functions are not, with the reason. `shown`: as in `AcceptOutput`."""

    code: ExitCode
    written: bool
    path: str
    entries: tuple[LockEntry, ...]
    gaps: tuple[Gap, ...]
    shown: bool = False
    command: Literal["lock"] = "lock"


CommandOutput = (
    PlanOutput
    | DriftOutput
    | ApplyOutput
    | InvokeOutput
    | ValidateOutput
    | DoctorOutput
    | RulesOutput
    | SignatureOutput
    | ImportOutput
    | AcceptOutput
    | LockOutput
    | WhyOutput
    | ReviewOutput
    | GraphOutput
)
PlannedOutput = PlanOutput | DriftOutput | ReviewOutput  # those with a plan, which the formats for CI write
