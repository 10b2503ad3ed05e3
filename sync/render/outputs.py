"""What a command ends with, as a value that each output format can write.

Named tuples: every plan loads them, and nine dataclasses take twice as long to make.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sync.core.importing import LeftOut
    from sync.core.plan.exit_status import ExitCode
    from sync.core.plan.model import Plan
    from sync.core.plan.report import Report
    from sync.core.rules.rule import Rule, Severity
    from sync.core.signature.inferred import Inferred, Unknown
    from sync.core.worlds import Gap, WantedCenter
    from sync.render.documents import CodeSource, DoctorRow, ImportedRow
    from sync.render.signature import Excerpts
    from sync.specs.diagnostics import Problem
    from sync.specs.models import Registry


class PlanOutput(NamedTuple):
    """A plan; the file that it was saved to, and the options that allowed some of its steps. `begins`: apply is about to ask."""

    command = "plan"
    plan: Plan
    bar: Severity
    saved: str = ""
    allowed: tuple[str, ...] = ()
    begins: bool = False


class DriftOutput(NamedTuple):
    """What changed behind the registry's back: a plan without steps."""

    command = "drift"
    plan: Plan
    bar: Severity


class ApplyOutput(NamedTuple):
    """How a plan was carried out; `after` is the plan that would be made now, unless it was stopped.

    `recorded` is the lock file, where it had to be written; `unrecorded`: what is so now could not be recorded.
    """

    command = "apply"
    report: Report
    code: ExitCode
    after: Plan | None
    recorded: str
    unrecorded: bool


class InvokeOutput(NamedTuple):
    """How test calls ended."""

    command = "test"
    report: Report
    code: ExitCode


class ValidateOutput(NamedTuple):
    """A registry, or the mistakes in it."""

    command = "validate"
    registry: Registry | None
    problems: tuple[Problem, ...] = ()


class DoctorOutput(NamedTuple):
    """What was tried."""

    command = "doctor"
    account: str
    rows: tuple[DoctorRow, ...]


class RulesOutput(NamedTuple):
    """The catalogue of finding codes."""

    command = "rules"
    rules: tuple[Rule, ...]


class Edit(NamedTuple):
    """A file of the registry and what it says now, or would say; `before` is None for a new one."""

    path: str
    before: str | None
    after: str

    @property
    def changes(self) -> bool:
        """Whether the file says anything else now."""
        return self.before != self.after


class SignatureOutput(NamedTuple):
    """What code shows, with the lines that show it; `edit` is what was done about its spec, if anything.

    `shown`: people have been shown the signature already, before its spec was written.
    """

    command = "signature"
    subject: str
    source: CodeSource
    handler: str
    runtime: str
    signature: Inferred | Unknown
    excerpts: Excerpts
    code: ExitCode
    edit: Edit | None = None
    shown: bool = False


class ImportOutput(NamedTuple):
    """The specs made, the files they went to (or would go to), and what was left out."""

    command = "import"
    code: ExitCode
    dry_run: bool
    edits: tuple[Edit, ...]
    centers: tuple[WantedCenter, ...]
    functions: tuple[ImportedRow, ...]
    left_out: tuple[LeftOut, ...]
    gaps: tuple[Gap, ...]


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
)
